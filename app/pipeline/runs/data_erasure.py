"""Erases a visit or a patient: cancels active runs first, then deletes everything derived from their words."""

from collections.abc import Mapping
from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.runs.cancellation import cancel_runs
from app.progress.events import visit_erased_event
from app.store import erasure, event_log, generations, patients, runs, visits
from app.store.database import Db
from app.store.visits import VisitFingerprints


async def erase_patient_data(context: Context, patient_id: UUID) -> None:
    """Erase a patient. Raises NotFound."""
    async with context.database.transaction() as db:
        await patients.find_patient(db, patient_id)
    await cancel_runs(context, patient_id)
    async with context.database.transaction() as db:
        erased = [session_id for session_id, _ in await visits.list_visits(db, patient_id)]
        await visits.lock_visits_for_writing(db, erased)
        await patients.lock_patient(db, patient_id)
        done = await runs.runs_of_patient(db, patient_id)
        await erasure.erase_patient(db, patient_id)
        await event_log.notify_subscribers(db, patient_id)
    context.inflight_calls.cancel(erased)
    await context.jobs.delete_jobs(done)


async def erase_visit_data(context: Context, session_id: UUID) -> None:
    """Erase a visit, and every result and version whose memory included it. Raises NotFound."""
    async with context.database.transaction() as db:
        patient_id = (await visits.find_visit(db, session_id)).patient_id
    await cancel_runs(context, patient_id, session_id)
    async with context.database.transaction() as db:
        await visits.lock_visits_for_writing(db, [session_id])
        await patients.lock_patient(db, patient_id)
        before = await visits.fingerprints_of_patient(db, patient_id)
        await erasure.erase_visit(db, patient_id, session_id)
        await _keep_fresh(db, before, await visits.fingerprints_of_patient(db, patient_id))
        await context.logger.record(db, patient_id, [visit_erased_event()])
    context.inflight_calls.cancel([session_id])


async def _keep_fresh(
    db: Db, before: Mapping[UUID, VisitFingerprints], after: Mapping[UUID, VisitFingerprints]
) -> None:
    """Keep the remaining results of later visits valid: they remembered nothing of the erased visit."""
    for session, ground in after.items():
        if session in before and before[session].past != ground.past:
            await generations.update_past_fingerprint(db, session, before[session].past, ground.past)
