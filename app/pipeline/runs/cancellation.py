"""Cancels runs: steps that have not ended are cancelled in the database, model calls in flight are broken off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.execution.step_state import Attempt, step_attempt
from app.pipeline.graph import generator
from app.progress.events import Event, Status, run_ended
from app.store import runs, visits
from app.store.database import Db
from app.store.models import Run, RunStep


async def cancel_runs(context: Context, patient_id: UUID, session_id: UUID | None = None) -> None:
    """Cancel a patient's runs, or those of them that a visit is part of."""
    async with context.database.transaction() as db:
        found = [run.id for run in await runs.under_way(db, patient_id) if await _concerns(db, run.id, session_id)]
    for run_id in found:
        await cancel_run(context, run_id)


async def cancel_run(context: Context, run_id: UUID) -> bool:
    """Cancel a run: its waiting steps at once, the call under way broken off. False when it had ended."""
    async with context.database.transaction() as db:
        cancelled = await end_run(db, context, await runs.find(db, run_id))
    await context.jobs.cancel([run_id])
    return cancelled


async def _concerns(db: Db, run_id: UUID, session_id: UUID | None) -> bool:
    return session_id is None or session_id in {step.session_id for step in await runs.steps_of(db, run_id)}


async def end_run(db: Db, context: Context, run: Run, outcome: str = "cancelled") -> bool:
    """End a run: cancel its steps that have not ended, and publish that. False when it had ended."""
    if not await runs.end(db, run.id, outcome):
        return False
    dates = dict(await visits.list_visits(db, run.patient_id))
    rows = [row for row in await runs.steps_of(db, run.id) if row.session_id in dates]
    left = [row for row in rows if row.status in runs.OPEN_STEPS]
    attempts = [step_attempt(context, run, row, dates[row.session_id]) for row in left]
    events = [interrupted_event(attempt, row, "cancelled") for attempt, row in zip(attempts, left, strict=True)]
    await runs.cancel_steps(db, run.id)
    over = [*_interrupted_waves(rows, attempts), run_ended(run.id, outcome)]
    await context.logger.record(db, run.patient_id, [*events, *over])
    return True


def interrupted_event(attempt: Attempt, row: RunStep, status: Status, **details: str) -> Event:
    """The end of an attempt without a result, with the time it took."""
    event = attempt.event(generator(row.task).declared.event, status, **details)
    began = row.started_at if row.status == "running" else None
    took = datetime.now(UTC) - began if began else timedelta()
    return replace(event, milliseconds=max(0, round(took.total_seconds() * 1000)))


def _interrupted_waves(rows: Sequence[RunStep], unended: Sequence[Attempt]) -> list[Event]:
    """The ends of the waves that had begun and not ended."""
    begun = {(row.session_id, row.wave) for row in rows if row.attempt > 0}
    left = {(attempt.session_id, attempt.wave): attempt for attempt in unended}
    return [attempt.event("FAILED", "cancelled") for wave, attempt in left.items() if wave in begun]
