"""The shape of model_grids.json: the models, and a block for each tier, which has one grid of cells per date."""

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


class GridCell(_Row):
    """What one grade gets at one tier."""

    model: str
    effort: Effort
    verbosity: Verbosity


class Grid(_Row):
    """A tier's cells in force from a date on, until its next grid's."""

    valid_from: date = Field(alias="from")
    cells: dict[Grade, GridCell]


class ModelGrids(_Row):
    """All of the file. Each tier has its grids in the order of their dates."""

    models: dict[str, ModelFacts]
    tiers: dict[ModelTier, tuple[Grid, ...]]

    def on(self, tier: ModelTier, day: date) -> Grid:
        """A tier's grid in force on a day; its first one before that one's date."""
        grids = self.tiers[tier]
        begun = [grid for grid in grids if grid.valid_from <= day]
        return begun[-1] if begun else grids[0]

    def cells_on(self, day: date) -> list[GridCell]:
        """All cells in force on a day."""
        return [cell for tier in self.tiers for cell in self.on(tier, day).cells.values()]

    def valid_from(self, day: date) -> date:
        """Since when the cells of a day have been in force."""
        return max(self.on(tier, day).valid_from for tier in self.tiers)

    def next_change(self, day: date) -> date | None:
        """The next day on which a grid comes into force, if one is planned."""
        return min((each for each in self.dates if each > day), default=None)

    @property
    def dates(self) -> list[date]:
        """The days on which a grid comes into force, earliest first."""
        return sorted({grid.valid_from for grids in self.tiers.values() for grid in grids})


@lru_cache(maxsize=1)
def load_grids() -> ModelGrids:
    """Read model_grids.json, once."""
    return ModelGrids.model_validate_json(files("app.llm").joinpath("model_grids.json").read_bytes())
