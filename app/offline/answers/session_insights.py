"""What to remember of a visit: the weightiest findings, each in the patient's own words, what may be a risk first."""

import re
from typing import Any

from app.offline.notes_for_patient import UNSAID, names_somebody
from app.offline.patient_statements import DANGER, Kind, split_label
from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import is_plain
from app.therapy.wording import as_words, sentences

FIELDS = frozenset({"insights"})
MAX_INSIGHTS = 5
INSIGHT_CHARS = 260
MAX_SENTENCES = 2
_WEIGHT = (*Kind,)
_NO_FINDING = frozenset(
    ("topics", "action items", "technique", "interventions", "key indicators", "counter indicators")
)
"""Kinds of notes whose words do not stand by themselves, or that say no more than others do."""
_NOT_ALONE = re.compile(r"\b(?:this|as mentioned|see above)\b", re.I)


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The insights, risk first, then a kind at a time; None where no note can stand by itself. What names somebody
    stands only where it tells of a risk, or all of it does."""
    notes = [note for note in prompt.notes("notes") if note.kind not in _NO_FINDING and _stands(note)]
    unnamed = [note for note in notes if _risky(note) or not names_somebody(_said(note))] or notes
    told: dict[str, NoteLine] = {}
    for note in sorted(unnamed, key=_rank):
        told.setdefault(as_words(note.text), note)
    chosen = list(told.values())[:MAX_INSIGHTS]
    return {"insights": [{"notes": [note.number], "text": note.text} for note in chosen]} if chosen else None


def _stands(note: NoteLine) -> bool:
    """Whether it is a sentence or two, as long as an insight may be, that leans on no other."""
    whole = len(note.text) <= INSIGHT_CHARS and len(list(sentences(note.text))) <= MAX_SENTENCES
    return whole and is_plain(note.text) and (split_label(note.text) is not None or not _NOT_ALONE.search(note.text))


def _said(note: NoteLine) -> str:
    found = split_label(note.text)
    return found[1] if found else note.text


def _rank(note: NoteLine) -> tuple[bool, int]:
    found = split_label(note.text)
    return not _risky(note), _WEIGHT.index(found[0]) if found else len(_WEIGHT)


def _risky(note: NoteLine) -> bool:
    return note.text.startswith(DANGER) or UNSAID.search(note.text) is not None
