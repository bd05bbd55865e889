"""What the terminal shows."""

import io
from typing import Any

import pytest
from rich.console import Console, RenderableType

from app.generators.registry import generators
from app.terminal import screen


def shown(what: RenderableType) -> str:
    said = io.StringIO()
    Console(file=said, width=120).print(what)
    return said.getvalue()


def run(**statuses: str) -> dict[str, Any]:
    steps = [
        {"task": task, "session_id": "s", "status": status, "wave": generators()[task].declared.wave}
        for task, status in statuses.items()
    ]
    return {"status": "running", "cost_usd": "0.25", "steps": steps}


def test_a_run_shows_what_is_done_of_how_much_and_what_it_cost() -> None:
    said = shown(screen.progress_table(run(mood_analysis="success", deep_analysis="running"), {"s": 7}, 1.26))
    for part in ("mood analysis", "7", "✓", "▸", "1/2", "1.3 s", "$0.25"):
        assert part in said


def test_a_price_nobody_knows_is_said_to_be_unknown() -> None:
    assert "not known" in shown(screen.progress_table({**run(), "cost_usd": None}, {}, 0))


def test_the_waves_are_named_beside_the_first_task_of_each() -> None:
    tasks = dict.fromkeys(("topic_extraction", "mood_analysis", "deep_analysis"), "waiting")
    rows = shown(screen.progress_table(run(**tasks), {}, 0)).splitlines()[1:4]
    assert [row.split("  ")[0].strip() for row in rows] == ["wave 1", "", "wave 2"]


def test_a_document_that_is_being_written_shows_how_much_of_it_is_there() -> None:
    written = {("s", "YOUR_JOURNEY_GENERATION"): "3/14"}
    assert "▸ 3/14" in shown(screen.progress_table(run(roadmap_generation="running"), {}, 0, written))
    assert "3/14" not in shown(screen.progress_table(run(roadmap_generation="success"), {}, 0, written))
    assert "3/14" not in shown(screen.progress_table(run(session_bridge_generation="running"), {}, 0, written))


@pytest.mark.parametrize(
    ("event", "status", "details", "line"),
    [
        ("DEEP_ANALYSIS", "success", {"generation_id": "1"}, "deep analysis: success"),
        (
            "DEEP_ANALYSIS",
            "failed",
            {"code": "model_failed", "reason": "refusal"},
            "deep analysis: failed, reason refusal",
        ),
        (
            "COMPACTION",
            "success",
            {"strategy": "full", "shortened": 0},
            "compaction: success, strategy full, shortened 0",
        ),
        ("COST_TRACK", "success", {"calls": 1, "cost_usd": None}, "cost track: success, calls 1, cost usd not known"),
        ("COMPLETE", "success", {}, "wave2 complete: success"),
        ("FAILED", "cancelled", {}, "wave2: cancelled"),
    ],
)
def test_an_event_is_told_in_words(event: str, status: str, details: dict[str, Any], line: str) -> None:
    assert screen.event_line({"phase": "WAVE2", "event": event, "status": status, "details": details}) == line


@pytest.mark.parametrize(
    ("event", "status", "ends"), [("COMPLETE", "success", True), ("START", "started", False), ("A", "success", False)]
)
def test_a_phase_ends_as_a_whole(event: str, status: str, ends: bool) -> None:
    assert screen.ends_a_phase({"event": event, "status": status}) is ends


def test_a_status_without_a_mark_of_its_own_is_shown_with_a_general_one() -> None:
    assert screen.OTHER_MARK[0] in shown(screen.progress_table(run(mood_analysis="paused"), {}, 0))


@pytest.mark.parametrize("status", screen.MARKS)
def test_every_status_has_a_mark_of_its_own(status: str) -> None:
    assert screen.MARKS[status][0] in shown(screen.progress_table(run(mood_analysis=status), {}, 0))
    assert len({mark for mark, _ in screen.MARKS.values()}) == len(screen.MARKS)


@pytest.mark.parametrize(("score", "bar"), [(0.0, "▁"), (5.0, "▅"), (10.0, "█"), (None, "·")])
def test_a_mood_is_a_bar(score: float | None, bar: str) -> None:
    assert bar in shown(screen.mood_chart([(1, score)]))


def test_words_of_a_journey_are_shown_as_they_are_and_not_as_markup() -> None:
    said = shown(
        screen.journey(
            {
                "summary": "You [bold]slept[/bold].",
                "achievements": ["[red]a"],
                "currentFocus": [],
                "sections": [{"title": "Long-term Goals", "content": "c"}],
            }
        )
    )
    assert "[bold]slept[/bold]" in said
    assert "[red]a" in said


def test_a_journey_is_headed_for_the_patient_and_tells_dates_trend_and_homework() -> None:
    section = {"title": "Long-term Goals", "heading": "What you want", "content": "c"}
    bare: dict[str, Any] = {"summary": "s", "achievements": [], "currentFocus": [], "sections": [section]}
    homework = [{"text": "Walk.", "status": "partly_done"}]
    covers = {"from": "2026-03-02", "to": "2026-03-16"}
    said = shown(screen.journey({**bare, "covers": covers, "trend": "rising", "homework": homework}))
    for told in ("What you want", "2026-03-02 to 2026-03-16", "Mood over the visits: rising", "Walk. (partly done)"):
        assert told in said
    assert "Long-term Goals" not in said
    assert "Mood" not in shown(screen.journey(bare))


def test_costs_end_with_their_total() -> None:
    row = {"calls": 1, "input_tokens": 1234, "cached_input_tokens": 0, "output_tokens": 5, "cost_usd": "0.1"}
    said = shown(screen.costs({"items": [{**row, "key": "mood_analysis"}], "total": {**row, "key": None}}, "offline"))
    assert said.index("mood_analysis") < said.index("total")
    assert "1,234" in said


def test_a_visit_that_is_done_says_what_went_wrong() -> None:
    assert screen.visit_done(3, ["success"] * 11 + ["failed"], 12.34) == "  12.3 s  visit 3: 12 steps, 1 failed"
    assert screen.visit_done(None, ["success"], 0) == "   0.0 s  visit ?: 1 steps"
