"""From a stored result to notes."""

from typing import Any
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.notes import notes_of_result

HERE = UUID(int=1)


def at(path: str) -> Evidence:
    return Evidence(path, HERE, "I slept", 0, 0, 7, 0.0, 1.0, "B")


def told(result: dict[str, Any], *paths: str) -> list[tuple[str, str, int]]:
    notes = notes_of_result(HERE, "this visit", result, [at(path) for path in paths])
    return [(note.kind, note.text, len(note.evidence)) for note in notes]


def test_each_finding_with_evidence_is_one_note_with_all_of_it() -> None:
    result = {"growth_areas": ["sleep", "work"], "tone": "calm"}
    assert told(result, "/growth_areas/1", "/tone", "/growth_areas/1") == [
        ("growth areas", "work", 2),
        ("tone", "calm", 1),
    ]


def test_an_objects_own_evidence_is_about_the_object() -> None:
    result = {"skills": [{"skill": "slow_breathing", "level": "often", "evidence": "I breathe"}]}
    assert told(result, "/skills/0/evidence") == [("skills", "slow breathing: often", 1)]


def test_what_leads_nowhere_is_no_note() -> None:
    result = {"list": ["a"], "text": "b", "number": 3, "empty": ""}
    paths = ["/nowhere", "/list/9", "/list/x", "/text/deeper", "/number", "/empty", ""]
    assert [note for path in paths for note in told(result, path) if note[1] not in {"a: b", "b", "a"}] == []


def test_what_an_object_is_about_is_told_first_whatever_order_it_was_stored_in() -> None:
    result = {"homework": [{"text": "On most days.", "agreed": "Walk.", "status": "partly_done"}]}
    assert told(result, "/homework/0") == [("homework", "Walk.: On most days.: partly done", 1)]
