"""The stored state of a run's steps, changed only by the process that works on the run.

Each function but `conclude_step` belongs in a transaction of its caller's; `end_step` returns the events to publish at
its end. The run's row is locked meanwhile, so that what a step's end means for its wave and its run is decided once.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.graph import generator
from app.progress.events import Event, Status, run_ended
from app.store import runs
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.models import Run, RunStep
from app.store.runs import StepCounts

RUN_PATIENCE = 600.0
"""Seconds for which a run waits for a database that is away."""


class StepTakenOver(Exception):
    """The step is no longer this process's: the run was cancelled, erased, or taken up by another process."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a step of a patient's run. `number` counts from 1; `executor` is the process it is made by,
    `tries` how often that process has tried, `weight` how many steps of the run wait for it one after another."""

    run_id: UUID
    patient_id: UUID
    session_id: UUID
    session_date: datetime
    task: str
    executor: str
    number: int = 0
    tries: int = 0
    weight: int = 0

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        """The step's row."""
        return self.run_id, self.session_id, self.task

    @property
    def wave(self) -> int:
        """The wave the step is part of."""
        return generator(self.task).declared.wave

    def event(self, name: str, status: Status, **details: Any) -> Event:
        """An event of this attempt."""
        return Event(
            session_id=self.session_id,
            session_date=self.session_date,
            wave=self.wave,
            event=name,
            status=status,
            run_id=self.run_id,
            attempt=max(self.number, 1),
            details=details,
        )


def step_attempt(context: Context, run: Run, row: RunStep, session_date: datetime) -> Attempt:
    """The attempt that a step of a run is at, made by this process."""
    return Attempt(run.id, run.patient_id, row.session_id, session_date, row.task, context.executor, row.attempt)


async def lock_step(db: Db, attempt: Attempt) -> None:
    """Let nobody else begin or end a step of the run until the transaction ends. Raises StepTakenOver."""
    if not await runs.lock_own_run(db, attempt.run_id, attempt.executor):
        raise StepTakenOver


async def begin_step(db: Db, attempt: Attempt) -> None:
    """Begin a step. Raises StepTakenOver."""
    if not await runs.begin_step(db, *attempt.key, attempt.number, attempt.executor):
        raise StepTakenOver


async def check_step(db: Db, attempt: Attempt) -> None:
    """Raises StepTakenOver unless the step is still at this attempt."""
    if not await runs.step_is_at(db, *attempt.key, attempt.number, attempt.executor):
        raise StepTakenOver


async def wait_again(db: Db, attempt: Attempt) -> None:
    """Let a step that failed wait for its next attempt. Raises StepTakenOver."""
    await lock_step(db, attempt)
    if not await runs.let_step_wait(db, *attempt.key, attempt.number):
        raise StepTakenOver


async def end_step(
    db: Db, attempt: Attempt, status: str, generation_id: UUID | None = None, error_code: str | None = None
) -> list[Event]:
    """End a step, with it its wave and its run where it is the last. Raises StepTakenOver."""
    await lock_step(db, attempt)
    values = {"status": status, "generation_id": generation_id, "error_code": error_code}
    if not await runs.end_step(db, *attempt.key, attempt.number, values):
        raise StepTakenOver
    tally = await _tally(db, attempt)
    over = _wave_over(attempt, tally)
    if tally.open == 0 and await runs.end(db, attempt.run_id, _outcome(tally)):
        over.append(run_ended(attempt.run_id, _outcome(tally)))
    return over


async def conclude_step(
    context: Context, attempt: Attempt, status: str, generation_id: UUID | None = None, error_code: str | None = None
) -> None:
    """End a step that stored nothing, in a transaction of its own. Raises StepTakenOver."""

    async def once() -> None:
        async with context.database.transaction() as db:
            over = await end_step(db, attempt, status, generation_id, error_code)
            if events := [*_end_events(attempt, status, error_code), *over]:
                await context.logger.record(db, attempt.patient_id, events)

    await retry_while_unavailable(once, RUN_PATIENCE)


def _end_events(attempt: Attempt, status: str, error_code: str | None) -> list[Event]:
    name = generator(attempt.task).declared.event
    if status == "skipped":
        return [attempt.event(name, "skipped", reason=error_code)]
    return [attempt.event(name, "failed", reason=error_code)] if status == "failed" else []


def _wave_over(attempt: Attempt, tally: StepCounts) -> list[Event]:
    if tally.open_in_wave or not tally.begun_in_wave:
        return []
    over = attempt.event("FAILED", "failed") if tally.wrong_in_wave else attempt.event("COMPLETE", "success")
    return [replace(over, milliseconds=tally.wave_milliseconds)]


async def _tally(db: Db, attempt: Attempt) -> StepCounts:
    return await runs.count_steps(db, attempt.run_id, attempt.session_id, attempt.wave)


def _outcome(tally: StepCounts) -> str:
    if not tally.wrong:
        return "completed"
    return "partial" if tally.well else "failed"
