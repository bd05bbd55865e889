"""Extracts notes from stored results, each for its audience.

What a generator declares as hidden is no note. For a generator that writes for a patient nothing that was found of
danger is one either: no risk finding of an analysis, no insight that rests on one, and nothing that stands on words
that the visit's screen points at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.pipeline.graph import SCREEN, generator
from app.store.models import Generation
from app.therapy.evidence import Evidence
from app.therapy.notes import notes_of
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Note

AGREED = "action items"
"""The kind of the notes that hold what was agreed."""
ADVICE = (
    ("recommendations", "practices"),
    ("recommendations", "reflection_prompts"),
    ("coping_skills", "practice_recommendations"),
)
"""Where a result that provides advice says what could come next for the patient."""
RECOMMENDED = "recommended"


def notes_for(audience: Audience, row: Generation, about: str, screen: Generation | None) -> list[Note]:
    """The notes of a result for an audience. `screen` is that of the result's visit; a screen itself has none."""
    if row.result is None or row.task == SCREEN:
        return []
    hidden = [*generator(row.task).HIDDEN, *(_paths_of_risk(row) if audience is not Audience.CLINICIAN else ())]
    shown = [item for item in evidence_of(row.evidence) if not item.path.startswith(tuple(hidden))]
    notes = notes_of(row.session_id, about, row.result, shown)
    if audience is Audience.CLINICIAN or screen is None:
        return notes
    pointed_at = evidence_of(screen.evidence)
    return [note for note in notes if not _stands_on(note, pointed_at)]


def agreed_task_notes(row: Generation, about: str, audience: Audience, screen: Generation | None) -> list[Note]:
    """What was agreed in a visit, by its extraction of topics."""
    return [note for note in notes_for(audience, row, about, screen) if note.kind == AGREED]


def recommendations_of(row: Generation) -> Iterator[Note]:
    """What an analysis recommends to the patient, each once; it rests on no words."""
    result = row.result or {}
    texts = (text for part, name in ADVICE for text in (result.get(part) or {}).get(name) or ())
    for text in dict.fromkeys(texts):
        yield Note(row.session_id, "this visit", RECOMMENDED, text)


def evidence_of(stored: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """Stored evidence as values."""
    return [Evidence(**{**item, "session_id": UUID(item["session_id"])}) for item in stored]


def _paths_of_risk(row: Generation) -> list[str]:
    declared = generator(row.task)
    entries = (row.result or {}).get("of_risk", ()) if declared.RISK_ENTRIES else ()
    return [*declared.RISK_PATHS, *(f"/{declared.RISK_ENTRIES}/{index}" for index in entries)]


def _stands_on(note: Note, words: Iterable[Evidence]) -> bool:
    return any(_overlap(own, other) for other in words for own in note.evidence)


def _overlap(one: Evidence, other: Evidence) -> bool:
    at_one_place = (one.session_id, one.segment) == (other.session_id, other.segment)
    return at_one_place and one.char_start < other.char_end and other.char_start < one.char_end
