"""Erasing a visit or a patient, with everything that was made from their words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from app.store import versions
from app.store.database import Db
from app.store.models import (
    Claim,
    Generation,
    GenerationCost,
    Patient,
    PipelineEvent,
    ProcessingLog,
    ProgressNote,
    Run,
    RunStep,
    TherapySession,
    YourJourney,
)

_QUIETLY = {"synchronize_session": False}


async def erase_visit(db: Db, patient_id: UUID, session_id: UUID) -> None:
    """Erase a visit and every result and version whose memory held it. The caller holds the patient's lock."""
    for document in versions.documents():
        await versions.erase_made_from(db, document, patient_id, session_id)
    held = Generation.sources.has_key(str(session_id))
    await db.execute(delete(Generation).where(Generation.patient_id == patient_id, held), execution_options=_QUIETLY)
    await _forget_copies(db, patient_id)
    await _erase_rows(db, [session_id])
    for document in versions.documents():
        await versions.point_forward(db, document, patient_id)


async def erase_patient(db: Db, patient_id: UUID) -> None:
    """Erase a patient. Rows that the platform made, of the patient and their visits, stay, without any rows of this
    service that refer to them, and are invisible to this service from then on."""
    ours = delete(Patient).where(Patient.id == patient_id, Patient.created_by_service)
    if (await db.execute(ours.returning(Patient.id), execution_options=_QUIETLY)).first() is not None:
        return
    models: list[Any] = [document.owner for document in versions.documents()]
    for model in (*models, Generation, Run, PipelineEvent):
        await db.execute(delete(model).where(model.patient_id == patient_id), execution_options=_QUIETLY)
    mine = await db.scalars(select(TherapySession.id).where(TherapySession.patient_id == patient_id))
    await _erase_rows(db, mine.all())
    hidden = update(Patient).where(Patient.id == patient_id).values(erased_at=func.now())
    await db.execute(hidden, execution_options=_QUIETLY)
    costs = update(GenerationCost).where(GenerationCost.patient_id == patient_id)
    await db.execute(costs.values(patient_id=None, session_id=None, legacy_metadata=None), execution_options=_QUIETLY)


async def _erase_rows(db: Db, session_ids: Sequence[UUID]) -> None:
    """Delete visits that were handed over; of the platform's visits, delete only what this service added."""
    ours = delete(TherapySession).where(TherapySession.id.in_(session_ids), TherapySession.created_by_service)
    await db.execute(ours, execution_options=_QUIETLY)
    for model in (ProcessingLog, Claim, PipelineEvent, RunStep, ProgressNote):
        await db.execute(delete(model).where(model.session_id.in_(session_ids)), execution_options=_QUIETLY)
    theirs = update(TherapySession).where(TherapySession.id.in_(session_ids))
    await db.execute(theirs.values(erased_at=func.now()), execution_options=_QUIETLY)


async def _forget_copies(db: Db, patient_id: UUID) -> None:
    """Delete the platform's second copy of the newest journey, whose sources are unknown."""
    copies = update(YourJourney).where(YourJourney.patient_id == patient_id)
    await db.execute(copies.values(roadmap_data=None, legacy_metadata=None), execution_options=_QUIETLY)
