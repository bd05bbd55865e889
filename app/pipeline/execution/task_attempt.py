"""One attempt at a task with a permit for the model: claim, load, collect input, ask, record."""

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID, uuid4

from app.errors import InputsMissing, ModelFailure
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.generation import Generation as Generated
from app.generators.generation_attempt import AttemptTerms
from app.generators.registry import build_generator, endpoint_takes_parameter
from app.generators.result_use import EndpointParameter
from app.llm.clients import AsyncOpenAI
from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.documents.holding import may_be_held, speaks_of_danger
from app.pipeline.execution import step_state
from app.pipeline.execution.attempt_claim import is_claimed, release_claim, take_claim
from app.pipeline.execution.outcome import (
    Failed,
    Insufficient,
    Retry,
    RolesUnknown,
    StepOutcome,
    Success,
    TaskResult,
    outcome_of,
    stored_outcome,
)
from app.pipeline.execution.progress_reporter import report_progress
from app.pipeline.execution.result_writer import ResultWriter
from app.pipeline.execution.reuse import find_reusable
from app.pipeline.execution.settlement import settle
from app.pipeline.execution.started_attempt import StartedAttempt
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, SCREEN, generator_of_task, needs_of_task, needs_roles
from app.pipeline.input.generator_input import CollectedInput, build_generator_input, collect_input_rows
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.priority_semaphore import Permit
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.ledger import count_calls_of_step
from app.store.models import Generation

EndT = TypeVar("EndT")
WorkT = TypeVar("WorkT")


async def attempt_task(context: Context, task_request: TaskRequest, permit: Permit) -> StepOutcome:
    """Make a result or reuse a stored one. The permit is released once the model has answered. Raises nothing except
    cancellation. However an attempt ends, its claim is released and its end is published.

    A run has already waited for what the task needs; for a caller that is checked here.
    """
    attempt_id, writer = uuid4(), None
    context.under_way.add(attempt_id)
    try:
        outcome = await resolve(_begin(context, task_request, attempt_id), task_request)
        if isinstance(outcome, ResultWriter):
            writer = outcome
            outcome = within_budget(await resolve(_make(writer, permit), task_request), writer)
            if isinstance(outcome, Failed):
                outcome = await resolve(_fall_back(writer, outcome), task_request)
        permit.end()
        return await resolve(_finish(settle(context, task_request, outcome, writer)), task_request)
    except BaseException:
        if writer is not None:
            await _finish(writer.cancel())  # nothing was stored, so nothing may stay claimed
        raise
    finally:
        context.under_way.discard(attempt_id)


def within_budget(outcome: WorkT | StepOutcome, writer: ResultWriter) -> WorkT | StepOutcome:
    """Return the outcome, or Failed if the step has no model calls left for another attempt."""
    attempt = writer.attempt
    if not isinstance(outcome, Retry) or not (outcome.counted or outcome.waits) or outcome.error is None:
        return outcome
    # A step that waits for the server may ask it as often as that costs nothing.
    used = attempt.earlier_calls + (writer.calls.worked if outcome.waits else writer.calls.calls)
    return Failed(outcome.error) if used >= attempt.context.settings.max_calls_per_step else outcome


async def resolve(work: Awaitable[WorkT], task_request: TaskRequest) -> WorkT | StepOutcome:
    """Await a part of an attempt. An exception becomes the attempt's outcome, except cancellation."""
    try:
        return await work
    except Exception as error:
        return outcome_of(error, task_request)


async def _begin(context: Context, task_request: TaskRequest, attempt_id: UUID) -> ResultWriter | StepOutcome:
    """Begin an attempt. If that is cancelled, it is completed first, so that no claim is left unreleased."""
    start = _Start(context, task_request, attempt_id)
    starting = asyncio.create_task(retry_while_unavailable(start, task_request.database_wait))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(Exception):
            if isinstance(writer := await starting, ResultWriter):
                await writer.cancel()
        raise


@dataclass
class _Start:
    """Claims the work, loads the visit and collects the input in one transaction. Returns a writer for the work, or the
    outcome if there is none to do.

    The claim comes before the load, so that a result stored by the previous holder of the claim is seen.
    """

    context: Context
    task_request: TaskRequest
    attempt_id: UUID
    tried: bool = False

    async def __call__(self) -> ResultWriter | StepOutcome:
        context, request = self.context, self.task_request
        async with request.turn(context.write_slots), context.database.transaction() as db:
            announced = self.tried and await is_claimed(db, request, self.attempt_id)
            self.tried = True
            if not await take_claim(db, context, request, self.attempt_id):
                return Retry()
            if request.attempt:
                await step_state.begin_step(db, request.attempt)
            state = await load_visit_state(db, request.session_id)
            row = await find_reusable(db, state, request)
            if row is not None:
                await release_claim(db, request, self.attempt_id)
                return stored_outcome(TaskResult(row, state, reused=True))
            _check_inputs(state, request, context.disabled)
            collected = await _collected(db, context, state, request)
            attempt = StartedAttempt(context, request, self.attempt_id, state, collected)
            attempt.earlier_calls = await _earlier_calls(db, request)
            writer = ResultWriter(attempt)
            if not announced:
                await writer.begin(db)
        return writer


async def _earlier_calls(db: Db, task_request: TaskRequest) -> int:
    step = task_request.attempt
    if step is None or step.number == 1:
        return 0
    return await count_calls_of_step(db, step.run_id, step.session_id, step.task)


async def _make(writer: ResultWriter, permit: Permit) -> Success | Insufficient:
    """Ask the model and record its answer."""
    attempt, request = writer.attempt, writer.attempt.task_request
    attempt.generator_input = await asyncio.to_thread(build_generator_input, attempt.collected)
    async with report_progress(writer.events.progress) as progress:
        terms = replace(_terms(writer), progress=progress)
        made = await attempt.context.inflight_calls.await_call(
            attempt.generator_input.session_ids,
            _generator(attempt).generate(attempt.generator_input.visit, terms),
            for_caller=request.attempt is None,
        )
    permit.end()
    if made.result is not None and may_be_held(request.task) and attempt.state.fresh_result(SCREEN) is None:
        attempt.speaks_of_danger = await asyncio.to_thread(speaks_of_danger, attempt.generator_input.visit)
    return await _stored(writer, await writer.record(made))


async def _fall_back(writer: ResultWriter, outcome: Failed) -> StepOutcome:
    """Record the result of plain code after the model has failed, for tasks that have one."""
    if not isinstance(outcome.error, ModelFailure):
        return outcome
    made = await asyncio.to_thread(_fallback, writer, outcome.error)
    return outcome if made is None else await _stored(writer, await writer.record(made))


async def _stored(writer: ResultWriter, row: Generation) -> Success | Insufficient:
    return stored_outcome(TaskResult(row, await _state_after(writer, row), reused=False))


async def _finish(work: Coroutine[Any, Any, EndT]) -> EndT:
    """Complete the work even if this task is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _state_after(writer: ResultWriter, row: Generation) -> VisitState:
    """Return the visit's state after a result is stored, for a caller. It is read again only if the result is empty, if
    earlier visits count and one may have been added, or if the visit changed while the model worked.
    """
    attempt, before = writer.attempt, writer.attempt.state
    if attempt.task_request.attempt or (row.state == "success" and row.past is None and not writer.changed):
        return before
    async with attempt.context.database.snapshot() as db:
        return await load_visit_state(db, row.session_id)


def _fallback(writer: ResultWriter, failure: ModelFailure) -> Generated[Any] | None:
    return _generator(writer.attempt).fallback(writer.attempt.generator_input.visit, _terms(writer), failure)


def _generator(attempt: StartedAttempt) -> BaseAIGenerator[AsyncOpenAI, Any]:
    return build_generator(attempt.task_request.task, attempt.context.client, attempt.context.endpoint)


def _terms(writer: ResultWriter) -> AttemptTerms:
    context, request = writer.attempt.context, writer.attempt.task_request
    return AttemptTerms(
        tier=request.tier or ModelTier(context.settings.model_tier),
        override_model=request.override_model,
        queued=request.run_id is not None,
        seconds=generator_of_task(request.task).GRADE.deadline(context.settings),
        max_calls=writer.attempt.calls_left,
        patient=str(writer.attempt.patient_id),
        async_ledger=writer.calls,
        places=nullcontext(),  # the attempt has its permit already
    )


def _check_inputs(state: VisitState, task_request: TaskRequest, disabled: frozenset[str]) -> None:
    """Raise InputsMissing, or RolesUnknown if the speakers have to be labelled first. A run continues without inputs
    that it only waited for, while a caller gets an error. Disabled tasks are not waited for.
    """
    task, for_caller = task_request.task, task_request.attempt is None
    same_visit = [
        need for need in needs_of_task(task) if need.visit == "same" and need.task not in (LABELING, *disabled)
    ]
    wanted = [need.task for need in same_visit if need.result or (for_caller and not need.order_only)]
    missing = [name for name in wanted if state.usable_result(name) is None]
    if missing:
        raise InputsMissing(f"Generate {', '.join(missing)} for this session first, or again.", missing=missing)
    if for_caller and needs_roles(task) and not state.roles_are_known and not task_request.without_roles:
        raise RolesUnknown


async def _collected(db: Db, context: Context, state: VisitState, task_request: TaskRequest) -> CollectedInput:
    settings = context.settings
    strategy = task_request.strategy or settings.roadmap_compaction_strategy
    if not endpoint_takes_parameter(task_request.task, EndpointParameter.STRATEGY):
        strategy = "hierarchical"
    tasks, tokens = task_request.completed_tasks or (), settings.model_context_tokens
    return await collect_input_rows(db, state, task_request.task, strategy, tokens, tasks, context.disabled)
