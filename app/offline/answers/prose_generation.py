"""The visit told to the patient in five paragraphs, each note in full and in plain words, nothing added.

Notes rarely hold as many words as a long visit is asked to be told in. The engine never fills up: told that its text
is too short, it answers null.
"""

import re
from itertools import pairwise
from typing import Any

from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import shortened
from app.offline.telling import NUMBER, is_discreet, may_be_told, own_to_you, parted

FIELDS = frozenset({"paragraphs"})
PARAGRAPHS = 5
MOST_WORDS = 750 // PARAGRAPHS
"""In each paragraph."""
MOST_NOTES = 4
PARAGRAPH_CHARS = 2_000

_ORDER = (
    "description", "behavioral changes", "learned", "key realizations", "patterns", "growth areas", "strengths",
    "goal progress",
)  # fmt: skip
"""Kinds of notes as they are told: what changed, what was seen, what is hard, what carries, what is open."""
_PAST = {"says": "said", "speaks": "spoke", "names": "named", "does": "did", "has": "had", "is": "were", "was": "were"}
_SUBJECT = re.compile(rf"The patient ({'|'.join(_PAST)})\b")
_PRONOUNS = {"they": "you", "them": "you", "their": "your", "themselves": "yourself"}
_PRONOUN = re.compile(rf"\b({'|'.join(_PRONOUNS)})\b")
_SKILL_KINDS = frozenset({"learned", "skill development", "proficiency"})
_USING = "The patient speaks of using "
_SKILL = re.compile(r"([^:]+): (beginner|developing|proficient)")
_LEVELS = {
    "beginner": "that you are at the beginning with it",
    "developing": "that you are on the way with it",
    "proficient": "that you have it well in hand",
}
_GOAL = re.compile(r"([^:]+): (on track|needs attention|achieved)")
_STANDINGS = {
    "on track": "as you tell it, you are on your way there",
    "needs attention": "it still needs your attention",
    "achieved": "as you tell it, you have reached it",
}
_DISTANT = re.compile(r"\b(?:the|this) (?:patient|client)\b", re.I)
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])")

Told = tuple[NoteLine, str]


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """Five paragraphs; None where fewer notes than that may be told, or after a first text was sent back."""
    told = _told(prompt)
    if len(told) < PARAGRAPHS or prompt.sent_back:
        return None
    return {"paragraphs": [_paragraph(share) for share in _shares(told)]}


def _told(prompt: Prompt) -> list[Told]:
    """The notes that may be told with their sentences, each sentence once, as many as there is room for."""
    notes = sorted(prompt.notes("notes"), key=_rank)
    sentences = {_sentence(note): note for note in reversed(notes) if may_be_told(note)}
    told = [(note, text) for text, note in reversed(sentences.items()) if text and _fits_the_page(text)]
    return told[: PARAGRAPHS * MOST_NOTES]


def _rank(note: NoteLine) -> tuple[int, str, bool]:
    """All of one skill together, what was said of it first."""
    kind = "learned" if note.kind in _SKILL_KINDS else note.kind
    place = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    skill = parted(note.text)[0].removeprefix(_USING).partition(":")[0] if note.kind in _SKILL_KINDS else ""
    return place, skill, note.kind != "learned"


def _fits_the_page(text: str) -> bool:
    return is_discreet(text) and not NUMBER.search(text) and not _DISTANT.search(text) and not _LIST_MARK.match(text)


def _shares(told: list[Told]) -> list[list[Told]]:
    """The notes in their order as five shares that differ by one at most."""
    size, over = divmod(len(told), PARAGRAPHS)
    ends = [size * number + min(number, over) for number in range(PARAGRAPHS + 1)]
    return [told[start:end] for start, end in pairwise(ends)]


def _paragraph(share: list[Told]) -> dict[str, Any]:
    """As many of its notes as there is room for; the first one always."""
    kept = share[:1]
    for told in share[1:]:
        if sum(len(text.split()) for _, text in [*kept, told]) <= MOST_WORDS:
            kept.append(told)
    text = " ".join(" ".join(text for _, text in kept).split()[:MOST_WORDS])
    return {"notes": [note.number for note, _ in kept], "text": shortened(text, PARAGRAPH_CHARS)}


def _sentence(note: NoteLine) -> str:
    """A note as one or two sentences to the patient; "" where it cannot be turned to them."""
    skill, goal = _SKILL.fullmatch(note.text), _GOAL.fullmatch(note.text)
    if skill:
        return f"A way of helping yourself that showed in what you told is {skill[1]}. It seems {_LEVELS[skill[2]]}."
    if goal:
        return f"You said what you would like to do: {own_to_you(goal[1])}. From your words, {_STANDINGS[goal[2]]}."
    said, named = parted(note.text)
    subject = _SUBJECT.match(said)
    if not subject:
        return f"In your visit, this was noted: {said}." if said else ""
    rest = _PRONOUN.sub(lambda pronoun: _PRONOUNS[pronoun[1]], said[subject.end() :])
    told = f"You {_PAST[subject[1]]}{rest}."
    return f"{told} Among the words you used for it were {named}." if " and " in named else _with_one(told, named)


def _with_one(told: str, named: str) -> str:
    return f"{told} One of the words you used for it was {named}." if named else told
