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
    """Return the model that answers `task_name` at `tier`, by default MODEL_TIER, on a day, by default today in UTC.

    Raises LookupError for a task that no imported generator has, and UnknownModel or UnknownTier for an unknown
    override or tier.
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
    """Return model, effort and verbosity for one call. `local_model` is the only model of a server with its own model
    names; an override takes precedence. Raises as `get_model_name`.
    """
    grade, asked = grade_of(task_name), parse_tier(tier)
    day = today or today_in_utc()
    if override_model and override_model != local_model:
        return _overridden(task_name, asked, grade, override_model, day)
    return choose_by_grade(task_name, asked, grade, local_model=local_model, day=day)


def choose_by_grade(
    task: str, tier: ModelTier, grade: Grade, *, local_model: str | None = None, day: date | None = None
) -> ModelChoice:
    """Model, effort and verbosity for a question of a grade, whichever task it belongs to."""
    cell = load_grids().on(tier, day or today_in_utc()).cells[grade]
    model = local_model or cell.model
    facts = model_facts(model)
    if facts is None:
        return ModelChoice(task, tier, grade, model, None, None)
    return ModelChoice(task, tier, grade, model, _effort(cell, facts), cell.verbosity)


def grade_of(task_name: str) -> Grade:
    """Return how hard a task is, as its generator declares it."""
    grade = _declared.get(task_name)
    if grade is None:
        known = ", ".join(sorted(known_tasks()))
        raise LookupError(f"no task is called {task_name!r}; known are {known}")
    return grade


def known_tasks() -> frozenset[str]:
    """Return the names of all tasks that resolve to a model."""
    return frozenset(_declared)


def declare_task(task_name: str, grade: Grade) -> None:
    """Record how hard a task is. Each generator class does this when it is created."""
    _declared[task_name] = grade


def parse_tier(name: ModelTier | str) -> ModelTier:
    """Return the tier with a name. Raises UnknownTier, which lists all three."""
    try:
        return ModelTier(name)
    except ValueError:
        raise UnknownTier(f"model_tier is one of {', '.join(ModelTier)}.") from None


def default_tier() -> ModelTier:
    """Return the tier of calls that name none: the MODEL_TIER setting."""
    return get_settings().model_tier


def known_models() -> frozenset[str]:
    """Return the models that an `override_model` may name."""
    return frozenset(load_grids().models)


def model_facts(model: str) -> ModelFacts | None:
    """Return what is known of a model, or None for a local server's."""
    return load_grids().models.get(model)


def today_in_utc() -> date:
    """Return the day that decides the grid if the caller names none."""
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
