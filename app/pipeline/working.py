"""Works through a run: each step as soon as what it waits for is over."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.errors import DatabaseUnavailable, ModelFailure, NotFound
from app.llm.model_tier import ModelTier
from app.pipeline.graph import Step, generator, waits_for
from app.pipeline.order import Order
from app.pipeline.parts import Parts
from app.pipeline.performing import Performed, make
from app.pipeline.planning import visits_in_order
from app.progress.telling import Event, Status
from app.store import event_log, runs, visits
from app.store.database import Db
from app.store.models import Run, RunStep

log = logging.getLogger(__name__)

ENDED_WELL = frozenset({"success", "insufficient", "reused"})


@dataclass
class Work:
    """A run under way in this process. `ended` holds the status of each step that has one; `over` lets others wait
    for it."""

    parts: Parts
    run: Run
    steps: Mapping[Step, RunStep]
    dates: Mapping[UUID, datetime]
    over: dict[Step, asyncio.Future[str]] = field(default_factory=dict)
    ended: dict[Step, str] = field(default_factory=dict)
    told: set[tuple[UUID, int]] = field(default_factory=set)


async def work(parts: Parts, run_id: UUID) -> None:
    """Do all that a run still has to do. Steps that ended before are not done again."""
    started = await _begin(parts, run_id)
    if started is None:
        return
    async with asyncio.TaskGroup() as group:
        for step, row in started.steps.items():
            if row.status in {"waiting", "running"}:
                group.create_task(_step(started, step))
    await _end(started)


async def cancel(db: Db, run: Run) -> bool:
    """Cancel what a run has not done yet, and say so; False when it had ended."""
    if not await runs.end(db, run.id, "cancelled"):
        return False
    dates = dict(await visits.listed(db, run.patient_id))
    steps = await runs.cancel_steps(db, run.id)
    events = [_event(run.id, dates, step.session_id, step.task, "cancelled").row() for step in steps]
    if events:
        await event_log.append(db, run.patient_id, events)
    return True


async def _begin(parts: Parts, run_id: UUID) -> Work | None:
    async with parts.database.transaction() as db:
        run = await runs.find(db, run_id)
        if run.status not in runs.UNDER_WAY:
            return None
        await runs.change(db, run_id, status="running", executor=parts.executor)
        rows = await runs.steps_of(db, run_id)
        dates = dict(await visits.listed(db, run.patient_id))
    steps = {Step(row.session_id, row.task): row for row in rows}
    loop = asyncio.get_running_loop()
    over = {step: loop.create_future() for step in steps}
    ended = {step: row.status for step, row in steps.items() if row.status not in runs.OPEN_STEPS}
    for step, status in ended.items():
        over[step].set_result(status)
    return Work(parts, run, steps, dates, over, ended)


async def _step(work: Work, step: Step) -> None:
    order = list(visits_in_order(list(work.steps.values())))
    blocked = None
    for other, need in waits_for(step, order):
        ended = await work.over[other] if other in work.over else "reused"
        if ended not in ENDED_WELL and (need.result or need.task == "speaker_labeling"):
            blocked = "inputs_missing"
    status = await (_skip(work, step, blocked) if blocked else _do(work, step))
    work.ended[step] = status
    if status != "cancelled":
        await _close_wave(work, step)
    work.over[step].set_result(status)  # only now, so that a phase is told as over before the next one starts


async def _do(work: Work, step: Step) -> str:
    attempt = work.steps[step].attempt + 1
    if not await _mark_running(work, step, attempt):
        return "cancelled"
    run = work.run
    order = Order(step.session_id, step.task, ModelTier(run.model_tier), force=run.force, run_id=run.id)
    try:
        done = await make(work.parts, replace(order, attempt=attempt))
    except ModelFailure as failure:
        return await _mark(work, step, "failed", error_code=failure.reason)
    except NotFound:
        return await _mark(work, step, "skipped", error_code="erased")
    except DatabaseUnavailable:
        raise  # the run is taken up again once the database is back
    except Exception as error:
        # A fault of ours would come again: it ends this step, not the run.
        log.error("%s of run %s: %s", step.task, run.id, type(error).__name__)  # noqa: TRY400 - a message may hold words
        return await _mark(work, step, "failed", error_code="internal")
    return await _mark(work, step, _status(done), generation_id=done.row.id)


def _status(done: Performed) -> str:
    return "reused" if done.reused else done.row.state


async def _skip(work: Work, step: Step, error_code: str) -> str:
    status = await _mark(work, step, "skipped", error_code=error_code)
    if status == "cancelled":
        return status
    async with work.parts.database.transaction() as db:
        event = _event(work.run.id, work.dates, step.session_id, step.task, "skipped")
        await event_log.append(db, work.run.patient_id, [event.row()])
    return status


async def _mark_running(work: Work, step: Step, attempt: int) -> bool:
    """False when the step was cancelled meanwhile, perhaps by another process, or erased."""
    wave = generator(step.task).declared.wave
    async with work.parts.database.transaction() as db:
        now = datetime.now(UTC)
        key = (work.run.id, step.session_id, step.task)
        if not await runs.change_step(db, *key, status="running", attempt=attempt, started_at=now):
            return False
        if (step.session_id, wave) not in work.told:
            work.told.add((step.session_id, wave))
            await _tell_wave(db, work, step, "START", "started")
    return True


async def _mark(work: Work, step: Step, status: str, **values: Any) -> str:
    async with work.parts.database.transaction() as db:
        key = (work.run.id, step.session_id, step.task)
        if await runs.change_step(db, *key, status=status, ended_at=datetime.now(UTC), **values):
            return status
        return await runs.step_status(db, *key)


async def _close_wave(work: Work, step: Step) -> None:
    """Say that a visit's wave is over, once its last step is."""
    wave = generator(step.task).declared.wave
    mine = [other for other in work.steps if _same_wave(other, step.session_id, wave)]
    if (step.session_id, wave) not in work.told or not all(other in work.ended for other in mine):
        return
    work.told.discard((step.session_id, wave))
    well = all(work.ended[other] in ENDED_WELL for other in mine)
    async with work.parts.database.transaction() as db:
        await _tell_wave(db, work, step, *(("COMPLETE", "success") if well else ("FAILED", "failed")))


def _same_wave(step: Step, session_id: UUID, wave: int) -> bool:
    return step.session_id == session_id and generator(step.task).declared.wave == wave


async def _tell_wave(db: Db, work: Work, step: Step, name: str, status: Status) -> None:
    event = Event(
        session_id=step.session_id,
        session_date=work.dates[step.session_id],
        wave=generator(step.task).declared.wave,
        event=name,
        status=status,
        run_id=work.run.id,
    )
    await event_log.append(db, work.run.patient_id, [event.row()])


def _event(run_id: UUID, dates: Mapping[UUID, datetime], session_id: UUID, task: str, status: Status) -> Event:
    declared = generator(task).declared
    return Event(session_id, dates[session_id], declared.wave, declared.event, status, run_id)


async def _end(work: Work) -> None:
    ended = [future.result() for future in work.over.values()]
    failed = any(status in {"failed", "skipped"} for status in ended)
    some = any(status in ENDED_WELL for status in ended)
    status = "completed" if not failed else "partial" if some else "failed"
    async with work.parts.database.transaction() as db:
        await runs.end(db, work.run.id, status)
