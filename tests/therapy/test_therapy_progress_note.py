"""The same lines stand under the sections of any format, with their words, and what is empty says so."""

from typing import Any
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.progress_note import (
    CLINICIAN_ADDS,
    FORMATS,
    NOT_DISCUSSED,
    Line,
    NoteFormat,
    arrange_note,
    note_lines_of,
    stored_note,
)


def said(words: str) -> Evidence:
    return Evidence("/", UUID(int=1), words, 0, 0, len(words), 0.0, 1.0, "P")


PARTS = sorted(
    {name for sections in FORMATS.values() for section in sections for part in section.parts for name in part.holds}
)
FULL = [Line(part, f"About {part}.", (said(f"{part} one"), said(f"{part} two"))) for part in PARTS]


def statements(note: Any) -> list[str]:
    parts = [part for section in note["sections"] for part in section["parts"]]
    return [statement["text"] for part in parts for statement in part["statements"]]


def at(node: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def test_every_format_holds_every_line_once() -> None:
    for form in NoteFormat:
        note, _ = arrange_note(FULL, form)
        assert sorted(statements(note)) == sorted(line.text for line in FULL), form


def test_evidence_points_to_its_words_in_what_is_stored_and_in_every_format() -> None:
    stored, evidence = stored_note(FULL)
    for note, words in ((stored, evidence), *(arrange_note(FULL, form) for form in NoteFormat)):
        assert len(words) == 2 * len(FULL)
        assert [at(note, item.path) for item in words] == [item.quote for item in words]


def test_what_is_stored_comes_back_as_it_was() -> None:
    stored, evidence = stored_note([*FULL, Line("risk", "Not assessed.", (), "risk_screen")])
    again = stored_note(note_lines_of(stored, evidence))
    assert again == (stored, evidence)


def test_an_empty_part_says_not_discussed_and_one_that_nobody_spoke_of_is_left_out() -> None:
    for form in NoteFormat:
        note, _ = arrange_note([], form)
        parts = {part["name"]: part["remark"] for section in note["sections"] for part in section["parts"]}
        assert not {"medication", "sleep", "substances", "mental_status"} & parts.keys()
        assert {remark for name, remark in parts.items() if name != "observed"} == {NOT_DISCUSSED}
        assert parts["observed"] == f"{NOT_DISCUSSED}. {CLINICIAN_ADDS}"


def test_what_was_seen_is_the_clinicians_to_add_also_where_something_was_said_of_it() -> None:
    note, _ = arrange_note([Line("observed", "Patient said that they were crying.")], NoteFormat.SOAP)
    observed = next(part for part in note["sections"][1]["parts"] if part["name"] == "observed")
    assert observed["remark"] == CLINICIAN_ADDS


def test_a_response_follows_its_intervention_where_they_stand_together() -> None:
    lines = [Line(part, f"{part} {number}") for number in (1, 2) for part in ("interventions", "responses")]
    together, _ = arrange_note(lines, NoteFormat.DAP)
    assert statements(together) == [line.text for line in lines]
    apart, _ = arrange_note(lines, NoteFormat.BIRP)
    assert statements(apart) == ["interventions 1", "interventions 2", "responses 1", "responses 2"]
