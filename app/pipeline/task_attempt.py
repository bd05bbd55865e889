"""One attempt at a task with a permit for the model: claim, load, collect input, ask, record."""

import asyncio
from collections.abc import Coroutine
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from app.errors import InputsMissing, ModelFailure, NotFound, TheraBridgeError
from app.generators.generation import Generation as Generated
from app.generators.generation_attempt import AttemptTerms
from app.generators.registry import build
from app.llm.model_tier import ModelTier
from app.pipeline import step_state
from app.pipeline.attempt_claim import ClaimLost, is_claimed, release_claim, take_claim
from app.pipeline.context import Context
from app.pipeline.generator_input import JOURNEY, CollectedInput, assemble, collect
from app.pipeline.graph import LABELING, SCREEN, generator, needs, needs_roles
from app.pipeline.priority_semaphore import Permit
from app.pipeline.progress_reporter import report_progress
from app.pipeline.result_writer import CALLER_PATIENCE, RUN_PATIENCE, ResultWriter
from app.pipeline.step_state import TakenOver
from app.pipeline.task_request import Progress, TaskRequest
from app.pipeline.versioning import may_be_held, speaks_of_danger
from app.pipeline.visit_state import VisitState, load_visit_state
from app.store import generations
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.models import Generation

MAX_TRIES = 3


@dataclass(frozen=True)
class TaskResult:
    """A stored result, whether it was there already, and what had to be done first. `last_attempt` is a newer one that
    has come to nothing, for which the result stands."""

    row: Generation
    standing: VisitState
    reused: bool
    prerequisites: list["TaskResult"] = field(default_factory=list)
    last_attempt: Generation | None = None


class RolesUnknown(Exception):
    """Nobody has said yet who is who, and the task has to know."""


async def attempt_task(context: Context, task_request: TaskRequest, turn: Permit) -> TaskResult | None:
    """Make a result, or take the one that another made meanwhile; None while another attempt is at it. The turn is
    ended once the model has answered.

    A run has seen to it that what the order needs is over; for a caller that is looked at here.

    Raises:
        NotFound: no such visit, or erased meanwhile.
        InputsMissing, RolesUnknown: a result of an earlier step is missing; nothing was spent.
        ModelFailure: the model gave no usable answer; only the ledger knows of it.
        TakenOver: the run's step is another's.
        ClaimLost: another attempt took the claim after a run's step had begun; the step waits for its next attempt.
    """
    attempt_id = uuid4()
    context.under_way.add(attempt_id)
    try:
        begun = await _begun(context, task_request, attempt_id)
        if not isinstance(begun, ResultWriter):
            return begun
        row = await _made(begun, turn)
        return TaskResult(row, await _standing_after(begun, row), reused=False)
    except ClaimLost:
        if task_request.attempt:
            raise
        return None
    finally:
        context.under_way.discard(attempt_id)


async def _begun(context: Context, task_request: TaskRequest, attempt_id: UUID) -> ResultWriter | TaskResult | None:
    """Begin; when that is broken off, let it end first, so that no claim stays behind which nobody frees."""
    patience = RUN_PATIENCE if task_request.attempt else CALLER_PATIENCE
    beginning = asyncio.create_task(retry_while_unavailable(_Beginning(context, task_request, attempt_id), patience))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        with suppress(Exception):
            if isinstance(books := await beginning, ResultWriter):
                await books.cancel()
        raise


@dataclass
class _Beginning:
    """Claims the work, looks, gathers and tells, in one transaction: the books of work to be done now, a result that
    stands already, or None while another attempt is at it.

    The claim comes before the look, so that a result stored by the claim's last holder is seen.
    """

    context: Context
    order: TaskRequest
    attempt_id: UUID
    tried: bool = False

    async def __call__(self) -> ResultWriter | TaskResult | None:
        context, order = self.context, self.order
        async with order.turn(context.write_slots), context.database.transaction() as db:
            told = self.tried and await is_claimed(db, order, self.attempt_id)
            self.tried = True
            if not await take_claim(db, context, order, self.attempt_id):
                return None
            if order.attempt:
                await step_state.begin(db, order.attempt)
            state = await load_visit_state(db, order.session_id)
            row = await reusable(db, state, order)
            if row is not None:
                await release_claim(db, order, self.attempt_id)
                return TaskResult(row, state, reused=True)
            _check_inputs(state, order, context.disabled)
            writer = ResultWriter(context, order, self.attempt_id, state, await _collected(db, context, state, order))
            if not told:
                await writer.begin(db)
        return writer


async def _made(writer: ResultWriter, turn: Permit) -> Generation:
    """As `_recorded`. Raises ClaimLost when another attempt has taken the claim meanwhile: what it makes counts."""
    try:
        return await _recorded(writer, turn)
    except ClaimLost:
        await _surely(writer.lose())
        raise


async def _recorded(writer: ResultWriter, turn: Permit) -> Generation:
    """Ask the model and record what it says; whatever happens, the claim is freed and the end is told."""
    try:
        writer.material = await asyncio.to_thread(assemble, writer.collected)
        async with report_progress(writer.progress) as progress:
            made = await writer.context.inflight_calls.ask(
                writer.material.session_ids, _ask(writer, progress), for_caller=writer.order.attempt is None
            )
        turn.end()
        if made.result is not None and may_be_held(writer.order.task) and writer.standing.holds(SCREEN) is None:
            writer.endangered = await asyncio.to_thread(speaks_of_danger, writer.material.visit)
        return await writer.record(made)
    except ModelFailure as failure:
        turn.end()
        again = tries_again(writer.order, failure)
        if not again and (least := await asyncio.to_thread(_fallback, writer, failure)) is not None:
            return await writer.record(least)
        await _surely(writer.fail(failure.code, failure.reason, again=again))
        raise
    except ClaimLost:
        raise
    except TakenOver:
        await _surely(writer.withdraw())
        raise
    except TheraBridgeError as error:
        # One of the visits that are remembered was erased: a run's step is made again, without it.
        await _surely(writer.fail(error.code, error.code, again=isinstance(error, NotFound)))
        raise
    except Exception:
        await _surely(writer.fail(TheraBridgeError.code, TheraBridgeError.code))
        raise
    except BaseException:
        # Cancelled: nothing was stored, so nothing may stay claimed.
        await _surely(writer.cancel())
        raise


async def _surely(clearing_up: Coroutine[Any, Any, None]) -> None:
    """Let it end, also when this is broken off meanwhile."""
    task = asyncio.ensure_future(clearing_up)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _standing_after(writer: ResultWriter, row: Generation) -> VisitState:
    """What stands once a result is stored, for a caller: looked at again only where it says nothing, where earlier
    visits count, of which one may have come meanwhile, or where the visit was handed over anew while the model thought.
    """
    before = writer.standing
    if writer.order.attempt or (row.state == "success" and row.past is None and not writer.changed):
        return before
    async with writer.context.database.snapshot() as db:
        return await load_visit_state(db, row.session_id)


def tries_again(task_request: TaskRequest, failure: ModelFailure) -> bool:
    """Whether a run's step is tried again after a failure."""
    return task_request.attempt is not None and failure.retryable and task_request.attempt.tries < MAX_TRIES


async def _ask(writer: ResultWriter, progress: Progress) -> Generated[Any]:
    context = writer.context
    terms = replace(_terms(writer), progress=progress)
    return await build(writer.order.task, context.client, context.endpoint).generate(writer.material.visit, terms)


def _fallback(writer: ResultWriter, failure: ModelFailure) -> Generated[Any] | None:
    context = writer.context
    asked = build(writer.order.task, context.client, context.endpoint)
    return asked.fallback(writer.material.visit, _terms(writer), failure)


def _terms(writer: ResultWriter) -> AttemptTerms:
    context, order = writer.context, writer.order
    return AttemptTerms(
        tier=order.tier or ModelTier(context.settings.model_tier),
        override_model=order.override_model,
        queued=order.run_id is not None,
        seconds=generator(order.task).GRADE.deadline(context.settings),
        patient=str(writer.standing.visit.patient_id),
        async_ledger=writer,
        places=nullcontext(),  # whoever makes it has a turn
    )


async def reusable(db: Db, state: VisitState, task_request: TaskRequest) -> Generation | None:
    """The stored result that answers an order without spending anything."""
    row = state.results.get(task_request.task)
    if task_request.force or row is None:
        return None
    if not _matches(row, task_request):
        row = await _made_alike(db, state, task_request)
    return None if row is None or state.stale(row) else row


async def _made_alike(db: Db, state: VisitState, task_request: TaskRequest) -> Generation | None:
    """The newest result that was made as the order wants it; where that says nothing, the last one that does."""
    wanted = (
        task_request.session_id,
        task_request.task,
        task_request.named,
        task_request.choices,
        task_request.excluded,
    )
    newest = await generations.made_alike(db, *wanted)
    if newest is None or newest.state == "success":
        return newest
    says = await generations.made_alike(db, *wanted, state="success")
    return newest if says is None or state.stale(says) else says


def _matches(row: Generation, task_request: TaskRequest) -> bool:
    columns = all(getattr(row, name) == value for name, value in task_request.named.items())
    chosen = all(row.choices.get(name) == value for name, value in task_request.choices.items())
    return columns and chosen and task_request.excluded not in row.choices


def _check_inputs(state: VisitState, task_request: TaskRequest, disabled: frozenset[str]) -> None:
    """Raises InputsMissing, or RolesUnknown when the speakers have to be labelled first. A run goes on without what it
    only waited for, a caller is told; what is switched off is not waited for."""
    task, for_caller = task_request.task, task_request.attempt is None
    same_visit = [need for need in needs(task) if need.visit == "same" and need.task not in (LABELING, *disabled)]
    wanted = [need.task for need in same_visit if need.result or (for_caller and not need.order_only)]
    missing = [name for name in wanted if state.usable(name) is None]
    if missing:
        raise InputsMissing(f"Generate {', '.join(missing)} for this session first, or again.", missing=missing)
    if for_caller and needs_roles(task) and not state.roles_are_known and not task_request.without_roles:
        raise RolesUnknown


async def _collected(db: Db, context: Context, state: VisitState, task_request: TaskRequest) -> CollectedInput:
    settings = context.settings
    strategy = task_request.strategy or settings.roadmap_compaction_strategy
    if task_request.task != JOURNEY:
        strategy = "hierarchical"
    tasks, tokens = task_request.completed_tasks or (), settings.model_context_tokens
    return await collect(db, state, task_request.task, strategy, tokens, tasks, context.disabled)
