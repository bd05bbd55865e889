"""Executes a run: each step as soon as the steps it waits for have ended.

Everything durable is in the run's rows, so that another process can continue at any moment.
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
from app.llm.model_server import CIRCUIT_OPEN
from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.execution import step_state
from app.pipeline.execution.outcome import LOOK_AGAIN, Retry, StepOutcome
from app.pipeline.execution.step_state import RUN_PATIENCE, Attempt, StepTakenOver, step_attempt
from app.pipeline.execution.task_attempt import attempt_task, resolve
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, Step, generator_of_task, longest_waiting_chains, steps_to_wait_for
from app.pipeline.runs.cancellation import end_run, interrupted_event
from app.pipeline.runs.run_planner import visits_of_steps
from app.store import claims, event_log, runs, visits
from app.store.db_retry import retry_while_unavailable
from app.store.models import Run, RunStep

log = logging.getLogger(__name__)

MAX_STARTS = 10
"""A step that was started so often, and each time ended with its process, is not started again."""
MAX_WAITS = 60
"""How often a step waits for a model server that is away or loading: up to two hours."""
MAX_PASSES = 5
"""How often the steps of a run are gone through, as some were erased or ended by another process."""


@dataclass
class RunExecution:
    """A run that this process executes. `visits` are its visits in order; `ended` holds the final status of each step,
    `started` the waves whose start is published, `locks` one lock for each of them.
    """

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
    """Execute the remaining steps of a run. Returns early if the run is cancelled, erased or taken over by another
    process.
    """
    for _ in range(MAX_PASSES):
        execution = await retry_while_unavailable(partial(_begin, context, run_id), RUN_PATIENCE)
        if execution is None:
            return
        with context.model_slots.count_member(execution.run.patient_id):
            if not await _execute_steps(execution):
                break
    await retry_while_unavailable(partial(_finish, context, run_id), RUN_PATIENCE)


async def _execute_steps(execution: RunExecution) -> bool:
    """Execute a run's steps. Return whether any of it was erased or ended by another process meanwhile."""
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
        alive = await claims.executors_with_heartbeat(db, context.settings.worker_lease_seconds)
        if not await runs.take_over_run(db, run_id, context.executor, alive):
            return None
        run = await runs.find_run(db, run_id)
        rows = await runs.find_steps_of_run(db, run_id)
        dates = dict(await visits.list_visits(db, run.patient_id))
        left = [row for row in rows if row.status == "running" and row.session_id in dates]
        attempts = [step_attempt(context, run, row, dates[row.session_id]) for row in left]
        pairs = zip(attempts, left, strict=True)
        interrupted = [interrupted_event(attempt, row, "failed", reason="interrupted") for attempt, row in pairs]
        for row in left:  # for its next attempt; and what is entered once is not entered again
            await runs.reset_step_to_waiting(db, run_id, row.session_id, row.task, row.attempt)
        if interrupted:
            await context.logger.record_in_log_only(db, run.patient_id, interrupted)
    steps_of_run = {Step(row.session_id, row.task): row for row in rows}
    in_order = visits_of_steps(rows)
    execution = RunExecution(
        context, run, steps_of_run, dates, in_order, longest_waiting_chains(steps_of_run, in_order)
    )
    for step, row in execution.rows.items():
        execution.ended[step] = asyncio.get_running_loop().create_future()
        if row.status not in runs.OPEN_STEPS:
            execution.ended[step].set_result(row.status)
        if row.attempt > 0:
            execution.started.add((step.session_id, row.wave))
    return execution


async def _finish(context: Context, run_id: UUID) -> None:
    """End a run of this process that is still open because its last steps were erased or an internal error ended it."""
    async with context.database.transaction() as db:
        if await runs.lock_run_of_executor(db, run_id, context.executor):
            well = all(row.status in runs.ENDED_WELL for row in await runs.find_steps_of_run(db, run_id))
            await end_run(db, context, await runs.find_run(db, run_id), "completed" if well else "failed")


async def _step(execution: RunExecution, step: Step) -> None:
    """Execute a step once the steps it waits for have ended. Skip it if one that it needs has failed."""
    blocked = False
    for other, need in steps_to_wait_for(step, execution.visits):
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
    """Wait until no other run has steps of an earlier visit to do: visits are processed in order across runs."""
    tasks = [need.task for need in generator_of_task(step.task).NEEDS if need.visit == "previous"]
    if not tasks:
        return
    while await retry_while_unavailable(partial(_is_behind, execution, step, tasks), RUN_PATIENCE):  # noqa: ASYNC110 - a row sets no event
        await asyncio.sleep(LOOK_AGAIN)


async def _is_behind(execution: RunExecution, step: Step, tasks: Sequence[str]) -> bool:
    async with execution.context.database.snapshot() as db:
        alive = await claims.executors_with_heartbeat(db, execution.context.settings.worker_lease_seconds)
        return await runs.has_earlier_active_run(db, execution.run.id, step.session_id, tasks, alive)


async def _attempt_until_ended(execution: RunExecution, attempt: Attempt) -> str:
    """Attempt a step, with retries, and return its final status. Raises StepTakenOver, NotFound."""
    waits = 0
    while attempt.number - waits < MAX_STARTS and waits < MAX_WAITS:
        await execution.context.endpoint.server.wait()
        attempt = replace(attempt, number=attempt.number + 1, tries=attempt.tries + 1)
        outcome = await _attempt_in_turn(execution, attempt)
        if not isinstance(outcome, Retry):
            return outcome.step_status()
        waits += outcome.waits
        attempt = await _before_next(execution, attempt, outcome)
    error_code = "worker_lost" if waits < MAX_WAITS else CIRCUIT_OPEN
    with suppress(StepTakenOver):
        await step_state.conclude_step(execution.context, attempt, "failed", error_code=error_code)
    return "failed"


async def _before_next(execution: RunExecution, attempt: Attempt, retry: Retry) -> Attempt:
    """Wait until the next attempt can start, and return the attempt that precedes it."""
    if isinstance(retry.error, DatabaseUnavailable):
        await retry_while_unavailable(execution.context.database.ping, RUN_PATIENCE)
    elif retry.waits:
        await execution.context.endpoint.server.sleep(retry.after)
    else:
        await asyncio.sleep(retry.after)
    return replace(attempt, number=attempt.number - (not retry.begun), tries=attempt.tries - (not retry.counted))


async def _attempt_in_turn(execution: RunExecution, attempt: Attempt) -> StepOutcome:
    """Attempt a step when it is its patient's turn. Until then the step is waiting, and nothing of it has begun."""
    context, request = execution.context, _request(execution, attempt)
    async with context.model_slots.acquire(attempt.patient_id, attempt.weight) as permit:
        if context.jobs.is_stopping:
            permit.end()  # callers may still use it
        async with context.jobs.uninterrupted_section():
            failure = await resolve(_start_wave(execution, attempt), request)
            return failure or await attempt_task(context, request, permit)


def _request(execution: RunExecution, attempt: Attempt) -> TaskRequest:
    run = execution.run
    return TaskRequest(attempt.session_id, attempt.task, ModelTier(run.model_tier), force=run.force, attempt=attempt)


async def _start_wave(execution: RunExecution, attempt: Attempt) -> None:
    """Publish the start of a visit's wave once, before anything in it starts."""
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
    writing = execution.context.write_slots.acquire(attempt.patient_id, attempt.weight)
    async with writing, execution.context.database.transaction() as db:
        await step_state.lock_step(db, attempt)
        if not (again and await event_log.is_event_recorded(db, execution.run.patient_id, start.row())):
            await execution.context.logger.record(db, execution.run.patient_id, [start])
