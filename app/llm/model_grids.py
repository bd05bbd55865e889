"""The shape of model_grids.json: the models, the tasks' grades, and one grid of cells per date."""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.llm.model_tier import Grade, ModelTier

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
Verbosity = Literal["low", "medium", "high"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ModelFacts(_Row):
    """What a model accepts, weakest effort first, and when it ends."""

    efforts: tuple[Effort, ...]
    ends_on: date | None = None
    successor: str | None = None


class Cell(_Row):
    """What one grade gets at one tier."""

    model: str
    effort: Effort
    verbosity: Verbosity


class Grid(_Row):
    """The cells in force from a date on, until the next grid's."""

    valid_from: date = Field(alias="from")
    cells: dict[Grade, dict[ModelTier, Cell]]


class ModelGrids(_Row):
    """All of the file."""

    models: dict[str, ModelFacts]
    tasks: dict[str, Grade]
    grids: tuple[Grid, ...]

    def on(self, today: date) -> Grid:
        """The grid in force on a day; the first one before its time."""
        begun = [grid for grid in self.grids if grid.valid_from <= today]
        return begun[-1] if begun else self.grids[0]

    def after(self, today: date) -> Grid | None:
        """The next grid that will come into force, if one is planned."""
        return next((grid for grid in self.grids if grid.valid_from > today), None)


@lru_cache(maxsize=1)
def load_grids() -> ModelGrids:
    """Read model_grids.json, once."""
    return ModelGrids.model_validate_json(files("app.llm").joinpath("model_grids.json").read_bytes())
