"""Patients: registering, finding, and the lock under which their versions are numbered."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.errors import NotFound
from app.store.database import Db
from app.store.models import Patient


async def register(db: Db, patient_id: UUID) -> bool:
    """True when the patient was not known before."""
    added = insert(Patient).values(id=patient_id, created_by_service=True)
    back = added.on_conflict_do_update(
        index_elements=[Patient.id], set_={"erased_at": None}, where=Patient.erased_at.is_not(None)
    )
    return (await db.execute(back.returning(Patient.id))).first() is not None


async def find(db: Db, patient_id: UUID) -> Patient:
    """Raises NotFound."""
    patient = await db.scalar(select(Patient).where(Patient.id == patient_id, Patient.erased_at.is_(None)))
    if patient is None:
        raise NotFound("No such patient. Register it first with PUT /v1/patients/{id}.")
    return patient


async def lock(db: Db, patient_id: UUID) -> None:
    """Lock the patient until the transaction ends; rows that refer to it can still be added. Raises NotFound."""
    mine = select(Patient.id).where(Patient.id == patient_id, Patient.erased_at.is_(None))
    held = mine.with_for_update(key_share=True)
    if await db.scalar(held) is None:
        raise NotFound("The patient was erased meanwhile.")
