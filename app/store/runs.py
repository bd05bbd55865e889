"""Runs of the waves and their steps, as rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Update, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from app.errors import NotFound
from app.store.database import Db
from app.store.ledger import worked_on
from app.store.models import ModelCall, Run, RunStep, TherapySession
from app.store.sql_time import seconds_ago
from app.store.step_status import StepGroup, statuses_in

UNDER_WAY = ("queued", "running")
OPEN_STEPS = statuses_in(StepGroup.OPEN)
ENDED_WELL = statuses_in(StepGroup.WELL)
ENDED_BADLY = statuses_in(StepGroup.BADLY)
CANCELLED = statuses_in(StepGroup.CANCELLED)
SOON = 10.0
"""Seconds within which an enqueued run starts, unless all slots are taken."""


async def add(db: Db, values: dict[str, Any], steps: Sequence[dict[str, Any]]) -> Run:
    """Store a run and its steps, in their order."""
    run = (await db.scalars(insert(Run).values(**values).returning(Run))).one()
    rows = [{"run_id": run.id, "position": position, **step} for position, step in enumerate(steps)]
    if rows:
        await db.execute(insert(RunStep).values(rows))
    return run


async def find(db: Db, run_id: UUID) -> Run:
    """Raises NotFound."""
    run = await db.get(Run, run_id)
    if run is None:
        raise NotFound("No such run.")
    return run


async def steps_of(db: Db, run_id: UUID) -> Sequence[RunStep]:
    """A run's steps in their order."""
    return (await db.scalars(select(RunStep).where(RunStep.run_id == run_id).order_by(RunStep.position))).all()


async def under_way(db: Db, patient_id: UUID) -> Sequence[Run]:
    """A patient's runs that have not ended, oldest first."""
    mine = select(Run).where(Run.patient_id == patient_id, Run.status.in_(UNDER_WAY))
    return (await db.scalars(mine.order_by(Run.created_at))).all()


async def asked_for_since(db: Db, patient_id: UUID, waited: float, at_once: float) -> Sequence[Run]:
    """A patient's runs that were requested at the same time as a request that has waited for so many seconds, or up to
    `at_once` seconds before it, and had not ended when it came, newest first."""
    came = func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, 0, waited)
    recent = (Run.created_at > came - func.make_interval(0, 0, 0, 0, 0, 0, at_once)) & (
        Run.ended_at.is_(None) | (Run.ended_at > came)
    )
    return (
        await db.scalars(select(Run).where(Run.patient_id == patient_id, recent).order_by(Run.created_at.desc()))
    ).all()


async def end(db: Db, run_id: UUID, status: str) -> bool:
    """End a run that is under way; False when it had ended already."""
    ended = (
        update(Run)
        .where(Run.id == run_id, Run.status.in_(UNDER_WAY))
        .values(status=status, ended_at=func.clock_timestamp())
    )
    return (await db.execute(ended.returning(Run.id), execution_options=_QUIETLY)).first() is not None


async def runs_of_patient(db: Db, patient_id: UUID) -> Sequence[UUID]:
    """All of a patient's runs."""
    return (await db.scalars(select(Run.id).where(Run.patient_id == patient_id))).all()


async def take_over(db: Db, run_id: UUID, executor: str, alive: Collection[str]) -> bool:
    """Take over a run that no living executor has; False when one has it, or it has ended."""
    free = or_(Run.executor.is_(None), Run.executor == executor, Run.executor.not_in(alive))
    mine = update(Run).where(Run.id == run_id, Run.status.in_(UNDER_WAY), free)
    mine = mine.values(status="running", executor=executor).returning(Run.id)
    return (await db.execute(mine, execution_options=_QUIETLY)).first() is not None


async def all_under_way(db: Db) -> Sequence[UUID]:
    """Every run that has not ended."""
    return (await db.scalars(select(Run.id).where(Run.status.in_(UNDER_WAY)))).all()


async def lock_own_run(db: Db, run_id: UUID, executor: str) -> bool:
    """Lock a run until the transaction ends, so that its steps start and end one after another; False when it is no
    longer this executor's."""
    mine = select(Run.id).where(Run.id == run_id, Run.executor == executor, Run.status.in_(UNDER_WAY))
    return await db.scalar(mine.with_for_update(key_share=True)) is not None


async def begin_step(db: Db, run_id: UUID, session_id: UUID, task: str, attempt: int, executor: str) -> bool:
    """Start an attempt at a step, or start it again; False when the step has ended or the run is not this
    executor's."""
    mine = select(Run.id).where(Run.id == run_id, Run.executor == executor, Run.status.in_(UNDER_WAY))
    begun = _step(run_id, session_id, task, OPEN_STEPS).where(RunStep.attempt <= attempt, mine.exists())
    begun = begun.values(status="running", attempt=attempt, started_at=func.now()).returning(RunStep.task)
    return (await db.execute(begun, execution_options=_QUIETLY)).first() is not None


async def step_is_at(db: Db, run_id: UUID, session_id: UUID, task: str, attempt: int, executor: str) -> bool:
    """Whether a step is running in this attempt, in a run that is still this executor's."""
    mine = (Run.id == run_id, Run.executor == executor, Run.status.in_(UNDER_WAY))
    here = (RunStep.run_id == Run.id, RunStep.session_id == session_id, RunStep.task == task)
    now = select(Run.id).where(*mine, *here, RunStep.status == "running", RunStep.attempt == attempt)
    return bool(await db.scalar(select(now.exists())))


async def end_step(db: Db, run_id: UUID, session_id: UUID, task: str, attempt: int, values: Mapping[str, Any]) -> bool:
    """End a step that is at this attempt and has not ended; False when it is not or has."""
    ended = _step(run_id, session_id, task, OPEN_STEPS).where(RunStep.attempt == attempt)
    ended = ended.values(**values, ended_at=func.clock_timestamp()).returning(RunStep.task)
    return (await db.execute(ended, execution_options=_QUIETLY)).first() is not None


async def let_step_wait(db: Db, run_id: UUID, session_id: UUID, task: str, attempt: int) -> bool:
    """Reset a step that is at this attempt to waiting; False when it is not, or has ended."""
    waits = _step(run_id, session_id, task, ("running",)).where(RunStep.attempt == attempt)
    waits = waits.values(status="waiting").returning(RunStep.task)
    return (await db.execute(waits, execution_options=_QUIETLY)).first() is not None


@dataclass(frozen=True, slots=True)
class StepCounts:
    """The progress of a run, and of one wave of one of its visits: steps that are open, failed and succeeded."""

    wave_milliseconds: int
    begun_in_wave: int
    open_in_wave: int
    wrong_in_wave: int
    open: int
    wrong: int
    well: int


async def count_steps(db: Db, run_id: UUID, session_id: UUID, wave: int) -> StepCounts:
    """Count the steps of a run."""
    here = (RunStep.session_id == session_id) & (RunStep.wave == wave)
    is_open, is_wrong = RunStep.status.in_(OPEN_STEPS), RunStep.status.in_(ENDED_BADLY)
    counts = (here & (RunStep.attempt > 0), here & is_open, here & is_wrong, is_open, is_wrong)
    columns = [func.count().filter(which) for which in (*counts, RunStep.status.in_(ENDED_WELL))]
    took = func.extract("epoch", func.now() - func.min(RunStep.started_at).filter(here)) * 1000
    counting = select(func.coalesce(took, 0), *columns).where(RunStep.run_id == run_id)
    counted = (await db.execute(counting)).one()
    return StepCounts(*(int(number) for number in counted))


async def given_up(db: Db, patient_id: UUID, task: str) -> dict[UUID, str]:
    """For each of a patient's visits of which a run that has ended made nothing of a task: why, or how the step ended.
    Where several runs did, the newest."""
    query = (
        select(RunStep.session_id, func.coalesce(RunStep.error_code, RunStep.status).label("why"))
        .join(Run, Run.id == RunStep.run_id)
        .where(Run.patient_id == patient_id, Run.status.not_in(UNDER_WAY))
        .where(RunStep.task == task, RunStep.status.in_((*ENDED_BADLY, *CANCELLED)))
        .order_by(Run.created_at)
    )
    return {row.session_id: row.why for row in await db.execute(query)}


async def earlier_under_way(
    db: Db, run_id: UUID, session_id: UUID, tasks: Sequence[str], alive: Collection[str]
) -> bool:
    """Whether another run that somebody alive works on, or is about to, still has one of these tasks to do for an
    earlier visit of the same patient. One that was not begun for `SOON` may be waiting for the place that is taken up
    by waiting for it."""
    worked_on = (Run.status == "running") & Run.executor.in_(alive)
    about_to_be = (Run.status == "queued") & (Run.created_at > seconds_ago(SOON))
    mine, other = aliased(TherapySession), aliased(TherapySession)
    before = tuple_(other.session_date, other.id) < tuple_(mine.session_date, mine.id)
    open_ = (
        select(RunStep.task)
        .join(Run, Run.id == RunStep.run_id)
        .join(other, other.id == RunStep.session_id)
        .join(mine, (mine.id == session_id) & (mine.patient_id == other.patient_id))
        .where(Run.id != run_id, or_(worked_on, about_to_be), before)
        .where(RunStep.task.in_(tasks), RunStep.status.in_(OPEN_STEPS))
    )
    return bool(await db.scalar(select(open_.exists())))


async def cancel_steps(db: Db, run_id: UUID) -> Sequence[RunStep]:
    """Cancel every step of a run that has not ended; the steps."""
    open_ = update(RunStep).where(RunStep.run_id == run_id, RunStep.status.in_(OPEN_STEPS))
    cancelled = await db.scalars(open_.values(status="cancelled", ended_at=func.now()).returning(RunStep))
    return cancelled.all()


async def run_cost(db: Db, run_id: UUID) -> tuple[Any, bool]:
    """US dollars of a run's billable calls, and whether every one of them has a price."""
    total = func.coalesce(func.sum(ModelCall.cost_usd), 0)
    priced = func.bool_and(ModelCall.cost_usd.is_not(None))
    mine = select(total, func.coalesce(priced, True)).where(ModelCall.run_id == run_id, worked_on())
    row = (await db.execute(mine)).one()
    return row[0], row[1]


def _step(run_id: UUID, session_id: UUID, task: str, statuses: Sequence[str]) -> Update:
    mine = (RunStep.run_id == run_id, RunStep.session_id == session_id, RunStep.task == task)
    return update(RunStep).where(*mine, RunStep.status.in_(statuses))


_QUIETLY = {"synchronize_session": False}
