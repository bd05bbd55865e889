"""Takes the sample patient through the waves with the configured model, within a budget, and through what is recorded.

The first patient's chosen tasks are asked of the model and all others played; the second patient's are all played.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.bootstrap import open_context
from app.errors import ModelFailure
from app.llm.model_config import ModelChoice, choose_model
from app.llm.model_tier import ModelTier
from app.llm.prices import FREE, Usage, call_price
from app.pipeline.context import Context
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator, tasks
from app.pipeline.reports.quality import TaskQuality, measure_quality
from app.pipeline.reports.savings import assumed_reasoning
from app.settings import Settings
from app.store import ledger
from app.store.models import Generation
from app.terminal.visit_walk import NamedVisit, handed_over, walk_steps

Json = dict[str, Any]


@dataclass(frozen=True)
class EvaluationTerms:
    """What is evaluated. `budget` is in US dollars; `tasks` are all where none is named."""

    tier: ModelTier
    budget: Decimal
    tasks: tuple[str, ...] = ()

    def asks(self, task: str) -> bool:
        """Whether the model is asked that task."""
        return not self.tasks or task in self.tasks


@dataclass(slots=True)
class TaskFigures:
    """What came of one task over the visits. `left_out` counts the steps for which the budget was too small, `repairs`
    calls beyond the first. Words are those of the results, seconds those of generations. `cost_usd` is None as soon as
    one price is not known."""

    asked: int = 0
    valid: int = 0
    left_out: int = 0
    repairs: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    words: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cost_usd: Decimal | None = Decimal(0)
    quality: TaskQuality = field(default_factory=TaskQuality)

    def add(self, row: Generation) -> None:
        """Count a result that a model was asked for."""
        self.asked += 1
        self.valid += 1
        self.repairs += row.attempts - 1
        self.seconds.append(row.duration_ms / 1000)
        if row.result is not None:
            self.words.append(words_of(row.result))
        self.pay(row.cost_usd)

    def pay(self, cost: Decimal | None) -> None:
        """Add a price."""
        self.cost_usd = None if self.cost_usd is None or cost is None else self.cost_usd + cost


Figures = dict[str, TaskFigures]


@dataclass
class Evaluation:
    """Both patients' figures, by task, and what engines made them."""

    terms: EvaluationTerms
    live: Figures
    played: Figures
    engines: dict[str, list[str]]


@dataclass
class _Patient:
    """One patient's way through the waves: who is asked, and what came of it."""

    context: Context
    others: Context
    terms: EvaluationTerms | None
    tell: Callable[[str], None]
    figures: Figures = field(default_factory=dict)
    made: dict[tuple[str, str], Generation] = field(default_factory=dict)
    patient: UUID | None = None
    expected: Mapping[tuple[str, str], Generation] = field(default_factory=dict)
    exhausted: bool = False
    visit: str = ""

    async def do(self, visit: NamedVisit, request: TaskRequest) -> bool | None:
        """Make one step's result."""
        if visit.name != self.visit:
            self.visit = visit.name
            self.tell(f"{'asked' if self.terms else 'played'}: {visit.name}")
        if self.terms and not self.terms.asks(request.task):
            return await self._played(request)
        figures = self.figures.setdefault(request.task, TaskFigures())
        if self.terms and not await self._is_affordable(visit.name, request.task, self.terms):
            figures.left_out += 1
            return None
        try:
            row = (await execute_task(self.context, self._named(request))).row
        except ModelFailure as failure:
            figures.asked += 1
            figures.failed[failure.reason] += 1
            return False
        if row.model is not None:
            figures.add(row)
            self.made[visit.name, request.task] = row
        return True

    async def _played(self, request: TaskRequest) -> bool:
        try:
            await execute_task(self.others, request)
        except ModelFailure:
            return False
        return True

    def _named(self, request: TaskRequest) -> TaskRequest:
        tier = self.terms.tier if self.terms else None
        return TaskRequest(request.session_id, request.task, tier, without_roles=request.without_roles)

    async def _is_affordable(self, visit: str, task: str, terms: EvaluationTerms) -> bool:
        """Whether the budget holds what the step may take: every repair turn, at the price that is expected. Once it
        does not, nothing more is asked."""
        spent = await self._spent()
        most = (1 + generator(task).REPAIRS) * self._expected(visit, task, terms.tier)
        self.exhausted = self.exhausted or spent + most > terms.budget
        return not self.exhausted

    def _expected(self, visit: str, task: str, tier: ModelTier) -> Decimal:
        endpoint = self.context.endpoint
        if endpoint.engine in FREE:
            return Decimal(0)
        choice = choose_model(task, tier, local_model=endpoint.local_model)
        return expected_cost(self.expected.get((visit, task)), choice)

    async def _spent(self) -> Decimal:
        """What this patient's calls have cost so far, failed ones too, as far as it is known."""
        async with self.context.database.snapshot() as db:
            rows = await ledger.cost_totals(db, "patient")
        return next((row["cost_usd"] or Decimal(0) for row in rows if row["key"] == self.patient), Decimal(0))


def expected_cost(reference: Generation | None, choice: ModelChoice) -> Decimal:
    """What one call may cost: the recorded answer's tokens at a model and effort. 0 where nothing is known."""
    if reference is None or reference.input_tokens is None or reference.output_tokens is None:
        return Decimal(0)
    written = reference.output_tokens + assumed_reasoning(choice)
    usage = Usage(input_tokens=reference.input_tokens, output_tokens=written)
    return call_price(usage, choice.model, "default", "openai") or Decimal(0)


async def evaluate(
    settings: Settings, url: str, terms: EvaluationTerms, visits: Sequence[NamedVisit], tell: Callable[[str], None]
) -> Evaluation:
    """Both patients, one after the other; they are erased afterwards, what was spent stays on the ledger. `tell` hears
    how far it is."""
    playing = settings.model_copy(update={"openai_api_key": None, "openai_base_url": None, "play_recorded": True})
    async with AsyncExitStack() as stack:
        played = await stack.enter_async_context(open_context(playing, url, works=False))
        live = await stack.enter_async_context(open_context(settings, url, works=False))
        reference = await _through(_Patient(played, played, None, tell), visits)
        measured = await _through(_Patient(live, played, terms, tell, expected=reference.made), visits)
    engines = {"live": _engines(measured), "recorded": _engines(reference)}
    return Evaluation(terms, measured.figures, reference.figures, engines)


async def _through(one: _Patient, visits: Sequence[NamedVisit]) -> _Patient:
    async with handed_over(one.context, visits) as (patient, sessions):
        one.patient = patient
        await walk_steps(visits, sessions, one.do)
        async with one.context.database.snapshot() as db:
            quality = await measure_quality(db, patient)
    for task, figures in one.figures.items():
        figures.quality = quality.tasks.get(task, TaskQuality())
    one.figures = {task: one.figures[task] for task in tasks() if task in one.figures}
    return one


def _engines(one: _Patient) -> list[str]:
    """The engines, each with its models where it has any."""
    return sorted({row.engine if row.model == row.engine else f"{row.engine} {row.model}" for row in one.made.values()})


def words_of(result: Any) -> int:
    """The words of all texts in a result."""
    if isinstance(result, str):
        return len(result.split())
    parts: Sequence[Any] = list(result.values()) if isinstance(result, dict) else result
    return sum(map(words_of, parts)) if isinstance(parts, list) else 0
