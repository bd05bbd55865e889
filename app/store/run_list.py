"""The list of runs, newest first. One query a page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, case, func, select, true, tuple_
from sqlalchemy.orm import aliased

from app.store.database import Db
from app.store.ledger import is_billable
from app.store.models import ModelCall, Run, RunStep
from app.store.runs import ENDED_BADLY, OPEN_STEPS

RunStatus = Literal["queued", "running", "completed", "partial", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run of the list. `steps` counts all of its steps, `ended` those that have ended, `failed` those that ended
    without a result. `cost_usd` is None while the price of one of its calls is not known.
    """

    run: Run
    steps: int
    ended: int
    failed: int
    cost_usd: Decimal | None


async def list_runs(
    db: Db, patient_id: UUID | None, status: RunStatus | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[ListedRun]:
    """Return a page of runs, of one patient or all, newest first."""
    page = select(Run)
    if patient_id is not None:
        page = page.where(Run.patient_id == patient_id)
    if status is not None:
        page = page.where(Run.status == status)
    if after is not None:
        page = page.where(tuple_(Run.created_at, Run.id) < tuple_(*after))
    page = page.order_by(Run.created_at.desc(), Run.id.desc()).limit(limit)
    rows = await db.execute(_counted(page))
    return [ListedRun(*row) for row in rows]


def _counted(page: Select[Run]) -> Select[Any]:
    """Return the query of a page of runs, with what is counted of each run of the page alone."""
    run = aliased(Run, page.subquery())
    ended, failed = RunStep.status.not_in(OPEN_STEPS), RunStep.status.in_(ENDED_BADLY)
    counted = {"total": func.count(), "ended": func.count().filter(ended), "failed": func.count().filter(failed)}
    steps = select(*(count.label(name) for name, count in counted.items())).where(RunStep.run_id == run.id).lateral()
    unpriced = func.count().filter(ModelCall.cost_usd.is_(None))
    cost = case((unpriced == 0, func.coalesce(func.sum(ModelCall.cost_usd), 0)))
    spent = select(cost.label("usd")).where(ModelCall.run_id == run.id, is_billable()).lateral()
    query = select(run, *steps.c, spent.c.usd).select_from(run).join(steps, true()).join(spent, true())
    return query.order_by(run.created_at.desc(), run.id.desc())
