"""The append-only log of what happened to a patient, numbered without gaps in commit order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.store.database import Db
from app.store.models import PatientEventCounter, PipelineEvent

CHANNEL = "therabridge_events"


async def append(db: Db, patient_id: UUID, events: Sequence[dict[str, Any]]) -> int:
    """Add events and wake the listeners on commit; the last number given.

    Has to be a transaction's last statement: from here to the commit no other event of the patient gets a number,
    and that is what keeps a follower from skipping one.
    """
    taken = insert(PatientEventCounter).values(patient_id=patient_id, last=len(events))
    counted = taken.on_conflict_do_update(
        index_elements=[PatientEventCounter.patient_id], set_={"last": PatientEventCounter.last + len(events)}
    )
    last: int = (await db.execute(counted.returning(PatientEventCounter.last))).scalar_one()
    first = last - len(events) + 1
    rows = [{"patient_id": patient_id, "number": first + index, **event} for index, event in enumerate(events)]
    await db.execute(insert(PipelineEvent).values(rows))
    await db.execute(select(func.pg_notify(CHANNEL, f"{patient_id}:{last}")))
    return last


async def last_number(db: Db, patient_id: UUID) -> int:
    """The number of a patient's newest event; 0 before the first."""
    counter = select(PatientEventCounter.last).where(PatientEventCounter.patient_id == patient_id)
    return await db.scalar(counter) or 0


async def after(
    db: Db, patient_id: UUID, number: int, run_id: UUID | None = None, limit: int = 500
) -> Sequence[PipelineEvent]:
    """A patient's events after a number, or those of one run among them, in order."""
    query = select(PipelineEvent).where(PipelineEvent.patient_id == patient_id, PipelineEvent.number > number)
    if run_id is not None:
        query = query.where(PipelineEvent.run_id == run_id)
    return (await db.scalars(query.order_by(PipelineEvent.number).limit(limit))).all()
