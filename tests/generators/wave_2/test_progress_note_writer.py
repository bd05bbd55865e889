"""A note says what its words say, and takes what it says of danger from the screen."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.scripted_model import Model

from app.errors import ModelFailed
from app.generators.generation import Generation
from app.generators.specimen import SPECIMEN
from app.generators.wave_2.progress_note_writer import STATEMENT_CHARS, ProgressNote, ProgressNoteWriter
from app.therapy.evidence import Dropped, Evidence

HOW, WALKED, WHAT, THINK = (
    {"segment": number, "quote": segment.text} for number, segment in enumerate(SPECIMEN.transcript.segments)
)
NEVER = {"segment": 1, "quote": "I swam to the island."}
EMPTY: dict[str, Any] = {"statements": [], "interventions": [], "assessment": []}
REPORTED = {"part": "reported", "evidence": [WALKED], "text": "Patient reported walking twice."}
ASKED = {
    "evidence": [WHAT],
    "text": "Therapist asked what the patient made of it.",
    "response": {"evidence": [THINK], "text": "Patient said that they were not as stuck as they had told themselves."},
}
ASSESSED = {"notes": [0], "evidence": [WALKED], "text": "Patient walked twice."}
SCREENED = {"state": "denied_when_asked", "findings": [{"kind": "self_harm", "state": "denied_when_asked"}]}
DENIED = Evidence("/findings/0", SPECIMEN.session_id, "What do you make of that?", 2, 0, 25, 9.5, 12.0, "SPEAKER_00")
VISIT = replace(
    SPECIMEN,
    results={"risk_screen": SCREENED},
    screen_words=(DENIED,),
)


def made(visit: Any = VISIT, **parts: Any) -> Generation[Any]:
    return Model([{**EMPTY, **parts}] * 3).generate("progress_note", visit)


def lines(found: Generation[Any]) -> list[tuple[str, str]]:
    assert found.result is not None
    return [(told["part"], told["text"]) for told in found.result["statements"]]


def test_it_is_stored_as_statements_by_part_each_with_its_words() -> None:
    found = made(statements=[REPORTED], interventions=[ASKED], assessment=[ASSESSED])
    assert lines(found) == [
        ("reported", REPORTED["text"]),
        ("interventions", ASKED["text"]),
        ("responses", "Patient said that they were not as stuck as they had told themselves."),
        ("assessment", ASSESSED["text"]),
        ("risk", "Self harm: denied when asked."),
    ]
    said = [(item.path, item.segment) for item in found.evidence]
    assert said == [(f"/statements/{at}/evidence/0", segment) for at, segment in enumerate((1, 2, 3, 1, 2))]
    told = (found.result or {})["statements"]
    assert [one["result"] for one in told] == [None, None, None, "deep_analysis", "risk_screen"]
    assert told[0]["evidence"] == [WALKED["quote"]]


def test_a_statement_that_loses_its_words_goes() -> None:
    found = made(statements=[REPORTED, {**REPORTED, "evidence": [NEVER], "text": "Patient reported swimming."}])
    assert lines(found)[:-1] == [("reported", REPORTED["text"])]
    assert Dropped("/statements/1/evidence/0", "quote_not_found") in found.dropped


def test_words_of_the_other_one_carry_no_report_no_intervention_and_no_response() -> None:
    swapped = {**ASKED, "text": "Therapist felt less stuck.", "evidence": [THINK]}
    asked = {**ASKED, "response": {"evidence": [HOW], "text": "Patient asked how the week was."}}
    report = {**REPORTED, "evidence": [HOW], "text": "Patient asked about walks."}
    found = made(statements=[REPORTED, report], interventions=[asked, swapped])
    assert lines(found)[:-1] == [("reported", REPORTED["text"]), ("interventions", ASKED["text"])]
    assert [item.reason for item in found.dropped] == [
        "not_the_patients_words",
        "not_the_patients_words",
        "not_the_therapists_words",
    ]


def test_a_risk_is_told_by_the_screen_also_where_there_is_none() -> None:
    assert lines(made(replace(VISIT, results={}), statements=[REPORTED]))[-1] == (
        "risk",
        "No risk screen stands for this visit.",
    )


def test_an_answer_of_which_nothing_is_left_is_no_note() -> None:
    found = made(statements=[{**REPORTED, "evidence": [NEVER]}])
    assert (found.result, found.reason) == (None, "insufficient_data")
    assert made().result is None


def test_an_assessment_rests_on_a_note_of_the_analysis_and_on_nothing_else() -> None:
    for number in (3, 99):
        with pytest.raises(ModelFailed):
            made(assessment=[{**ASSESSED, "notes": [number]}])


def test_an_assessment_shows_the_words_that_say_it_and_goes_without_them() -> None:
    said = {**ASSESSED, "evidence": [THINK], "text": "Patient is not as stuck as they had told themselves."}
    found = made(statements=[REPORTED], assessment=[said, {**ASSESSED, "evidence": [NEVER], "text": "Patient swam."}])
    assert [(item.path, item.segment) for item in found.evidence][1] == ("/statements/1/evidence/0", 3)
    assert ("assessment", "Patient swam.") not in lines(found)


def test_a_statement_of_another_part_or_without_words_is_rejected() -> None:
    wrong: list[dict[str, Any]] = [
        {**REPORTED, "part": "risk"},
        {**REPORTED, "part": "diagnosis"},
        {**REPORTED, "evidence": []},
        {**REPORTED, "text": "x" * (STATEMENT_CHARS + 1)},
        {**REPORTED, "text": "**bold**"},
    ]
    for statement in wrong:
        with pytest.raises(ValidationError):
            ProgressNote.model_validate({**EMPTY, "statements": [statement]})


def test_it_is_shown_the_screens_kinds_the_notes_and_all_that_was_said() -> None:
    shown = ProgressNoteWriter.declared.show(VISIT)
    assert "- self_harm: denied_when_asked" in shown
    assert "[0] (this visit, realization)" in shown
    for segment in ("How did the week go", "I walked twice."):
        assert segment in shown


def test_the_prompt_assumes_nothing_normal_and_invents_no_observation() -> None:
    instructions = ProgressNoteWriter.declared.instructions
    assert "Nothing is assumed normal." in instructions
    assert "never how somebody may have looked or sounded" in instructions
