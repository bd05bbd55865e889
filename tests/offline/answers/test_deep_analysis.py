from collections.abc import Callable
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.offline.answers.deep_analysis import answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def said(*lines: str, by: str = "Patient") -> Any:
    lines = (*lines, "It was Monday.", "It was raining.", "We had soup.", "The bus came.", "So.")
    shown = "\n".join(f"[{number}] {by}: {line}" for number, line in enumerate(lines))
    return answer(read_prompt(f"<transcript>\n{shown}\n</transcript>"))


def test_every_sample_visit_is_analysed_with_quotes_that_hold(samples: Conversations, generated: Generated) -> None:
    assert all(generated(DeepAnalyzer, visit).evidence for _, visit in samples)


def test_real_conversations_get_valid_answers_and_most_get_one(real_talk: Conversations, generated: Generated) -> None:
    assert sum(generated(DeepAnalyzer, visit).result is not None for _, visit in real_talk) >= 30


def test_words_of_danger_come_first_among_what_is_hard_and_count_as_nothing_else() -> None:
    found = said("I can't find the time to cook.", "I realised that I want to be dead.")["therapeutic_insights"]
    assert [finding["segment"] for finding in found["growth_areas"]] == [1, 0]
    assert "death or harm" in found["growth_areas"][0]["text"]
    assert found["key_realizations"] == []


def test_a_therapists_question_about_danger_is_no_finding() -> None:
    assert said("Do you want to be dead?", by="Therapist") is None


def test_a_realization_is_quoted_as_spoken() -> None:
    found = said("I realised that the arguments start on Sundays.")["therapeutic_insights"]["key_realizations"]
    assert found[0]["segment"] == 0
    assert found[0]["quote"] == "I realised that the arguments start on Sundays."
    assert "arguments" in found[0]["text"]


def test_the_therapists_words_show_nothing_of_the_patient() -> None:
    assert said("I realised that the arguments start on Sundays.", by="Therapist") is None


def test_a_skill_shows_in_use_and_not_in_a_plan() -> None:
    used = said("I did the breathing before the meeting, every day.")["coping_skills"]["proficiency"]
    assert [(entry["skill"], entry["level"]) for entry in used] == [("paced breathing", "proficient")]
    assert said("I might try the breathing before the meeting.") is None


def test_a_wish_is_a_goal_that_is_not_reached() -> None:
    goals = said("My goal is to drive over the bridge, some day.")["progress_indicators"]["goal_progress"]
    assert [(goal["goal"], goal["status"]) for goal in goals] == [("drive over the bridge", "needs_attention")]


def test_a_wish_to_say_something_is_no_goal() -> None:
    assert said("I want to tell you about the bridge first.") is None


def test_a_goal_with_markup_in_it_is_left_out() -> None:
    assert said("My goal is to open https://evil.example soon.") is None


def test_a_symptom_is_lighter_only_where_nothing_speaks_against_it() -> None:
    lighter = said("I sleep better since the walks, I noticed that on Tuesday.")["progress_indicators"]
    assert lighter["symptom_reduction"]["detected"] is True
    heavier = said("My sleep is not better since the walks, it is worse.")["progress_indicators"]
    assert heavier["symptom_reduction"]["detected"] is False


def test_what_no_words_show_is_null() -> None:
    relationship = said("I realised that the arguments start on Sundays.")["therapeutic_relationship"]
    assert relationship["openness"] is None
    assert relationship["alliance_strength"] is None


def test_a_visit_that_shows_nothing_is_not_analysed() -> None:
    assert said("The train leaves at six.") is None
