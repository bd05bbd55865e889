"""Which model answers a task: `grade x tier -> model, effort, verbosity`, by the grid of the day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.errors import UnknownModel, UnknownTier
from app.llm.model_grids import Effort, GridCell, ModelFacts, Verbosity, load_grids
from app.llm.model_tier import Grade, ModelTier
from app.settings import get_settings

_declared: dict[str, Grade] = {}


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model asked for one call. `effort` and `verbosity` are None for a model we know nothing about."""

    task: str
    tier: ModelTier
    grade: Grade
    model: str
    effort: Effort | None
    verbosity: Verbosity | None


def get_model_name(
    task_name: str,
    override_model: str | None = None,
    *,
    tier: ModelTier | str | None = None,
    today: date | None = None,
) -> str:
    """The model that answers `task_name` at `tier` (else the MODEL_TIER setting) on a day (else today in UTC).

    Raises:
        LookupError: no generator that was imported has that task name.
        UnknownModel, UnknownTier: the override or the tier is none of ours.
    """
    return choose_model(task_name, tier or default_tier(), override_model=override_model, today=today).model


def choose_model(
    task_name: str,
    tier: ModelTier | str,
    *,
    override_model: str | None = None,
    local_model: str | None = None,
    today: date | None = None,
) -> ModelChoice:
    """Model, effort and verbosity for one call. `local_model` is the one model of a server with its own names;
    it gives way to an override. Raises as `get_model_name`."""
    grade, asked = grade_of(task_name), parse_tier(tier)
    day = today or today_in_utc()
    if override_model and override_model != local_model:
        return _overridden(task_name, asked, grade, override_model, day)
    cell = load_grids().on(asked, day).cells[grade]
    model = local_model or cell.model
    facts = model_facts(model)
    if facts is None:
        return ModelChoice(task_name, asked, grade, model, None, None)
    return ModelChoice(task_name, asked, grade, model, _effort(cell, facts), cell.verbosity)


def grade_of(task_name: str) -> Grade:
    """How hard a task is, as its generator declares."""
    grade = _declared.get(task_name)
    if grade is None:
        known = ", ".join(sorted(known_tasks()))
        raise LookupError(f"no task is called {task_name!r}; known are {known}")
    return grade


def known_tasks() -> frozenset[str]:
    """Names of all tasks that resolve to a model."""
    return frozenset(_declared)


def declare_task(task_name: str, grade: Grade) -> None:
    """Record how hard a task is; each generator's class does, when it is made."""
    _declared[task_name] = grade


def parse_tier(name: ModelTier | str) -> ModelTier:
    """The tier of that name. Raises UnknownTier, which lists the three."""
    try:
        return ModelTier(name)
    except ValueError:
        raise UnknownTier(f"model_tier is one of {', '.join(ModelTier)}.") from None


def default_tier() -> ModelTier:
    """The tier of a call that names none: the MODEL_TIER setting."""
    return get_settings().model_tier


def known_models() -> frozenset[str]:
    """The models an `override_model` may name."""
    return frozenset(load_grids().models)


def model_facts(model: str) -> ModelFacts | None:
    """What is known of a model; None for one of a local server's."""
    return load_grids().models.get(model)


def today_in_utc() -> date:
    """The day by which a grid is chosen when the caller names none."""
    return datetime.now(UTC).date()


def _overridden(task: str, tier: ModelTier, grade: Grade, model: str, day: date) -> ModelChoice:
    facts = model_facts(model)
    if facts is None:
        raise UnknownModel(f"override_model is one of {', '.join(sorted(known_models()))}.")
    if facts.ends_on and facts.ends_on <= day and facts.successor:
        return _overridden(task, tier, grade, facts.successor, day)
    cell = load_grids().on(tier, day).cells[grade]
    return ModelChoice(task, tier, grade, model, _effort(cell, facts), cell.verbosity)


def _effort(cell: GridCell, facts: ModelFacts) -> Effort:
    return cell.effort if cell.effort in facts.efforts else facts.efforts[0]
