"""The append-only event log of a patient, numbered without gaps in commit order."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from app.store.database import Db
from app.store.models import PatientEventCounter, PipelineEvent, Run
from app.store.runs import UNDER_WAY

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
    SELECT last FROM counted, pg_notify(:channel, :patient || ':' || last), log_processing(:entries)
    """
).bindparams(
    bindparam("patient", type_=Uuid()),
    bindparam("count", type_=Integer()),
    bindparam("events", type_=JSONB()),
    bindparam("entries", type_=JSONB()),
)

_WAKE = text(
    """
    SELECT pg_notify(:channel, :patient || ':' || coalesce(
        (SELECT last FROM patient_event_counters WHERE patient_id = :patient), 0))
    """
).bindparams(bindparam("patient", type_=Uuid()))


async def append(
    db: Db, patient_id: UUID, events: Sequence[dict[str, Any]], entries: Sequence[dict[str, Any]] = ()
) -> int:
    """Add events and wake the listeners on commit; the last number given. `entries` go into the processing log.

    Has to be a transaction's last statement: from here to the commit no other event of the patient gets a number,
    and that is what keeps a follower from skipping one.
    """
    given = {"patient": patient_id, "count": len(events), "events": events, "channel": CHANNEL, "entries": entries}
    return int((await db.execute(_APPEND, given)).scalar_one())


async def notify_subscribers(db: Db, patient_id: UUID) -> None:
    """Notify a patient's subscribers on commit, though there may be no new event: a run has ended, or the patient was
    erased."""
    await db.execute(_WAKE, {"patient": patient_id, "channel": CHANNEL})


async def is_told(db: Db, patient_id: UUID, event: dict[str, Any]) -> bool:
    """Whether an event of a run is in the log already: the commit that seemed lost took place."""
    names = ("run_id", "session_id", "phase", "event", "status", "attempt")
    same = select(PipelineEvent.id).filter_by(patient_id=patient_id, **{name: event[name] for name in names})
    return bool(await db.scalar(select(same.exists())))


async def last_number(db: Db, patient_id: UUID) -> int:
    """The number of a patient's newest event; 0 before the first."""
    counter = select(PatientEventCounter.last).where(PatientEventCounter.patient_id == patient_id)
    return await db.scalar(counter) or 0


async def events_after(
    db: Db, patient_id: UUID, number: int, run_id: UUID | None = None, limit: int = 500
) -> Sequence[PipelineEvent]:
    """A patient's events after a number, or those of one run among them, in order."""
    query = select(PipelineEvent).where(PipelineEvent.patient_id == patient_id, PipelineEvent.number > number)
    if run_id is not None:
        query = query.where(PipelineEvent.run_id == run_id)
    return (await db.scalars(query.order_by(PipelineEvent.number).limit(limit))).all()


async def last_numbers(db: Db, patient_ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers of several patients' newest events; patients without any are not in it."""
    counter = PatientEventCounter
    rows = await db.execute(select(counter.patient_id, counter.last).where(counter.patient_id.in_(patient_ids)))
    return {row.patient_id: row.last for row in rows}


async def next_number(db: Db, patient_id: UUID, number: int) -> int | None:
    """The number of a patient's first event after a number."""
    mine = (PipelineEvent.patient_id == patient_id, PipelineEvent.number > number)
    return await db.scalar(select(func.min(PipelineEvent.number)).where(*mine))


async def ended_runs(db: Db, run_ids: Collection[UUID]) -> set[UUID]:
    """Those of the runs that will have no more events: they have ended, or were erased."""
    if not run_ids:
        return set()
    going = select(Run.id).where(Run.id.in_(run_ids), Run.status.in_(UNDER_WAY))
    return set(run_ids) - set(await db.scalars(going))
