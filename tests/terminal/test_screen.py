"""What the terminal shows."""

import io
from typing import Any

import pytest
from rich.console import Console, RenderableType

from app.terminal import screen


def shown(what: RenderableType) -> str:
    said = io.StringIO()
    Console(file=said, width=120).print(what)
    return said.getvalue()


def run(**statuses: str) -> dict[str, Any]:
    steps = [{"task": task, "session_id": "s", "status": status} for task, status in statuses.items()]
    return {"status": "running", "cost_usd": "0.25", "steps": steps}


def test_a_run_shows_what_is_done_of_how_much_and_what_it_cost() -> None:
    said = shown(screen.progress(run(mood_analysis="success", deep_analysis="running"), {"s": 7}, 1.26))
    for part in ("mood analysis", "7", "✓", "▸", "1/2", "1.3 s", "$0.25"):
        assert part in said


def test_a_price_nobody_knows_is_said_to_be_unknown() -> None:
    assert "not known" in shown(screen.progress({**run(), "cost_usd": None}, {}, 0))


@pytest.mark.parametrize("status", screen.MARKS)
def test_every_status_has_a_mark_of_its_own(status: str) -> None:
    assert screen.MARKS[status][0] in shown(screen.progress(run(a=status), {}, 0))
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


def test_costs_end_with_their_total() -> None:
    row = {"calls": 1, "input_tokens": 1234, "cached_input_tokens": 0, "output_tokens": 5, "cost_usd": "0.1"}
    said = shown(screen.costs({"items": [{**row, "key": "mood_analysis"}], "total": {**row, "key": None}}, "offline"))
    assert said.index("mood_analysis") < said.index("total")
    assert "1,234" in said
