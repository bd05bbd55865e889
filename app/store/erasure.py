"""Erasing a visit or a patient, with everything that was made from their words."""

from uuid import UUID

from sqlalchemy import delete, select, update

from app.store import versions
from app.store.database import Db
from app.store.models import (
    Claim,
    Generation,
    GenerationCost,
    Patient,
    PipelineEvent,
    ProcessingLog,
    Run,
    SessionBridge,
    TherapySession,
    YourJourney,
)

_QUIETLY = {"synchronize_session": False}


async def erase_visit(db: Db, patient_id: UUID, session_id: UUID) -> None:
    """Erase a visit and every result and version whose memory held it. The caller holds the patient's lock."""
    for document in (versions.YOUR_JOURNEY, versions.SESSION_BRIDGE):
        await versions.erase_made_from(db, document, patient_id, session_id)
    held = Generation.sources.has_key(str(session_id))
    await db.execute(delete(Generation).where(Generation.patient_id == patient_id, held), execution_options=_QUIETLY)
    await _forget_copies(db, patient_id)
    visit = delete(TherapySession).where(TherapySession.id == session_id)
    await db.execute(visit, execution_options=_QUIETLY)
    for document in (versions.YOUR_JOURNEY, versions.SESSION_BRIDGE):
        await versions.point_forward(db, document, patient_id)


async def erase_patient(db: Db, patient_id: UUID) -> None:
    """Erase a patient. A row that the platform made stays, with nothing of ours hanging on it."""
    ours = delete(Patient).where(Patient.id == patient_id, Patient.created_by_service)
    if (await db.execute(ours.returning(Patient.id), execution_options=_QUIETLY)).first() is not None:
        return
    for model in (YourJourney, SessionBridge, Generation, Run, PipelineEvent):
        await db.execute(delete(model).where(model.patient_id == patient_id), execution_options=_QUIETLY)
    mine = select(TherapySession.id).where(TherapySession.patient_id == patient_id)
    await db.execute(delete(ProcessingLog).where(ProcessingLog.session_id.in_(mine)), execution_options=_QUIETLY)
    await db.execute(delete(Claim).where(Claim.session_id.in_(mine)), execution_options=_QUIETLY)
    visits = delete(TherapySession).where(TherapySession.patient_id == patient_id, TherapySession.created_by_service)
    await db.execute(visits, execution_options=_QUIETLY)
    costs = update(GenerationCost).where(GenerationCost.patient_id == patient_id)
    await db.execute(costs.values(patient_id=None, session_id=None, legacy_metadata=None), execution_options=_QUIETLY)


async def _forget_copies(db: Db, patient_id: UUID) -> None:
    """The platform kept a second copy of the newest journey beside its versions; nobody knows what it rests on."""
    copies = update(YourJourney).where(YourJourney.patient_id == patient_id)
    await db.execute(copies.values(roadmap_data=None, legacy_metadata=None), execution_options=_QUIETLY)
