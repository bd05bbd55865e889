"""What the terminal is told of recorded answers that are stale or missing."""

from typing import Any

from support.recorded_moods import playing, recorded

from app.terminal.recording_state import is_stale, stale_answers, told_stale, told_unrecorded, unrecorded_results


def test_an_answer_to_another_prompt_is_stale_and_named() -> None:
    with playing(recorded(version="another")):
        assert stale_answers() == ["visit_01 mood_analysis"]
    assert "visit_01 mood_analysis" in told_stale(["visit_01 mood_analysis"])


def test_an_answer_to_the_prompt_of_today_is_not_stale() -> None:
    assert not is_stale(recorded())
    assert stale_answers([recorded()]) == []


def test_what_the_built_in_engine_answered_is_missing_and_what_nobody_was_asked_is_not() -> None:
    made: dict[str, Any] = {
        task: {"generation": {"model": model}} for task, model in (("a", "offline"), ("b", "recorded"), ("c", None))
    }
    assert unrecorded_results({"visit_01": {**made, "d": None}}) == ["visit_01 a"]


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    told = told_unrecorded([f"visit_{number}" for number in range(1, 11)])
    assert "visit_6 and 4 more" in told
    assert "visit_7" not in told
