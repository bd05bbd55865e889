from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_2.session_insights_summarizer import INSIGHT_CHARS, SessionInsightsSummarizer
from app.offline.answers.session_insights import answer
from app.offline.prompt import read_prompt
from app.therapy.notes import notes_of
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
        notes = tuple(notes_of(visit.session_id, "this visit", deep.result, deep.evidence))
        assert generated(SessionInsightsSummarizer, replace(visit, notes=notes)).result["insights"], number


def test_a_note_is_remembered_in_its_own_words() -> None:
    assert insights("strengths: Kept the promise to call.") == [([0], "Kept the promise to call.")]


def test_a_risk_comes_first_and_shares_with_nothing() -> None:
    found = insights(*(f"patterns: Avoids stairs, case {case}." for case in "abcdefg"), "patterns: Denies suicide.")
    assert found[0] == ([7], "Denies suicide.")
    assert len(found) == 5


def test_a_risk_is_kept_though_it_names_somebody() -> None:
    assert insights("patterns: Told Robin of suicide.", "patterns: Met Robin.") == [([0], "Told Robin of suicide.")]


def test_realizations_come_before_strengths() -> None:
    assert [numbers for numbers, _ in insights("strengths: Calls.", "key realizations: Sees more.")] == [[1], [0]]


def test_many_notes_of_a_kind_share_an_insight_two_by_two() -> None:
    found = insights(*(f"patterns: Avoids stairs, case {case}." for case in "abcdefg"))
    assert [numbers for numbers, _ in found] == [[0, 1], [2, 3], [4], [5], [6]]
    assert all(len(text) <= INSIGHT_CHARS for _, text in found)


def test_a_skill_is_told_so_that_it_can_be_understood_alone() -> None:
    ((_, text),) = insights("skill development: paced breathing: developing")
    assert "skill" in text
    assert "paced breathing" in text


def test_what_leans_on_its_place_is_not_remembered() -> None:
    assert insights("patterns: This came up again.") is None
