"""Patients: registering, finding, and the lock under which their versions are numbered."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from app.errors import NotFound
from app.store.database import Db
from app.store.models import Patient, TherapySession

NO_SUCH_VISIT = "No such session. Hand it over first with PUT /v1/patients/{id}/sessions/{session_id}."
# Made once: building a statement takes longer than running it.
_OF_VISIT = select(TherapySession.patient_id).where(
    TherapySession.id == bindparam("session"), TherapySession.erased_at.is_(None)
)


async def insert_patient(db: Db, patient_id: UUID) -> bool:
    """Insert a patient. Return True if it was not known before."""
    added = insert(Patient).values(id=patient_id, created_by_service=True)
    back = added.on_conflict_do_update(
        index_elements=[Patient.id], set_={"erased_at": None}, where=Patient.erased_at.is_not(None)
    )
    return (await db.execute(back.returning(Patient.id))).first() is not None


async def find_patient(db: Db, patient_id: UUID) -> Patient:
    """Return a patient. Raises NotFound."""
    patient = await db.scalar(select(Patient).where(Patient.id == patient_id, Patient.erased_at.is_(None)))
    if patient is None:
        raise NotFound("No such patient. Register it first with PUT /v1/patients/{id}.")
    return patient


async def lock_patient(db: Db, patient_id: UUID) -> None:
    """Lock the patient until the transaction ends; rows that refer to it can still be inserted. Raises NotFound."""
    mine = select(Patient.id).where(Patient.id == patient_id, Patient.erased_at.is_(None))
    held = mine.with_for_update(key_share=True)
    if await db.scalar(held) is None:
        raise NotFound("The patient was erased meanwhile.")


async def find_patient_of_visit(db: Db, session_id: UUID) -> UUID:
    """Return the patient of a visit. Raises NotFound."""
    patient_id = await db.scalar(_OF_VISIT, {"session": session_id})
    if patient_id is None:
        raise NotFound(NO_SUCH_VISIT)
    return patient_id
