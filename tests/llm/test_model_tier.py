"""Every task has its model at every tier, on both sides of the day on which three models end."""

from datetime import date
from typing import Any

import pytest
from support.tables import each_row

from app.errors import UnknownModel, UnknownTier
from app.generators.registry import generators
from app.llm.model_config import get_model_name
from app.llm.model_tier import Grade, ModelTier
from app.settings import Settings

BEFORE, LAST, FIRST, AFTER = date(2026, 11, 22), date(2026, 12, 10), date(2026, 12, 11), date(2026, 12, 12)

GRADES = {
    Grade.REASON: ["deep_analysis"],
    Grade.WRITE: [
        "prose_generation",
        "session_insights",
        "progress_note",
        "roadmap_generation",
        "session_bridge_generation",
    ],
    Grade.JUDGE: ["breakthrough_detection", "risk_screen"],
    Grade.EXTRACT: ["topic_extraction", "speaker_labeling"],
    Grade.SCORE: ["mood_analysis", "action_summary"],
}
GRID_OF_2025 = {
    Grade.REASON: ("gpt-5.2", "gpt-5", "gpt-5-mini"),
    Grade.WRITE: ("gpt-5.2", "gpt-5-mini", "gpt-5-nano"),
    Grade.JUDGE: ("gpt-5", "gpt-5-mini", "gpt-5-nano"),
    Grade.EXTRACT: ("gpt-5-mini", "gpt-5-nano", "gpt-5-nano"),
    Grade.SCORE: ("gpt-5-nano", "gpt-5-nano", "gpt-5-nano"),
}
GRID_OF_2026 = {
    Grade.REASON: ("gpt-5.2", "gpt-6.1-terra", "gpt-6-luna"),
    Grade.WRITE: ("gpt-5.2", "gpt-6-luna", "gpt-6-luna"),
    Grade.JUDGE: ("gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-luna"),
    Grade.EXTRACT: ("gpt-6-luna", "gpt-6-luna", "gpt-6-luna"),
    Grade.SCORE: ("gpt-6-luna", "gpt-6-luna", "gpt-6-luna"),
}
ENDING = {"gpt-5", "gpt-5-mini", "gpt-5-nano"}
CELLS = [
    (day, task, tier, model)
    for day, grid in ((BEFORE, GRID_OF_2025), (LAST, GRID_OF_2025), (FIRST, GRID_OF_2026), (AFTER, GRID_OF_2026))
    for grade, models in grid.items()
    for task in GRADES[grade]
    for tier, model in zip(ModelTier, models, strict=True)
]


@each_row(("day", "task", "tier", "model"), CELLS)
def test_a_task_gets_the_model_of_its_grade_and_tier_on_that_day(
    day: date, task: str, tier: ModelTier, model: str
) -> None:
    assert get_model_name(task, tier=tier, today=day) == model


def test_every_task_has_its_grade() -> None:
    assert {task: grade for grade, tasks in GRADES.items() for task in tasks} == {
        task: heir.GRADE for task, heir in generators().items()
    }


def test_the_name_models_of_the_tiers_do_the_hardest_task() -> None:
    names = [get_model_name("deep_analysis", tier=tier, today=BEFORE) for tier in ModelTier]
    assert names == ["gpt-5.2", "gpt-5", "gpt-5-mini"]


def test_no_model_is_asked_for_once_it_has_ended() -> None:
    asked = {
        get_model_name(task, tier=tier, today=FIRST) for ts in GRADES.values() for task in ts for tier in ModelTier
    }
    assert not asked & ENDING


def test_an_override_goes_before_the_grid_whatever_the_tier() -> None:
    assert {get_model_name("mood_analysis", "gpt-5.2", tier=tier, today=BEFORE) for tier in ModelTier} == {"gpt-5.2"}


@each_row(
    ("ended", "successor"), [("gpt-5", "gpt-6.1-terra"), ("gpt-5-mini", "gpt-6-luna"), ("gpt-5-nano", "gpt-6-luna")]
)
def test_an_override_by_a_model_that_has_ended_gets_its_successor(ended: str, successor: str) -> None:
    assert get_model_name("deep_analysis", ended, today=LAST) == ended
    assert get_model_name("deep_analysis", ended, today=FIRST) == successor


def test_an_unknown_override_is_refused_and_the_known_ones_are_listed() -> None:
    with pytest.raises(UnknownModel, match=r"gpt-5\.2, gpt-6-luna"):
        get_model_name("mood_analysis", "gpt-4o", today=BEFORE)


def test_an_unknown_tier_is_refused_and_the_three_are_listed() -> None:
    with pytest.raises(UnknownTier, match="precision, balanced, rapid"):
        get_model_name("mood_analysis", tier="cheap")


def test_an_unknown_task_is_refused_and_the_known_ones_are_listed() -> None:
    with pytest.raises(LookupError, match=r"'horoscope'.*mood_analysis"):
        get_model_name("horoscope")


@each_row(
    ("grade", "seconds"),
    [(Grade.REASON, 300), (Grade.WRITE, 180), (Grade.JUDGE, 180), (Grade.EXTRACT, 60), (Grade.SCORE, 60)],
)
def test_a_grade_has_the_deadline_of_the_contract(grade: Grade, seconds: float) -> None:
    assert grade.deadline(Settings()) == seconds
    named: dict[str, Any] = {f"deadline_{grade}_seconds": 7.5}
    assert grade.deadline(Settings(**named)) == 7.5
