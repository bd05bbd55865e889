"""What is said of danger, by the lexicon of the floor: words of the patient's own, questions and what was answered.

It knows turns of phrase and no contexts: what is told between the lines it does not see, nor what a clinician would
record beside.
"""

from collections.abc import Iterable
from typing import Any

from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import quotation_of
from app.therapy.dangers.replies import Reply
from app.therapy.risk import Sign, floor
from app.therapy.risk_questions import Place, danger_questions
from app.therapy.transcript import Role

FIELDS = frozenset({"disclosures", "denials", "unclear", "details"})
MAX_QUOTES = 3
_ROLES = {"Patient": Role.PATIENT, "Therapist": Role.THERAPIST}
Entries = list[dict[str, Any]]


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """What was found, which may be nothing; None where nobody is shown as the patient."""
    if not any(line.speaker == "Patient" for line in prompt.lines):
        return None
    signs = floor(prompt.transcript, _ROLES)
    told = {sign for sign in signs if sign.clear and prompt.lines[sign.segment].speaker == "Patient"}
    return {
        "disclosures": _entries(prompt, (sign for sign in signs if sign in told)),
        "denials": _denials(prompt),
        "unclear": _entries(prompt, (sign for sign in signs if sign not in told)),
        "details": [],
    }


def _entries(prompt: Prompt, signs: Iterable[Sign]) -> Entries:
    """One entry for each kind, with its first places."""
    words: dict[str, Entries] = {}
    for sign in signs:
        words.setdefault(sign.kind.value, []).append(
            _quoted(prompt, Place(sign.segment, sign.char_start, sign.char_end))
        )
    return [{"kind": kind, "words": quotes[:MAX_QUOTES]} for kind, quotes in words.items()]


def _denials(prompt: Prompt) -> Entries:
    """The last denial of each kind."""
    denied: dict[str, dict[str, Any]] = {}
    for exchange in danger_questions(prompt.transcript, _ROLES):
        if exchange.reply is Reply.NO and exchange.answer is not None:
            pair = {"question": _quoted(prompt, exchange.question), "answer": _quoted(prompt, exchange.answer)}
            denied |= {kind.value: {"kind": kind.value, **pair} for kind in sorted(exchange.kinds)}
    return list(denied.values())


def _quoted(prompt: Prompt, place: Place) -> dict[str, str | int]:
    line = prompt.lines[place.segment]
    return quotation_of(Sentence(line.number, line.speaker, line.text[place.char_start : place.char_end]))
