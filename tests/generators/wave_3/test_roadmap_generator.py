"""Your Journey rests on numbered notes, each title at most once."""

from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_3.roadmap_generator import Roadmap, RoadmapGenerator

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
