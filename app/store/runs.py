"""Runs of the waves and their steps, as rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.errors import NotFound
from app.store.database import Db
from app.store.ledger import worked_on
from app.store.models import ModelCall, Run, RunStep

UNDER_WAY = ("queued", "running")
OPEN_STEPS = ("waiting", "running")


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


async def orphaned(db: Db, alive: set[str]) -> Sequence[Run]:
    """Runs that no living executor works on, taken by whoever holds their rows."""
    query = select(Run).where(Run.status.in_(UNDER_WAY)).with_for_update(skip_locked=True)
    return [run for run in await db.scalars(query) if run.executor not in alive]


async def change(db: Db, run_id: UUID, **values: Any) -> None:
    """Set columns of a run."""
    await db.execute(update(Run).where(Run.id == run_id).values(**values), execution_options=_QUIETLY)


async def end(db: Db, run_id: UUID, status: str) -> bool:
    """End a run that is under way; False when it had ended already."""
    ended = update(Run).where(Run.id == run_id, Run.status.in_(UNDER_WAY)).values(status=status, ended_at=func.now())
    return (await db.execute(ended.returning(Run.id), execution_options=_QUIETLY)).first() is not None


async def change_step(db: Db, run_id: UUID, session_id: UUID, task: str, **values: Any) -> bool:
    """Set columns of a step that has not ended; False when it has."""
    mine = (RunStep.run_id == run_id, RunStep.session_id == session_id, RunStep.task == task)
    open_ = update(RunStep).where(*mine, RunStep.status.in_(OPEN_STEPS)).values(**values)
    return (await db.execute(open_.returning(RunStep.task), execution_options=_QUIETLY)).first() is not None


async def step_status(db: Db, run_id: UUID, session_id: UUID, task: str) -> str:
    """What a step has come to, perhaps by another process; "cancelled" when it was erased."""
    mine = (RunStep.run_id == run_id, RunStep.session_id == session_id, RunStep.task == task)
    return await db.scalar(select(RunStep.status).where(*mine)) or "cancelled"


async def cancel_steps(db: Db, run_id: UUID) -> Sequence[RunStep]:
    """Cancel every step of a run that has not ended; the steps."""
    open_ = update(RunStep).where(RunStep.run_id == run_id, RunStep.status.in_(OPEN_STEPS))
    cancelled = await db.scalars(open_.values(status="cancelled", ended_at=func.now()).returning(RunStep))
    return cancelled.all()


async def cost(db: Db, run_id: UUID) -> tuple[Any, bool]:
    """US dollars of the calls that a run's models worked on, and whether every one of them has a price."""
    total = func.coalesce(func.sum(ModelCall.cost_usd), 0)
    priced = func.bool_and(ModelCall.cost_usd.is_not(None))
    mine = select(total, func.coalesce(priced, True)).where(ModelCall.run_id == run_id, worked_on())
    row = (await db.execute(mine)).one()
    return row[0], row[1]


async def is_cancelled(db: Db, run_id: UUID) -> bool:
    """Whether a run was cancelled, or erased."""
    going = exists().where(Run.id == run_id, Run.status.in_(UNDER_WAY))
    return not await db.scalar(select(going))


_QUIETLY = {"synchronize_session": False}
