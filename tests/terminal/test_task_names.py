"""Tasks as one types them."""

import pytest

from app.errors import Misconfigured
from app.terminal.task_names import task_named


@pytest.mark.parametrize(
    ("typed", "task"),
    [("mood", "mood_analysis"), ("your-journey", "roadmap_generation"), ("deep_analysis", "deep_analysis")],
)
def test_a_task_has_several_names(typed: str, task: str) -> None:
    assert task_named(typed) == task


def test_an_unknown_one_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Misconfigured, match="mood_analysis"):
        task_named("crystal")
