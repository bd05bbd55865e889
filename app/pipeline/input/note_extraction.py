"""Extracts notes from stored results, each for its audience.

What a generator declares as hidden is no note. For a generator that writes for a patient nothing that was found of
danger is one either: no risk finding of an analysis, no insight that rests on one, and nothing that stands on words
that the visit's screen points at. A note on other words of a turn in which danger was found keeps its number and is
blank: "these thoughts" are those of the sentence before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.pipeline.graph import SCREEN, generator_of_task
from app.store.models import Generation
from app.therapy.evidence import Evidence
from app.therapy.notes import notes_of_result
from app.therapy.risk import DENIED_WHEN_ASKED
from app.therapy.sharing.audience import Audience
from app.therapy.visit import AGREED, Note

ADVICE = (
    ("recommendations", "practices"),
    ("recommendations", "reflection_prompts"),
    ("coping_skills", "practice_recommendations"),
)
"""Where a result that provides advice says what could come next for the patient."""
RECOMMENDED = "recommended"
NO_DANGER = ("/protective_factors", "/safety_plan")
"""Parts of the paths of words under a screen that are no danger: the rest of their turn may be told."""


def extract_notes(
    audience: Audience, row: Generation, about: str, screen: Generation | None, *others: Generation
) -> list[Note]:
    """Return the notes of a result for an audience. `screen` is the screen of the result's visit, which has no notes
    itself; `others` are the visit's other results, whose findings of danger count too.
    """
    if row.result is None or row.task == SCREEN:
        return []
    hidden = [*generator_of_task(row.task).HIDDEN, *(_paths_of_risk(row) if audience is not Audience.CLINICIAN else ())]
    shown = [item for item in parse_stored_evidence(row.evidence) if not item.path.startswith(tuple(hidden))]
    notes = notes_of_result(row.session_id, about, row.result, shown)
    if audience is Audience.CLINICIAN:
        return notes
    pointed_at = parse_stored_evidence(screen.evidence) if screen else []
    dangerous = {_turn(item) for item in _dangerous_words(screen, (row, *others))}
    kept = (note for note in notes if not _stands_on(note, pointed_at))
    return [replace(note, text="") if dangerous & set(map(_turn, note.evidence)) else note for note in kept]


def extract_agreed_tasks(row: Generation, about: str, audience: Audience, screen: Generation | None) -> list[Note]:
    """Return the tasks agreed in a visit, from its topic extraction."""
    return [note for note in extract_notes(audience, row, about, screen) if note.kind == AGREED]


def extract_recommendations(row: Generation) -> Iterator[Note]:
    """Yield each recommendation of an analysis to the patient once. Recommendations rest on no words."""
    result = row.result or {}
    texts = (text for part, name in ADVICE for text in (result.get(part) or {}).get(name) or ())
    for text in dict.fromkeys(texts):
        yield Note(row.session_id, "this visit", RECOMMENDED, text)


def parse_stored_evidence(stored: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """Return stored evidence as values."""
    return [Evidence(**{**item, "session_id": UUID(item["session_id"])}) for item in stored]


def _paths_of_risk(row: Generation) -> list[str]:
    declared = generator_of_task(row.task)
    entries = (row.result or {}).get("of_risk", ()) if declared.RISK_ENTRIES else ()
    return [*declared.RISK_PATHS, *(f"/{declared.RISK_ENTRIES}/{index}" for index in entries)]


def words_of_danger(screen: Generation | None) -> list[Evidence]:
    """Return the words under a screen that are about a danger, so that their whole turn is: neither what was denied
    when asked, nor what protects.
    """
    if screen is None:
        return []
    denied = {
        f"/findings/{at}"
        for at, finding in enumerate((screen.result or {}).get("findings", ()))
        if finding["state"] == DENIED_WHEN_ASKED
    }
    return [
        item
        for item in parse_stored_evidence(screen.evidence)
        if "/".join(item.path.split("/")[:3]) not in denied and not any(part in item.path for part in NO_DANGER)
    ]


def _dangerous_words(screen: Generation | None, rows: Iterable[Generation]) -> list[Evidence]:
    """Return the words under the dangers of a visit. Where the screen found none, what an analysis says of risk is what
    was denied.
    """
    found = words_of_danger(screen)
    return [*found, *_risk_words(rows)] if found or screen is None else []


def _risk_words(rows: Iterable[Generation]) -> Iterator[Evidence]:
    """The words under what the results declare to be of risk alone. An insight that is partly of risk has others."""
    for row in rows:
        paths = generator_of_task(row.task).RISK_PATHS
        yield from (item for item in parse_stored_evidence(row.evidence) if paths and item.path.startswith(paths))


def _turn(item: Evidence) -> tuple[UUID, int]:
    return item.session_id, item.segment


def _stands_on(note: Note, words: Iterable[Evidence]) -> bool:
    return any(_overlap(own, other) for other in words for own in note.evidence)


def _overlap(one: Evidence, other: Evidence) -> bool:
    at_one_place = (one.session_id, one.segment) == (other.session_id, other.segment)
    return at_one_place and one.char_start < other.char_end and other.char_start < one.char_end
