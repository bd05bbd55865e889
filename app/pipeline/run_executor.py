"""Executes a run: each step as soon as the steps it waits for have ended.

Everything that has to last is in the run's rows, so that another process can go on from them at any moment.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from uuid import UUID

from app.errors import DatabaseUnavailable, InputsMissing, ModelFailure, ModelUnavailable, NotFound, TheraBridgeError
from app.llm.model_tier import ModelTier
from app.pipeline import step_state
from app.pipeline.attempt_claim import ClaimLost
from app.pipeline.context import Context
from app.pipeline.graph import LABELING, Step, generator, waits_for, weights
from app.pipeline.result_writer import RUN_PATIENCE
from app.pipeline.run_planner import visits_in_order
from app.pipeline.step_state import Attempt, TakenOver
from app.pipeline.task_attempt import TaskResult, attempt_task, tries_again
from app.pipeline.task_request import TaskRequest
from app.progress.events import Event, Status, run_ended
from app.store import claims, event_log, runs, visits
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.models import Run, RunStep

log = logging.getLogger(__name__)

MAX_STARTS = 10
"""A step that was begun so often, and each time took its process with it, is not begun again."""
PAUSE = 5.0
"""Seconds before a step is tried a second time; four times as long before the third."""
LOOK_AGAIN = 0.25
MAX_BEGINNINGS = 5
"""How often a run is gone through again because something of it was erased or ended by somebody else."""


@dataclass
class RunExecution:
    """A run under way in this process. `visits` are its visits in their order; `ended` holds what each step comes to,
    `begun` the waves of visits of which it was told that they begin, `telling` who is telling it."""

    context: Context
    run: Run
    rows: Mapping[Step, RunStep]
    dates: Mapping[UUID, datetime]
    visits: Sequence[UUID]
    weights: Mapping[Step, int]
    ended: dict[Step, asyncio.Future[str]] = field(default_factory=dict)
    begun: set[tuple[UUID, int]] = field(default_factory=set)
    telling: dict[tuple[UUID, int], asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))


async def execute_run(context: Context, run_id: UUID) -> None:
    """Do all that a run still has to do. Returns early when the run is cancelled, erased, or another's."""
    for _ in range(MAX_BEGINNINGS):
        begun = await retry_while_unavailable(partial(_begin, context, run_id), RUN_PATIENCE)
        if begun is None:
            return
        with context.model_slots.member(begun.run.patient_id):
            if not await _changed_meanwhile(begun):
                break
    await retry_while_unavailable(partial(_finish, context, run_id), RUN_PATIENCE)


async def _changed_meanwhile(begun: RunExecution) -> bool:
    """Go through a run's steps; whether something of it was erased or ended by somebody else meanwhile."""
    changed = False
    try:
        async with asyncio.TaskGroup() as group:
            for step, row in begun.rows.items():
                if row.status in runs.OPEN_STEPS:
                    group.create_task(_step(begun, step))
    except* (TakenOver, NotFound):
        log.info("Run %s was changed by another process", begun.run.id)
        changed = True
    except* Exception as errors:
        # A fault of ours would come again, so nobody is to take the run up.
        log.error("Run %s failed with %s", begun.run.id, type(errors.exceptions[0]).__name__)  # noqa: TRY400 - may hold words
    return changed


async def stop(db: Db, context: Context, run: Run, outcome: str = "cancelled") -> bool:
    """Cancel what a run has not done yet, and say so; False when it had ended."""
    if not await runs.end(db, run.id, outcome):
        return False
    dates = dict(await visits.listed(db, run.patient_id))
    rows = [row for row in await runs.steps_of(db, run.id) if row.session_id in dates]
    left = [row for row in rows if row.status in runs.OPEN_STEPS]
    attempts = [_attempt(context, run, row, dates[row.session_id]) for row in left]
    events = [_cut_short(attempt, row, "cancelled") for attempt, row in zip(attempts, left, strict=True)]
    await runs.cancel_steps(db, run.id)
    over = [*_waves_broken_off(rows, attempts), run_ended(run.id, outcome)]
    await context.logger.record(db, run.patient_id, [*events, *over])
    return True


def _cut_short(attempt: Attempt, row: RunStep, status: Status, **details: str) -> Event:
    """The end of an attempt that came to nothing, and how long it was under way."""
    event = attempt.event(generator(row.task).declared.event, status, **details)
    began = row.started_at if row.status == "running" else None
    took = datetime.now(UTC) - began if began else timedelta()
    return replace(event, milliseconds=max(0, round(took.total_seconds() * 1000)))


def _waves_broken_off(rows: Sequence[RunStep], unended: Sequence[Attempt]) -> list[Event]:
    """The ends of the waves of visits that had begun, as far as something of them was left."""
    begun = {(row.session_id, row.wave) for row in rows if row.attempt > 0}
    left = {(attempt.session_id, attempt.wave): attempt for attempt in unended}
    return [attempt.event("FAILED", "cancelled") for wave, attempt in left.items() if wave in begun]


async def _begin(context: Context, run_id: UUID) -> RunExecution | None:
    async with context.database.transaction() as db:
        alive = await claims.alive(db, context.settings.worker_lease_seconds)
        if not await runs.taken(db, run_id, context.executor, alive):
            return None
        run = await runs.find(db, run_id)
        rows = await runs.steps_of(db, run_id)
        dates = dict(await visits.listed(db, run.patient_id))
        left = [row for row in rows if row.status == "running" and row.session_id in dates]
        attempts = [_attempt(context, run, row, dates[row.session_id]) for row in left]
        pairs = zip(attempts, left, strict=True)
        interrupted = [_cut_short(attempt, row, "failed", reason="interrupted") for attempt, row in pairs]
        for row in left:  # for its next attempt; and what is entered once is not entered again
            await runs.let_step_wait(db, run_id, row.session_id, row.task, row.attempt)
        if interrupted:
            await context.logger.enter(db, run.patient_id, interrupted)
    steps_of_run = {Step(row.session_id, row.task): row for row in rows}
    in_order = visits_in_order(rows)
    execution = RunExecution(context, run, steps_of_run, dates, in_order, weights(steps_of_run, in_order))
    for step, row in execution.rows.items():
        execution.ended[step] = asyncio.get_running_loop().create_future()
        if row.status not in runs.OPEN_STEPS:
            execution.ended[step].set_result(row.status)
        if row.attempt > 0:
            execution.begun.add((step.session_id, row.wave))
    return execution


async def _finish(context: Context, run_id: UUID) -> None:
    """End a run that is this process's and has not ended: its last steps were erased, or a fault of ours ended it."""
    async with context.database.transaction() as db:
        if await runs.held(db, run_id, context.executor):
            well = all(row.status in runs.ENDED_WELL for row in await runs.steps_of(db, run_id))
            await stop(db, context, await runs.find(db, run_id), "completed" if well else "failed")


async def _step(execution: RunExecution, step: Step) -> None:
    blocked = False
    for other, need in waits_for(step, execution.visits):
        status = await execution.ended[other] if other in execution.ended else "reused"
        needed = need.result or (need.task == LABELING and not need.failed_too)
        blocked = blocked or (status not in runs.ENDED_WELL and needed)
    await _earlier_runs(execution, step)
    attempt = _attempt(execution.context, execution.run, execution.rows[step], execution.dates[step.session_id])
    attempt = replace(attempt, weight=execution.weights[step])
    outcome = _end(execution, attempt, "skipped", error_code="inputs_missing") if blocked else _do(execution, attempt)
    execution.ended[step].set_result(await outcome)


async def _earlier_runs(execution: RunExecution, step: Step) -> None:
    """Wait until no other run has anything to do before this: visits are taken in their order whoever asked."""
    tasks = [need.task for need in generator(step.task).NEEDS if need.visit == "previous"]
    if not tasks:
        return
    while await retry_while_unavailable(partial(_is_behind, execution, step, tasks), RUN_PATIENCE):  # noqa: ASYNC110 - a row sets no event
        await asyncio.sleep(LOOK_AGAIN)


async def _is_behind(execution: RunExecution, step: Step, tasks: Sequence[str]) -> bool:
    async with execution.context.database.snapshot() as db:
        alive = await claims.alive(db, execution.context.settings.worker_lease_seconds)
        return await runs.earlier_under_way(db, execution.run.id, step.session_id, tasks, alive)


async def _do(execution: RunExecution, attempt: Attempt) -> str:
    """Make a step's result, again where that helps; what the step has come to."""
    while True:
        if attempt.number == MAX_STARTS:
            return await _failed(execution, attempt, "worker_lost")
        attempt = replace(attempt, number=attempt.number + 1, tries=attempt.tries + 1)
        try:
            done = await _made_in_turn(execution, attempt)
        except ModelFailure as failure:
            if not tries_again(_order(execution, attempt), failure):
                return await _failed(execution, attempt, failure.reason)
            await asyncio.sleep(_pause(attempt, failure))
        except ClaimLost:
            attempt = replace(attempt, tries=attempt.tries - 1)  # it did not fail; another's attempt is at it
            await asyncio.sleep(LOOK_AGAIN)
        except DatabaseUnavailable:
            await retry_while_unavailable(execution.context.database.ping, RUN_PATIENCE)
            attempt = replace(attempt, number=attempt.number - 1)  # a beginning that did not last, or lasts
        except InputsMissing:
            # What it rests on was handed over anew meanwhile. Its beginning was not kept.
            unbegun = replace(attempt, number=attempt.number - 1)
            return await _end(execution, unbegun, "skipped", error_code=InputsMissing.code)
        except (NotFound, TakenOver):
            raise
        except Exception as error:
            # A fault of ours would come again: it ends this step, not the run.
            log.error("Step %s of run %s failed with %s", attempt.task, execution.run.id, type(error).__name__)  # noqa: TRY400 - may hold words
            return await _failed(execution, attempt, TheraBridgeError.code)
        else:
            if done.reused:
                return await _end(execution, attempt, "reused", generation_id=done.row.id)
            return done.row.state


async def _made_in_turn(execution: RunExecution, attempt: Attempt) -> TaskResult:
    """Make a step's result in its patient's turn. Until then the step waits: nothing of it has begun."""
    context = execution.context
    while True:
        async with context.model_slots.turn(attempt.patient_id, attempt.weight) as turn:
            if context.jobs.stopping:
                turn.end()  # callers may still use it
            async with context.jobs.at_work():
                await _wave_begun(execution, attempt)
                done = await attempt_task(context, _order(execution, attempt), turn)
        if done is not None:
            return done
        await asyncio.sleep(LOOK_AGAIN)  # a caller's attempt has the claim, and it is over by itself


def _order(execution: RunExecution, attempt: Attempt) -> TaskRequest:
    run = execution.run
    return TaskRequest(attempt.session_id, attempt.task, ModelTier(run.model_tier), force=run.force, attempt=attempt)


async def _failed(execution: RunExecution, attempt: Attempt, error_code: str) -> str:
    """End a step as failed, if its books have not done so."""
    with suppress(TakenOver):
        await _end(execution, attempt, "failed", error_code=error_code)
    return "failed"


async def _wave_begun(execution: RunExecution, attempt: Attempt) -> None:
    """Say that a visit's wave begins, once, and before anything in it does."""
    wave = (attempt.session_id, attempt.wave)
    async with execution.telling[wave]:
        if wave not in execution.begun:
            tries = count()
            await retry_while_unavailable(
                lambda: _tell_beginning(execution, attempt, again=next(tries) > 0), RUN_PATIENCE
            )
            execution.begun.add(wave)


async def _tell_beginning(execution: RunExecution, attempt: Attempt, *, again: bool) -> None:
    begins = attempt.event("START", "started")
    writing = execution.context.write_slots.turn(attempt.patient_id, attempt.weight)
    async with writing, execution.context.database.transaction() as db:
        await step_state.hold(db, attempt)
        if not (again and await event_log.is_told(db, execution.run.patient_id, begins.row())):
            await execution.context.logger.record(db, execution.run.patient_id, [begins])


async def _end(
    execution: RunExecution,
    attempt: Attempt,
    status: str,
    generation_id: UUID | None = None,
    error_code: str | None = None,
) -> str:
    """End a step that stored nothing."""

    async def once() -> None:
        async with execution.context.database.transaction() as db:
            over = await step_state.end(db, attempt, status, generation_id, error_code)
            events = [*_told(attempt, status, error_code), *over]
            if events:
                await execution.context.logger.record(db, execution.run.patient_id, events)

    await retry_while_unavailable(once, RUN_PATIENCE)
    return status


def _told(attempt: Attempt, status: str, error_code: str | None) -> list[Event]:
    name = generator(attempt.task).declared.event
    if status == "skipped":
        return [attempt.event(name, "skipped", reason=error_code)]
    return [attempt.event(name, "failed", reason=error_code)] if status == "failed" else []


def _attempt(context: Context, run: Run, row: RunStep, session_date: datetime) -> Attempt:
    return Attempt(run.id, run.patient_id, row.session_id, session_date, row.task, context.executor, row.attempt)


def _pause(attempt: Attempt, failure: ModelFailure) -> float:
    asked = failure.retry_after if isinstance(failure, ModelUnavailable) else None
    return asked if asked is not None else PAUSE * 4.0 ** (attempt.tries - 1)
