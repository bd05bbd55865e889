"""What the terminal is told of recorded answers that are stale or missing."""

from support.recorded_moods import playing, recorded

from app.generators.registry import generators
from app.sample.visits import VISITS
from app.terminal.recording_state import is_stale, recording_state


def test_an_answer_to_another_prompt_is_stale_and_named() -> None:
    with playing(recorded(version="another")):
        told = recording_state().lines()
    assert "visit_01 mood_analysis" in told[0]
    assert "earlier prompt" in told[0]


def test_an_answer_to_the_prompt_of_today_is_not_stale() -> None:
    assert not is_stale(recorded())
    assert recording_state([recorded()]).stale == ()


def test_what_is_missing_is_counted_and_the_first_are_named() -> None:
    state = recording_state([recorded()])
    assert len(state.missing) == VISITS * len(generators()) - 1
    assert "and " in state.lines()[-1]
    assert "built-in engine" in state.lines()[-1]


def test_where_nothing_is_recorded_nothing_is_said() -> None:
    assert recording_state([]).lines() == []
