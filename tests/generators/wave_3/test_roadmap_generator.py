"""Your Journey rests on numbered notes, each title at most once."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_3.roadmap_generator import Roadmap, RoadmapGenerator
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.visit import Visit

BESIDE: dict[str, Any] = {
    "covers": {"from": "2026-02-23", "to": "2026-03-02"},
    "trend": "rising",
    "homework": [
        {"text": "Walk on three more days.", "status": "open"},
        {"text": "Open the door each morning.", "status": "not_told"},
    ],
}
"""What is put beside a model's words about the specimen."""
SECTION = {"notes": [0], "title": "Clinical Progress", "heading": "Your walks", "content": "You walked."}
GOOD: dict[str, Any] = {
    "summary": {"notes": [0], "text": "You walked."},
    "achievements": [],
    "currentFocus": [],
    "sections": [SECTION, {**SECTION, "title": "Long-term Goals"}],
}


def test_titles_are_of_the_five_and_stand_once() -> None:
    assert [s.title for s in Roadmap.model_validate(GOOD).sections] == ["Clinical Progress", "Long-term Goals"]
    for sections in ([SECTION, SECTION], [{**SECTION, "title": "Diagnosis"}]):
        with pytest.raises(ValidationError):
            Roadmap.model_validate({**GOOD, "sections": sections})


@each_row(
    "changed",
    [
        {"summary": None},
        {"summary": {"notes": [], "text": "You walked."}},
        {"summary": {"notes": [0, 1, 2, 3, 4], "text": "You walked."}},
        {"summary": {"notes": [-1], "text": "You walked."}},
        {"summary": {"notes": ["0"], "text": "You walked."}},
        {"summary": {"notes": [0], "text": "You walked.", "title": "x"}},
        {"summary": {"notes": [0], "text": "See www.evil.example"}},
        {"achievements": [{"notes": [0], "text": f"x{n}"} for n in range(6)]},
        {"currentFocus": [{"notes": [0], "text": f"x{n}"} for n in range(4)]},
        {"currentFocus": [{"notes": [0], "text": "x" * 161}]},
    ],
)
def test_limits_are_enforced_by_the_type(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Roadmap.model_validate({**GOOD, **changed})


def test_every_note_is_shown_by_the_number_under_which_its_words_are_found() -> None:
    shown = RoadmapGenerator.declared.render_input(SPECIMEN).splitlines()
    for number, note in enumerate(SPECIMEN.all_notes[: -len(SPECIMEN.advice)]):
        assert sum(line.startswith(f"[{number}] ") and note.text in line for line in shown) == 1


def test_no_transcript_is_shown() -> None:
    shown = RoadmapGenerator.declared.render_input(SPECIMEN)
    assert not any(segment.text in shown for segment in SPECIMEN.transcript.segments)


def test_the_screens_know_its_event_by_another_name() -> None:
    assert RoadmapGenerator.declared.event == "YOUR_JOURNEY_GENERATION"


def finished(changed: dict[str, Any], visit: Visit = SPECIMEN) -> Settled:
    notes = tuple(note.evidence for note in SPECIMEN.all_notes)
    answer = Roadmap.model_validate({**GOOD, **changed})
    settled = settle(answer, Ground(SPECIMEN.session_id, SPECIMEN.transcript, notes=notes))
    whole = RoadmapGenerator.declared.finish_result(settled, visit)
    assert whole is not None
    return whole


POINTS = [{"notes": [0], "text": "You told Robert."}, {"notes": [1], "text": "You walked."}]


def test_what_does_not_belong_here_is_withheld_by_the_sentence() -> None:
    whole = finished(
        {
            "summary": {"notes": [0], "text": "You walked. This stems from your childhood."},
            "achievements": POINTS,
            "sections": [
                {**SECTION, "content": "You wished to die. You sleep better."},
                {**SECTION, "title": "Long-term Goals", "content": "Your avoidance."},
            ],
        }
    )
    assert whole.result == {
        "summary": "You walked.",
        "achievements": ["You walked."],
        "currentFocus": [],
        "sections": [{"title": "Clinical Progress", "heading": "Your walks", "content": "You sleep better."}],
        **BESIDE,
    }
    assert [(item.path, item.segment) for item in whole.evidence] == [
        ("/summary", 1),
        ("/homework/0", 0),
        ("/achievements/0", 3),
        ("/sections/0", 1),
    ]
    assert whole.dropped == [
        Dropped("/summary", "withheld_interpretation"),
        Dropped("/achievements/0", "withheld_name"),
        Dropped("/sections/0", "withheld_crisis"),
        Dropped("/sections/1", "withheld_jargon"),
    ]


def test_a_journey_without_a_summary_is_none() -> None:
    assert finished({"summary": {"notes": [0], "text": "You told Robert."}}) == Settled(
        None, [], [Dropped("/summary", "withheld_name")]
    )


def test_the_model_is_told_which_words_are_minded_and_sees_no_crisis() -> None:
    answer = Roadmap.model_validate({**GOOD, "achievements": POINTS})
    (found,) = RoadmapGenerator.declared.find_faults(answer, SPECIMEN)
    assert found.startswith("/achievements/0/text: 'Robert' names somebody")
    grave = replace(SPECIMEN, notes=(replace(SPECIMEN.notes[0], text="Wants to die."), *SPECIMEN.notes[1:]))
    assert "Wants to die." not in RoadmapGenerator.declared.render_input(grave)
    alone = replace(
        grave, notes=grave.notes[:1], memory=replace(SPECIMEN.memory, notes=(), journey=()), agreed=(), advice=()
    )
    assert not RoadmapGenerator.declared.has_enough_input(alone)


def test_a_heading_is_what_the_patient_reads_and_a_plain_one_stands_where_it_may_not() -> None:
    sections = [{**SECTION, "heading": "Robert and you"}, {**SECTION, "title": "Long-term Goals"}]
    shown = finished({"sections": sections}).result
    assert shown is not None
    assert [(one["title"], one["heading"]) for one in shown["sections"]] == [
        ("Clinical Progress", "What has changed"),
        ("Long-term Goals", "Your walks"),
    ]


def test_the_focus_stands_once() -> None:
    focus = [{"notes": [1], "text": "You look at how stuck you are."}]
    again = {**SECTION, "title": "Current Treatment Focus", "notes": [1], "content": "You work on being stuck."}
    more = {**again, "notes": [0, 1]}
    for section, kept in ((again, 0), (more, 1)):
        whole = finished({"currentFocus": focus, "sections": [section]})
        assert whole.result is not None
        assert len(whole.result["sections"]) == kept
        assert (Dropped("/sections/0", "said_already") in whole.dropped) is (kept == 0)


def test_homework_stands_with_what_became_of_it_as_far_as_it_may_be_read() -> None:
    told = {"agreed": "Open the door each morning.", "status": "partly_done", "text": "On some days."}
    visit = replace(
        SPECIMEN,
        notes=(*SPECIMEN.notes, replace(SPECIMEN.notes[2], text="Ring Robert.")),
        results={"deep_analysis": {"homework": [told]}},
    )
    shown = finished({}, visit).result
    assert shown is not None
    assert shown["homework"] == [BESIDE["homework"][0], {"text": told["agreed"], "status": "partly_done"}]


def test_a_first_journey_covers_its_own_visit() -> None:
    shown = finished({}, replace(SPECIMEN, since=None, trend=None)).result
    assert shown is not None
    assert (shown["covers"], shown["trend"]) == ({"from": "2026-03-02", "to": "2026-03-02"}, None)
