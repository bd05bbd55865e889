"""What to remember of a visit: the weightiest notes in their own words, at most two to an insight."""

import re
from typing import Any

from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import is_plain, shortened
from app.offline.telling import UNSAID, names_somebody
from app.therapy.wording import as_words, sentences

FIELDS = frozenset({"insights"})
MOST_INSIGHTS = 5
MOST_TOGETHER = 2
INSIGHT_CHARS = 260
MOST_SENTENCES = 2

_WEIGHT = (
    "breakthrough", "key realizations", "behavioral changes", "goal progress", "patterns", "growth areas",
    "strengths", "description", "learned", "skill development", "proficiency",
)  # fmt: skip
"""Kinds of notes, weightiest first; others come after them."""
_STANDING = re.compile(r"(?P<what>[^:]+): (?P<how>[a-z][a-z ]+)")
_SKILL_KINDS = frozenset({"skill development", "proficiency"})
_NOT_ALONE = re.compile(r"\b(?:this|as mentioned|see above)\b", re.I)

Group = list[NoteLine]


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The insights, risk first; None where no note can stand by itself."""
    notes = sorted(_distinct(prompt.notes("notes")), key=_rank)
    groups = _grouped(notes)[:MOST_INSIGHTS]
    # Cut to the same words, two would say the same.
    told = {as_words(insight["text"]): insight for insight in reversed([_insight(group) for group in groups])}
    return {"insights": list(reversed(told.values()))} if told else None


def _distinct(notes: tuple[NoteLine, ...]) -> list[NoteLine]:
    """The notes that can stand by themselves, each sentence once; with a name in them, only those of a risk."""
    kept = [note for note in notes if is_plain(note.text) and (_risky(note) or not names_somebody(note.text))]
    told = {as_words(_sentence(note)): note for note in reversed(kept)}
    return [note for note in reversed(told.values()) if not _NOT_ALONE.search(_sentence(note))]


def _rank(note: NoteLine) -> tuple[bool, int]:
    kind = note.kind.lower()
    return not _risky(note), _WEIGHT.index(kind) if kind in _WEIGHT else len(_WEIGHT)


def _risky(note: NoteLine) -> bool:
    return UNSAID.search(note.text) is not None


def _grouped(notes: list[NoteLine]) -> list[Group]:
    """One note to an insight while that takes in all; else neighbours of one kind share one, where it holds them.

    What tells of a risk shares with nothing."""
    spare = len(notes) - MOST_INSIGHTS
    groups: list[Group] = []
    for note in notes:
        if spare > 0 and groups and _joins(groups[-1], note):
            groups[-1].append(note)
            spare -= 1
        else:
            groups.append([note])
    return groups


def _joins(group: Group, note: NoteLine) -> bool:
    both = _text([*group, note])
    fits = len(both) <= INSIGHT_CHARS and len(list(sentences(both))) <= MOST_SENTENCES
    return len(group) < MOST_TOGETHER and group[0].kind == note.kind and fits and not _risky(group[0])


def _insight(group: Group) -> dict[str, Any]:
    text = _text(group)
    ends = [end for _, end in sentences(text)][:MOST_SENTENCES]
    return {"notes": [note.number for note in group], "text": shortened(text[: ends[-1]], INSIGHT_CHARS)}


def _text(group: Group) -> str:
    return " ".join(map(_sentence, group))


def _sentence(note: NoteLine) -> str:
    """A note as a sentence: "keeping a log: developing" says of itself neither whose nor what it is."""
    found = _STANDING.fullmatch(note.text)
    if found and note.kind in _SKILL_KINDS:
        return f"A skill that showed in what the patient said is {found['what']}; its level was {found['how']}."
    if found and note.kind == "goal progress":
        return f"The patient named a goal in these words: {found['what']}; it is noted as: {found['how']}."
    text = note.text.rstrip()
    return text if text[-1] in ".!?" else f"{text}."
