"""Your Journey rests on numbered notes, each title at most once."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_3.roadmap_generator import Roadmap, RoadmapGenerator
from app.therapy.evidence import Dropped, Ground, Settled, settle

SECTION = {"notes": [0], "title": "Clinical Progress", "content": "You walked."}
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
    shown = RoadmapGenerator.declared.show(SPECIMEN).splitlines()
    for number, note in enumerate(SPECIMEN.all_notes):
        assert sum(line.startswith(f"[{number}] ") and note.text in line for line in shown) == 1


def test_no_transcript_is_shown() -> None:
    shown = RoadmapGenerator.declared.show(SPECIMEN)
    assert not any(segment.text in shown for segment in SPECIMEN.transcript.segments)


def test_the_screens_know_its_event_by_another_name() -> None:
    assert RoadmapGenerator.declared.event == "YOUR_JOURNEY_GENERATION"


def finished(changed: dict[str, Any]) -> Settled:
    notes = tuple(note.evidence for note in SPECIMEN.all_notes)
    answer = Roadmap.model_validate({**GOOD, **changed})
    settled = settle(answer, Ground(SPECIMEN.session_id, SPECIMEN.transcript, notes=notes))
    whole = RoadmapGenerator.declared.finish(settled, SPECIMEN)
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
        "sections": [{"title": "Clinical Progress", "content": "You sleep better."}],
    }
    assert [(item.path, item.segment) for item in whole.evidence] == [
        ("/summary", 1),
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
    (found,) = RoadmapGenerator.declared.faults(answer, SPECIMEN)
    assert found.startswith("/achievements/0/text: 'Robert' names somebody")
    grave = replace(SPECIMEN, notes=(replace(SPECIMEN.notes[0], text="Wants to die."), *SPECIMEN.notes[1:]))
    assert "Wants to die." not in RoadmapGenerator.declared.show(grave)
    alone = replace(grave, notes=grave.notes[:1], memory=replace(SPECIMEN.memory, notes=(), journey=()))
    assert not RoadmapGenerator.declared.enough(alone)
