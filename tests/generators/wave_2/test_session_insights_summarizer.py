"""What is remembered of a visit is short, stands by itself, and rests on notes."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_2.session_insights_summarizer import (
    INSIGHT_CHARS,
    MAX_INSIGHTS,
    OF_RISK,
    SessionInsights,
    SessionInsightsSummarizer,
)
from app.therapy.evidence import MAX_NOTES, Dropped, Ground, Settled, settle

INSIGHT: dict[str, Any] = {"notes": [0], "text": "Walking outdoors goes with better sleep."}
OTHERS = [{"notes": [0], "text": f"Walking {where} helps."} for where in ("uphill", "home", "far", "on", "back", "up")]


def read(*insights: Any) -> SessionInsights:
    return SessionInsights.model_validate({"insights": list(insights)})


def settled(*insights: Any) -> Settled:
    notes = tuple(note.evidence for note in SPECIMEN.all_notes)
    return settle(read(*insights), Ground(SPECIMEN.session_id, SPECIMEN.transcript, notes=notes))


def test_one_to_five_are_taken() -> None:
    for count in range(1, MAX_INSIGHTS + 1):
        assert len(read(*OTHERS[:count]).insights) == count
    for count in (0, MAX_INSIGHTS + 1):
        with pytest.raises(ValidationError):
            read(*OTHERS[:count])


@each_row("text", ["walking outdoors goes with better sleep", "Walking outdoors goes - with better sleep!"])
def test_what_is_remembered_is_said_once(text: str) -> None:
    once = settled(INSIGHT, {"notes": [1], "text": text})
    assert once.result == {"insights": [INSIGHT["text"]]}
    assert once.dropped == [Dropped("/insights/1", "said_already")]


@each_row(
    "insight",
    [
        "Walking helps.",
        None,
        {"text": "Walking helps."},
        {**INSIGHT, "notes": []},
        {**INSIGHT, "notes": [0] * (MAX_NOTES + 1)},
        {**INSIGHT, "notes": [-1]},
        {**INSIGHT, "text": ""},
        {**INSIGHT, "text": "x" * (INSIGHT_CHARS + 1)},
        {**INSIGHT, "text": "## Walking helps."},
        {**INSIGHT, "confidence": 1},
    ],
)
def test_an_insight_without_notes_or_plain_words_is_rejected(insight: Any) -> None:
    with pytest.raises(ValidationError):
        read(insight)


def test_each_insight_points_to_the_words_under_its_notes() -> None:
    found = settled({**INSIGHT, "notes": [0, 1]}, {"notes": [1], "text": "Doubts being stuck."})
    assert found.result == {"insights": [INSIGHT["text"], "Doubts being stuck."]}
    assert [(item.path, item.segment) for item in found.evidence] == [
        ("/insights/0", 1),
        ("/insights/0", 3),
        ("/insights/1", 3),
    ]


def test_an_insight_of_no_note_goes_and_the_next_one_takes_its_place() -> None:
    found = settled({**OTHERS[0], "notes": [99]}, INSIGHT)
    assert found.result == {"insights": [INSIGHT["text"]]}
    assert {item.path for item in found.evidence} == {"/insights/0"}
    assert found.dropped == [Dropped("/insights/0", "note_not_found")]


def test_without_any_insight_left_there_is_nothing_to_remember() -> None:
    assert settled({**INSIGHT, "notes": [99]}).result is None


def test_every_note_is_shown_and_no_transcript_and_no_memory() -> None:
    shown = SessionInsightsSummarizer.declared.render_input(SPECIMEN)
    for number, note in enumerate(SPECIMEN.notes):
        assert f"[{number}] ({note.about}, {note.kind}) {note.text}" in shown
    remembered = [note.text for note in (*SPECIMEN.memory.notes, *SPECIMEN.memory.journey)]
    assert not any(text in shown for text in [*remembered, *(s.text for s in SPECIMEN.transcript.segments)])


def test_the_prompt_puts_a_risk_first_and_keeps_a_denial_a_denial() -> None:
    instructions = SessionInsightsSummarizer.declared.instructions
    assert "comes first and says in plain words what was disclosed" in instructions
    assert "a denial is remembered as a denial" in instructions


def test_it_is_told_what_was_agreed_now_and_before() -> None:
    shown = SessionInsightsSummarizer.declared.render_input(SPECIMEN)
    for note in (*SPECIMEN.agreed, *(note for note in SPECIMEN.notes if note.kind == "action items")):
        assert note.text in shown


def test_an_insight_that_rests_on_a_finding_of_risk_is_named() -> None:
    visit = replace(SPECIMEN, notes=(*SPECIMEN.notes[:1], replace(SPECIMEN.notes[1], kind=OF_RISK)))
    whole = SessionInsightsSummarizer.declared.finish_result(
        settled(INSIGHT, {"notes": [1], "text": "Says so."}), visit
    )
    assert whole is not None
    assert whole.result == {"insights": [INSIGHT["text"], "Says so."], "of_risk": [1]}
