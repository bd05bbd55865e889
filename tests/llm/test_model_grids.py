"""The data file is whole: every cell is filled, with a model that is priced and takes the cell's effort."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.llm.model_grids import Grid, GridCell, ModelGrids, load_grids
from app.llm.model_tier import DEFAULT_TIER, Grade, ModelTier
from app.llm.prices import list_price

GRIDS = load_grids()
CELLS = [(tier, grid, grade) for tier in ModelTier for grid in GRIDS.tiers[tier] for grade in Grade]


@each_row(("tier", "grid", "grade"), CELLS)
def test_every_cell_has_a_known_model_that_takes_its_effort(tier: ModelTier, grid: Grid, grade: Grade) -> None:
    cell = grid.cells[grade]
    assert cell.effort in GRIDS.models[cell.model].efforts


@each_row(("tier", "grid", "grade"), CELLS)
def test_no_cell_has_a_model_that_ends_while_its_grid_is_in_force(tier: ModelTier, grid: Grid, grade: Grade) -> None:
    ends = GRIDS.models[grid.cells[grade].model].ends_on
    following = next((each for each in GRIDS.tiers[tier] if each.valid_from > grid.valid_from), None)
    assert ends is None or (following is not None and following.valid_from <= ends)


@each_row("model", GRIDS.models)
def test_every_model_is_priced(model: str) -> None:
    assert list_price(model) is not None


@each_row("model", [name for name, facts in GRIDS.models.items() if facts.ends_on])
def test_every_model_that_ends_has_a_successor_that_does_not(model: str) -> None:
    successor = GRIDS.models[model].successor
    assert successor is not None
    assert GRIDS.models[successor].ends_on is None


def test_the_grids_are_in_the_order_of_their_dates() -> None:
    for grids in GRIDS.tiers.values():
        dates = [grid.valid_from for grid in grids]
        assert dates == sorted(set(dates))


def test_the_first_grid_also_serves_the_time_before_it() -> None:
    first = GRIDS.tiers[DEFAULT_TIER][0]
    assert GRIDS.on(DEFAULT_TIER, first.valid_from - timedelta(days=400)) is first


def test_a_grid_is_in_force_from_its_own_day_on() -> None:
    first, second = GRIDS.tiers[DEFAULT_TIER]
    assert GRIDS.on(DEFAULT_TIER, date(2026, 12, 10)) is first
    assert GRIDS.on(DEFAULT_TIER, date(2026, 12, 11)) is second
    assert GRIDS.valid_from(date(2026, 12, 11)) == second.valid_from


def test_after_the_last_grid_none_is_planned() -> None:
    assert GRIDS.next_change(date(2026, 11, 22)) == date(2026, 12, 11)
    assert GRIDS.next_change(date(2026, 12, 11)) is None


@each_row(
    "cell",
    [
        {"model": "gpt-5.2", "effort": "some", "verbosity": "low"},
        {"model": "gpt-5.2", "effort": "low"},
        {"model": "gpt-5.2", "effort": "low", "verbosity": "low", "temperature": 0},
    ],
)
def test_a_cell_with_a_mistake_is_refused(cell: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GridCell.model_validate(cell)


def test_the_file_is_read_once() -> None:
    assert load_grids() is GRIDS
    assert isinstance(GRIDS, ModelGrids)
