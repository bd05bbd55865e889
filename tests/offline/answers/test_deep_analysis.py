from collections.abc import Callable
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.offline.answers.deep_analysis import answer
from app.offline.prompt import read_prompt
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def said(*lines: str, by: str = "Patient") -> Any:
    shown = "\n".join(f"[{number}] {by}: {line}" for number, line in enumerate(lines))
    return answer(read_prompt(f"<transcript>\n{shown}\n</transcript>"))


def texts(found: list[dict[str, Any]]) -> list[str]:
    return [finding["text"] for finding in found]


def test_every_sample_visit_is_analysed_with_quotes_that_hold(samples: Conversations, generated: Generated) -> None:
    assert all(generated(DeepAnalyzer, visit).evidence for _, visit in samples)


def test_real_conversations_get_valid_answers_and_half_get_one(real_talk: Conversations, generated: Generated) -> None:
    assert sum(generated(DeepAnalyzer, visit).result is not None for _, visit in real_talk) >= 20


def test_each_finding_is_a_whole_sentence_under_what_it_says_itself() -> None:
    found = said(
        "Um, I called my sister back the same day.",
        "I blocked his number at last.",
        "The headaches are gone.",
        "I did the breathing and, uh, it passed.",
        "I can see now that I was scared too.",
        "I couldn't face the garage.",
        "I want to eat lunch with the others.",
    )
    progress, insights = found["progress_indicators"], found["therapeutic_insights"]
    assert texts(insights["strengths"]) == ["Done: “I called my sister back the same day.”"]
    assert texts(progress["behavioral_changes"]) == ["Done otherwise: “I blocked his number at last.”"]
    assert progress["symptom_reduction"]["description"]["text"] == "Better: “The headaches are gone.”"
    assert progress["symptom_reduction"]["detected"] is True
    assert texts(found["coping_skills"]["learned"]) == ["Used: “I did the breathing and it passed.”"]
    assert texts(insights["key_realizations"]) == ["Seen: “I can see now that I was scared too.”"]
    assert texts(insights["growth_areas"]) == [
        "Hard: “I couldn't face the garage.”",
        "Wanted: “I want to eat lunch with the others.”",
    ]
    assert insights["strengths"][0]["quote"] == "Um, I called my sister back the same day."


def test_words_of_danger_count_as_nothing_else() -> None:
    found = said("I can't face the kitchen.", "I realised that I want to be dead.")
    assert [finding["segment"] for finding in found["risk_findings"]] == [1]
    assert found["risk_findings"][0]["text"].startswith("May be about death or harm: ")
    assert [finding["segment"] for finding in found["therapeutic_insights"]["growth_areas"]] == [0]
    assert found["therapeutic_insights"]["key_realizations"] == []


def test_a_denial_and_a_therapists_question_about_danger_are_no_finding() -> None:
    assert said("No, I don't want to be dead.") is None
    assert said("Do you want to be dead?", by="Therapist") is None


def test_the_therapists_words_show_nothing_of_the_patient() -> None:
    assert said("I called my sister back the same day.", by="Therapist") is None


def test_levels_standings_and_advice_are_never_given() -> None:
    found = said("I did the breathing every day and it passed.", "I want to swim again.", "I trust you.")
    assert found["progress_indicators"]["goal_progress"] == found["progress_indicators"]["skill_development"] == []
    assert found["homework"] == found["coping_skills"]["practice_recommendations"] == []
    assert set(found["therapeutic_relationship"].values()) == {None}
    assert not any(found["recommendations"].values())


def test_a_sentence_with_a_link_in_it_is_left_out() -> None:
    assert said("I opened the https://evil.example page.") is None


def test_a_visit_that_shows_nothing_is_not_analysed() -> None:
    assert said("The train leaves at six.", "I might try the breathing.", "I want to tell you about it.") is None
