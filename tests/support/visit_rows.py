"""Rows of one visit, for the tests of the tables."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from app.store.database import Database
from app.store.models import Base, Generation, ModelCall, Patient, PipelineEvent, Run, RunStep, TherapySession


class Visit(NamedTuple):
    """Ids of a patient, a session and a run."""

    patient_id: uuid.UUID
    session_id: uuid.UUID
    run_id: uuid.UUID


async def add(database: Database, *rows: Base) -> None:
    """Store the rows in this order, in one transaction."""
    async with database.transaction() as db:
        for row in rows:
            db.add(row)
            await db.flush()


async def a_visit(database: Database) -> Visit:
    visit = Visit(*(uuid.uuid4() for _ in range(3)))
    await add(
        database,
        Patient(id=visit.patient_id),
        TherapySession(id=visit.session_id, patient_id=visit.patient_id, session_date=datetime(2026, 1, 2, tzinfo=UTC)),
        Run(id=visit.run_id, patient_id=visit.patient_id, status="queued", model_tier="rapid"),
    )
    return visit


def a_generation(visit: Visit, **changes: Any) -> Generation:
    values = {
        "patient_id": visit.patient_id,
        "session_id": visit.session_id,
        "task": "mood_analysis",
        "state": "success",
        "sources": {str(visit.session_id): "fingerprint"},
        "prompt_version": "1",
        "model_asked": "m",
        "model_tier": "rapid",
        "engine": "offline",
        "attempts": 1,
        "duration_ms": 1,
        "cost_usd": Decimal("0.00000001"),
    }
    return Generation(**values | changes)


def a_call(visit: Visit, **changes: Any) -> ModelCall:
    values = {
        "patient_id": visit.patient_id,
        "session_id": visit.session_id,
        "run_id": visit.run_id,
        "task": "mood_analysis",
        "model_tier": "rapid",
        "model_asked": "m",
        "engine": "offline",
        "attempt": 1,
    }
    return ModelCall(**values | changes)


def a_step(visit: Visit, **changes: Any) -> RunStep:
    values = {
        "run_id": visit.run_id,
        "session_id": visit.session_id,
        "task": "mood_analysis",
        "wave": 1,
        "position": 0,
        "status": "waiting",
    }
    return RunStep(**values | changes)


def an_event(visit: Visit, **changes: Any) -> PipelineEvent:
    values = {"patient_id": visit.patient_id, "phase": "WAVE1", "event": "START", "status": "started"}
    return PipelineEvent(**values | changes)
