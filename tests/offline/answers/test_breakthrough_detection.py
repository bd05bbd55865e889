import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.generators.wave_1.breakthrough_detector import BreakthroughDetector
from app.offline.answers.breakthrough_detection import NEW_VIEW, answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def said(*lines: str, by: str = "Patient") -> Any:
    shown = "\n".join(f"[{number}] {by}: {line}" for number, line in enumerate(lines))
    found = answer(read_prompt(f"<transcript>\n{shown}\n</transcript>"))
    return found and found["breakthrough"]


def test_the_sample_visits_have_one_where_a_careful_reader_says_so(
    samples: Conversations, generated: Generated
) -> None:
    path = Path(__file__).parents[3] / "app" / "sample" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))["visits"]
    found = [generated(BreakthroughDetector, visit).result["breakthrough"] is not None for _, visit in samples]
    assert found == [facts["breakthrough"] for facts in expected]


def test_real_conversations_about_habits_hold_none(real_talk: Conversations, generated: Generated) -> None:
    results = [generated(BreakthroughDetector, visit).result for _, visit in real_talk]
    assert [result for result in results if result and result["breakthrough"]] == []


def test_a_discovery_about_oneself_told_as_a_turn_is_one() -> None:
    lines = [
        "I never knew that about myself.",
        "I had it wrong about myself.",
        "It turns out I'm good at this.",
        "I didn't know I could be that patient.",
        "I always thought I was cold, but I'm not.",
        "I never once thought that of myself.",
    ]
    found = {line: said("It was raining.", line) or {"evidence": [], "label": None} for line in lines}
    told = {line: ([quote["segment"] for quote in one["evidence"]], one["label"]) for line, one in found.items()}
    assert [line for line in lines if told[line] != ([1], NEW_VIEW)] == []


def test_a_turn_and_what_one_is_instead_belong_together() -> None:
    found = said("All my life I've been told I was in the way.", "And I'm a host.")
    assert found["label"] == "Being a host"
    assert [quote["segment"] for quote in found["evidence"]] == [0, 1]


def test_far_apart_they_are_none() -> None:
    assert said("All my life I've been told I was in the way.", *["It rained."] * 9, "And I'm a host.") is None


def test_what_does_not_count_is_none() -> None:
    lines = [
        "I cried for the first time in years and it felt good.",
        "I've decided to apply.",
        "I finally called my landlord, and I was relieved.",
        "I see now that my brother was scared too.",
        "I didn't know I had to pay for that.",
        "It turns out I'm an idiot.",
        "I always thought I was fine, but I'm a failure.",
        "I'm a nurse.",
        "I never knew that about my mother.",
        "I never told anyone about it.",
        "I always thought they would call.",
        "Did you think I never knew that about myself?",
    ]
    assert [line for line in lines if said("It was raining.", line) is not None] == []


def test_the_therapists_words_are_no_discovery() -> None:
    assert said("I never knew that about myself.", by="Therapist") is None
