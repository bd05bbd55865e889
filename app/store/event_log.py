"""The append-only log of what happened to a patient, numbered without gaps in commit order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB

from app.store.database import Db
from app.store.models import PatientEventCounter, PipelineEvent

CHANNEL = "therabridge_events"

# One statement, since every transaction of ours ends in it.
_APPEND = text(
    """
    WITH counted AS (
        INSERT INTO patient_event_counters AS counter (patient_id, last) VALUES (:patient, :count)
        ON CONFLICT (patient_id) DO UPDATE SET last = counter.last + :count
        RETURNING last
    ), told AS (
        INSERT INTO pipeline_events
            (patient_id, number, session_id, session_date, phase, event, status, run_id, attempt, wave, metadata)
        SELECT :patient, counted.last - :count + given.place, (told->>'session_id')::uuid, told->>'session_date',
            told->>'phase', told->>'event', told->>'status', (told->>'run_id')::uuid, (told->>'attempt')::int,
            told->>'wave', told->'details'
        FROM counted, jsonb_array_elements(:events) WITH ORDINALITY AS given(told, place)
    )
    SELECT last FROM counted, pg_notify(:channel, :patient || ':' || last)
    """
).bindparams(
    bindparam("patient", type_=Uuid()), bindparam("count", type_=Integer()), bindparam("events", type_=JSONB())
)


async def append(db: Db, patient_id: UUID, events: Sequence[dict[str, Any]]) -> int:
    """Add events and wake the listeners on commit; the last number given.

    Has to be a transaction's last statement: from here to the commit no other event of the patient gets a number,
    and that is what keeps a follower from skipping one.
    """
    given = {"patient": patient_id, "count": len(events), "events": events, "channel": CHANNEL}
    return int((await db.execute(_APPEND, given)).scalar_one())


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
