import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.generators.wave_1.mood_analyzer import MoodAnalyzer
from app.offline.answers.mood_analysis import answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def said(*lines: str) -> Any:
    shown = "\n".join(f"[{number}] Patient: {line}" for number, line in enumerate(lines))
    return answer(read_prompt(f"<transcript>\n{shown}\n</transcript>"))


def score_of(*lines: str) -> float:
    score: float = said(*lines)["mood_score"]
    return score


def band(score: float) -> str:
    return "low" if score <= 3.5 else "middle" if score <= 6.5 else "high"


def test_the_sample_visits_come_out_in_the_band_a_careful_reader_gives(
    samples: Conversations, generated: Generated
) -> None:
    path = Path(__file__).parents[3] / "app" / "sample" / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))["visits"]
    assert [band(generated(MoodAnalyzer, visit).result["mood_score"]) for _, visit in samples] == [
        facts["mood_band"] for facts in expected
    ]


def test_real_conversations_get_valid_answers_and_some_get_one(real_talk: Conversations, generated: Generated) -> None:
    moods = [generated(MoodAnalyzer, visit).answer for _, visit in real_talk]
    assert sum(mood is not None for mood in moods) >= 12
    assert len({mood.mood_score for mood in moods if mood}) > 4


def test_a_good_week_scores_above_a_bad_one() -> None:
    good = score_of("I was happy this week.", "I slept well and I laughed a lot.", "I'm proud of it.")
    bad = score_of("I was sad all week.", "I can't sleep and I feel worthless.", "It's hopeless.")
    assert good > 5 > bad


def test_a_patients_own_number_is_the_score() -> None:
    found = said("Two. I'd say a two.", "I was happy on Monday.", "I laughed a lot.")
    assert found["mood_score"] == 2
    assert found["key_indicators"][0]["quote"] == "Two. I'd say a two."


def test_a_number_that_tells_no_mood_does_not_count() -> None:
    rest = ("I was happy on Monday.", "I laughed a lot with her.")
    lines = [
        "Two. If she comes, three.",
        "It was two o'clock.",
        "I have two, maybe three, dogs.",
    ]
    assert [line for line in lines if score_of(line, *rest) != score_of("Well.", *rest)] == []


def test_without_words_of_feeling_there_is_no_mood() -> None:
    assert said("The train leaves at six.", "I take the second one.") is None


def test_others_weigh_half_and_are_no_indicator() -> None:
    assert score_of("I was sad.", "I was miserable.") < score_of("I was sad.", "She was miserable.")
    assert said("She was sad.", "She was miserable.") is None


def test_a_state_is_what_is_said_with_its_not() -> None:
    texts = [
        one["text"]
        for one in said("I'm not sad any more.", "I was not happy.", "It was bad for her.")["key_indicators"]
    ]
    assert sorted(texts) == [
        "Toward a better mood: “I'm not sad any more.”",
        "Toward a lower mood: “I was not happy.”",
    ]


def test_confidence_is_low_where_little_was_said() -> None:
    little = said("I was sad.", "I felt alone.")["confidence"]
    much = said(*(f"I was sad on day {day} and I felt alone." for day in range(20)))["confidence"]
    assert little < 0.3 < much
