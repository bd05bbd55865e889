"""Who is the therapist: whoever says "you" where the other says "I"."""

from typing import Any

from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import quotation_of
from app.therapy.roles import count_roles
from app.therapy.transcript import Role
from app.therapy.wording import words

FIELDS = frozenset({"signs", "reasoning", "speakers", "confidence"})
MAX_SIGNS = 4
_YOU = frozenset({"you", "your", "yours", "yourself", "youre", "youve", "youd", "youll"})
_I = frozenset({"i", "me", "my", "mine", "myself", "im", "ive", "id", "ill"})
_SHOWN = {
    Role.THERAPIST: "Speaks about the other person and says you.",
    Role.PATIENT: "Speaks about their own life and says I.",
}
REASONING = "One speaker speaks mostly of you, the other mostly of I: the first is taken for the therapist."


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The roles that counting gives; None where it cannot tell."""
    count = count_roles(prompt.transcript)
    if count.roles is None:
        return None
    said = prompt.sentences()
    signs = [sign for speaker, role in count.roles.items() for sign in _signs(said, speaker, role)]
    return {
        "signs": signs[:MAX_SIGNS],
        "reasoning": REASONING,
        "speakers": [{"speaker": speaker, "role": role.value} for speaker, role in count.roles.items()],
        "confidence": round(min(0.95, 0.5 + count.margin / 2), 2),
    }


def _signs(said: list[Sentence], speaker: str, role: Role) -> list[dict[str, Any]]:
    """The two sentences of a speaker that show the role most plainly, in the order spoken."""
    own = [sentence for sentence in said if sentence.speaker == speaker]
    best = sorted(own, key=lambda sentence: -_clarity(sentence.text, role))[:2]
    return [{**quotation_of(s), "text": _SHOWN[role]} for s in best if _clarity(s.text, role) > 0]


def _clarity(text: str, role: Role) -> int:
    """How many more pronouns of the role's kind than of the other."""
    forms = [word.form for word in words(text)]
    lean = sum(form in _YOU for form in forms) - sum(form in _I for form in forms)
    return lean if role is Role.THERAPIST else -lean
