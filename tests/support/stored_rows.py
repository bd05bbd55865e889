"""Patients and visits in a database, for the tests of its queries."""

from typing import Any
from uuid import UUID, uuid4

from app.api.visit_schema import HandedVisit
from app.store import generations, patients, visits
from app.store.database import Database
from app.store.models import Generation
from app.store.visits import StoredVisit
from support.sample_visits import visit


def handed_visit(patient: UUID, number: int = 1, session: UUID | None = None, **more: Any) -> StoredVisit:
    """A visit as it is stored."""
    return HandedVisit.model_validate(visit(number, **more)).stored(patient, session or uuid4())


async def add_patient(database: Database, *numbers: int) -> tuple[UUID, list[UUID]]:
    """A patient and the ids of their visits."""
    patient = uuid4()
    kept = [handed_visit(patient, number) for number in numbers]
    async with database.transaction() as db:
        await patients.register(db, patient)
        for one in kept:
            await visits.store_visit(db, one)
    return patient, [one.session_id for one in kept]


async def add_result(
    database: Database, patient: UUID, session: UUID, task: str = "mood_analysis", **more: Any
) -> Generation:
    """A stored result."""
    values = {
        "patient_id": patient,
        "session_id": session,
        "task": task,
        "state": "success",
        "result": {"mood_score": 5},
        "evidence": [],
        "dropped": [],
        "sources": {str(session): "f"},
        "choices": {},
        "prompt_version": "1",
        "model_asked": "gpt-5",
        "model_tier": "precision",
        "engine": "offline",
        "attempts": 1,
        "duration_ms": 1,
    }
    async with database.transaction() as db:
        return await generations.add(db, {**values, **more})
