"""Executes a run: each step as soon as the steps it waits for have ended.

Everything that has to last is in the run's rows, so that another process can go on from them at any moment.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import count
from uuid import UUID

from app.errors import DatabaseUnavailable, InputsMissing, NotFound
from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.execution import step_state
from app.pipeline.execution.outcome import LOOK_AGAIN, Retry, StepOutcome
from app.pipeline.execution.step_state import RUN_PATIENCE, Attempt, StepTakenOver, step_attempt
from app.pipeline.execution.task_attempt import attempt_task, resolve
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, Step, chain_lengths, generator, waits_for
from app.pipeline.runs.cancellation import end_run, interrupted_event
from app.pipeline.runs.run_planner import visits_in_order
from app.store import claims, event_log, runs, visits
from app.store.db_retry import retry_while_unavailable
from app.store.models import Run, RunStep

log = logging.getLogger(__name__)

MAX_STARTS = 10
"""A step that was started so often, and each time ended with its process, is not started again."""
MAX_PASSES = 5
"""How often the steps of a run are gone through, as some were erased or ended by another process."""


@dataclass
class RunExecution:
    """A run under way in this process. `visits` are its visits in their order; `ended` holds the status that each step
    ends with, `started` the waves of visits whose start is published, `locks` one lock for each of them."""

    context: Context
    run: Run
    rows: Mapping[Step, RunStep]
    dates: Mapping[UUID, datetime]
    visits: Sequence[UUID]
    weights: Mapping[Step, int]
    ended: dict[Step, asyncio.Future[str]] = field(default_factory=dict)
    started: set[tuple[UUID, int]] = field(default_factory=set)
    locks: dict[tuple[UUID, int], asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))


async def execute_run(context: Context, run_id: UUID) -> None:
    """Do all that a run still has to do. Returns early when the run is cancelled, erased, or another's."""
    for _ in range(MAX_PASSES):
        execution = await retry_while_unavailable(partial(_begin, context, run_id), RUN_PATIENCE)
        if execution is None:
            return
        with context.model_slots.member(execution.run.patient_id):
            if not await _execute_steps(execution):
                break
    await retry_while_unavailable(partial(_finish, context, run_id), RUN_PATIENCE)


async def _execute_steps(execution: RunExecution) -> bool:
    """Execute a run's steps; whether something of it was erased or ended by another process meanwhile."""
    changed = False
    try:
        async with asyncio.TaskGroup() as group:
            for step, row in execution.rows.items():
                if row.status in runs.OPEN_STEPS:
                    group.create_task(_step(execution, step))
    except* (StepTakenOver, NotFound):
        log.info("Run %s was changed by another process", execution.run.id)
        changed = True
    except* Exception as errors:
        # A fault of ours would come again, so no process takes the run up.
        log.error("Run %s failed with %s", execution.run.id, type(errors.exceptions[0]).__name__)  # noqa: TRY400 - may hold words
    return changed


async def _begin(context: Context, run_id: UUID) -> RunExecution | None:
    async with context.database.transaction() as db:
        alive = await claims.alive_executors(db, context.settings.worker_lease_seconds)
        if not await runs.take_over(db, run_id, context.executor, alive):
            return None
        run = await runs.find(db, run_id)
        rows = await runs.steps_of(db, run_id)
        dates = dict(await visits.list_visits(db, run.patient_id))
        left = [row for row in rows if row.status == "running" and row.session_id in dates]
        attempts = [step_attempt(context, run, row, dates[row.session_id]) for row in left]
        pairs = zip(attempts, left, strict=True)
        interrupted = [interrupted_event(attempt, row, "failed", reason="interrupted") for attempt, row in pairs]
        for row in left:  # for its next attempt; and what is entered once is not entered again
            await runs.let_step_wait(db, run_id, row.session_id, row.task, row.attempt)
        if interrupted:
            await context.logger.enter(db, run.patient_id, interrupted)
    steps_of_run = {Step(row.session_id, row.task): row for row in rows}
    in_order = visits_in_order(rows)
    execution = RunExecution(context, run, steps_of_run, dates, in_order, chain_lengths(steps_of_run, in_order))
    for step, row in execution.rows.items():
        execution.ended[step] = asyncio.get_running_loop().create_future()
        if row.status not in runs.OPEN_STEPS:
            execution.ended[step].set_result(row.status)
        if row.attempt > 0:
            execution.started.add((step.session_id, row.wave))
    return execution


async def _finish(context: Context, run_id: UUID) -> None:
    """End a run that is this process's and has not ended: its last steps were erased, or a fault of ours ended it."""
    async with context.database.transaction() as db:
        if await runs.lock_own_run(db, run_id, context.executor):
            well = all(row.status in runs.ENDED_WELL for row in await runs.steps_of(db, run_id))
            await end_run(db, context, await runs.find(db, run_id), "completed" if well else "failed")


async def _step(execution: RunExecution, step: Step) -> None:
    """Execute a step once the steps it waits for have ended; skip it where one that it needs has failed."""
    blocked = False
    for other, need in waits_for(step, execution.visits):
        status = await execution.ended[other] if other in execution.ended else "reused"
        needed = need.result or (need.task == LABELING and not need.failed_too)
        blocked = blocked or (status not in runs.ENDED_WELL and needed)
    await _wait_for_earlier_runs(execution, step)
    attempt = step_attempt(execution.context, execution.run, execution.rows[step], execution.dates[step.session_id])
    attempt = replace(attempt, weight=execution.weights[step])
    if blocked:
        status = "skipped"
        await step_state.conclude_step(execution.context, attempt, status, error_code=InputsMissing.code)
    else:
        status = await _attempt_until_ended(execution, attempt)
    execution.ended[step].set_result(status)


async def _wait_for_earlier_runs(execution: RunExecution, step: Step) -> None:
    """Wait until no other run has an earlier visit's steps to do: visits are done in their order across runs."""
    tasks = [need.task for need in generator(step.task).NEEDS if need.visit == "previous"]
    if not tasks:
        return
    while await retry_while_unavailable(partial(_is_behind, execution, step, tasks), RUN_PATIENCE):  # noqa: ASYNC110 - a row sets no event
        await asyncio.sleep(LOOK_AGAIN)


async def _is_behind(execution: RunExecution, step: Step, tasks: Sequence[str]) -> bool:
    async with execution.context.database.snapshot() as db:
        alive = await claims.alive_executors(db, execution.context.settings.worker_lease_seconds)
        return await runs.earlier_under_way(db, execution.run.id, step.session_id, tasks, alive)


async def _attempt_until_ended(execution: RunExecution, attempt: Attempt) -> str:
    """Attempt a step, again where that helps; the status it ends with. Raises StepTakenOver, NotFound."""
    while attempt.number < MAX_STARTS:
        attempt = replace(attempt, number=attempt.number + 1, tries=attempt.tries + 1)
        outcome = await _attempt_in_turn(execution, attempt)
        if not isinstance(outcome, Retry):
            return outcome.step_status()
        attempt = await _before_next(execution, attempt, outcome)
    with suppress(StepTakenOver):
        await step_state.conclude_step(execution.context, attempt, "failed", error_code="worker_lost")
    return "failed"


async def _before_next(execution: RunExecution, attempt: Attempt, retry: Retry) -> Attempt:
    """Wait for what the next attempt waits for; the attempt that it follows."""
    if isinstance(retry.error, DatabaseUnavailable):
        await retry_while_unavailable(execution.context.database.ping, RUN_PATIENCE)
    else:
        await asyncio.sleep(retry.after)
    return replace(attempt, number=attempt.number - (not retry.begun), tries=attempt.tries - (not retry.counted))


async def _attempt_in_turn(execution: RunExecution, attempt: Attempt) -> StepOutcome:
    """Attempt a step in its patient's turn. Until then the step waits: nothing of it has begun."""
    context, request = execution.context, _request(execution, attempt)
    async with context.model_slots.turn(attempt.patient_id, attempt.weight) as permit:
        if context.jobs.stopping:
            permit.end()  # callers may still use it
        async with context.jobs.at_work():
            failure = await resolve(_start_wave(execution, attempt), request)
            return failure or await attempt_task(context, request, permit)


def _request(execution: RunExecution, attempt: Attempt) -> TaskRequest:
    run = execution.run
    return TaskRequest(attempt.session_id, attempt.task, ModelTier(run.model_tier), force=run.force, attempt=attempt)


async def _start_wave(execution: RunExecution, attempt: Attempt) -> None:
    """Publish that a visit's wave starts, once, and before anything in it does."""
    wave = (attempt.session_id, attempt.wave)
    async with execution.locks[wave]:
        if wave not in execution.started:
            tries = count()
            await retry_while_unavailable(
                lambda: _publish_start(execution, attempt, again=next(tries) > 0), RUN_PATIENCE
            )
            execution.started.add(wave)


async def _publish_start(execution: RunExecution, attempt: Attempt, *, again: bool) -> None:
    start = attempt.event("START", "started")
    writing = execution.context.write_slots.turn(attempt.patient_id, attempt.weight)
    async with writing, execution.context.database.transaction() as db:
        await step_state.lock_step(db, attempt)
        if not (again and await event_log.is_told(db, execution.run.patient_id, start.row())):
            await execution.context.logger.record(db, execution.run.patient_id, [start])
