from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_2.session_insights_summarizer import INSIGHT_CHARS, SessionInsightsSummarizer
from app.offline.answers.session_insights import answer
from app.offline.prompt import read_prompt
from app.therapy.notes import notes_of_result
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def insights(*notes: str) -> Any:
    lines = [f"[{number}] (this visit, {note})" for number, note in enumerate(notes)]
    found = answer(
        read_prompt("\n".join(["<notes>", *(line.replace(": ", ") ", 1)[:-1] for line in lines), "</notes>"]))
    )
    return found and [(insight["notes"], insight["text"]) for insight in found["insights"]]


def test_every_sample_visit_leaves_something_to_remember(samples: Conversations, generated: Generated) -> None:
    for number, visit in samples:
        deep = generated(DeepAnalyzer, visit)
        notes = tuple(notes_of_result(visit.session_id, "this visit", deep.result, deep.evidence))
        assert generated(SessionInsightsSummarizer, replace(visit, notes=notes)).result["insights"], number


def test_a_note_is_remembered_in_its_own_words() -> None:
    assert insights("strengths: Kept the promise to call.") == [([0], "Kept the promise to call.")]


def test_a_risk_comes_first_and_shares_with_nothing() -> None:
    found = insights(*(f"patterns: Avoids stairs, case {case}." for case in "abcdefg"), "patterns: Denies suicide.")
    assert found[0] == ([7], "Denies suicide.")
    assert len(found) == 5


def test_a_risk_is_kept_though_it_names_somebody() -> None:
    assert insights("patterns: Told Robin of suicide.", "patterns: Met Robin.") == [([0], "Told Robin of suicide.")]


def test_what_got_better_comes_before_what_was_done_and_what_is_hard() -> None:
    found = insights(
        "growth areas: Hard: “I can't sleep.”", "strengths: Done: “I swam.”", "strengths: Better: “I sleep.”"
    )
    assert [numbers for numbers, _ in found] == [[2], [1], [0]]


def test_a_name_stands_only_where_nothing_else_is_left() -> None:
    named, unnamed = "strengths: Done: “I called Robin back.”", "strengths: Done: “I called back.”"
    assert [numbers for numbers, _ in insights(named, unnamed)] == [[1]]
    assert [numbers for numbers, _ in insights(named)] == [[0]]


def test_what_is_too_long_is_left_out_and_never_cut() -> None:
    assert insights(f"strengths: {'Swims ' * INSIGHT_CHARS}.") is None


def test_what_leans_on_its_place_is_not_remembered() -> None:
    assert insights("patterns: This came up again.") is None
