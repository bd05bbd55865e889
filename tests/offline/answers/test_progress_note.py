from collections.abc import Callable
from typing import Any

from app.generators.wave_2.progress_note_writer import ProgressNoteWriter
from app.offline.answers.progress_note import MAX_PER_PART, answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def noted(*lines: str) -> Any:
    numbered = [f"[{number}] {line}" for number, line in enumerate(lines)]
    return answer(read_prompt("\n".join(["<transcript>", *numbered, "</transcript>"])))


def test_every_sample_visit_has_a_note_of_quotations(samples: Conversations, generated: Generated) -> None:
    for number, visit in samples:
        found = generated(ProgressNoteWriter, visit)
        assert found.result["statements"], number
        for told in found.result["statements"]:
            assert told["part"] in {"reported", "goals", "homework_set", "risk"}
            assert len([one for one in found.result["statements"] if one["part"] == "reported"]) <= MAX_PER_PART


def test_a_sentence_is_quoted_whole_under_its_part() -> None:
    found = noted("Therapist: How was it?", "Patient: I slept through the night. I want to call my brother again.")
    assert [(told["part"], told["text"]) for told in found["statements"]] == [
        ("reported", "Patient said: “I slept through the night.”"),
        ("goals", "Patient said: “I want to call my brother again.”"),
    ]
    assert found["interventions"] == found["assessment"] == []


def test_a_task_that_was_set_is_homework() -> None:
    found = noted("Patient: I slept through the night.", "Therapist: Please write down three worries this week.")
    assert found["statements"][-1]["part"] == "homework_set"


def test_nothing_said_is_no_note() -> None:
    assert noted("Therapist: How was it?", "Patient: Fine.") is None
