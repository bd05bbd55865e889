"""Runs of the waves: starting, reading, cancelling."""

import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from app.api.state import PartsOf
from app.api.strict_route import strict_router
from app.llm.model_tier import ModelTier
from app.llm.prices import decimal_string
from app.pipeline import forgetting
from app.pipeline.graph import SCREEN
from app.pipeline.parts import Parts
from app.pipeline.planning import Wish, plan
from app.pipeline.policy import made_here
from app.pipeline.screening import states
from app.store import event_log, patients, runs, visits
from app.store.database import Db
from app.store.models import Run

router = strict_router("runs")

TierAsked = Annotated[ModelTier | None, Query(description="Absent: the MODEL_TIER setting.")]
Forced = Annotated[bool, Query(description="Redo everything in scope.")]


@router.post("/sessions/{session_id}/runs", status_code=202)
async def run_session(
    session_id: UUID, parts: PartsOf, response: Response, model_tier: TierAsked = None, force: Forced = False
) -> dict[str, Any]:
    """All three waves for one visit. What stands already is left alone unless forced."""
    asked_at = time.monotonic()
    async with parts.database.snapshot() as db:
        visit = await visits.find(db, session_id)
    return await _started(parts, Wish(visit.patient_id, session_id, model_tier, force, asked_at), response)


@router.post("/patients/{patient_id}/runs", status_code=202)
async def run_patient(
    patient_id: UUID, parts: PartsOf, response: Response, model_tier: TierAsked = None, force: Forced = False
) -> dict[str, Any]:
    """The waves for every visit with something missing or stale; for every visit when forced."""
    return await _started(parts, Wish(patient_id, None, model_tier, force), response)


@router.get("/runs/{run_id}")
async def read_run(run_id: UUID, parts: PartsOf) -> dict[str, Any]:
    """A run and its steps, with the number of the patient's newest event at the same moment."""
    async with parts.database.snapshot() as db:
        return await _told(db, parts, await runs.find(db, run_id))


@router.post("/runs/{run_id}/cancel")
async def cancel_run(run_id: UUID, parts: PartsOf) -> dict[str, Any]:
    """Cancel what a run has not done yet. A run that has ended stays as it is."""
    await forgetting.cancel_run(parts, run_id)
    async with parts.database.snapshot() as db:
        return await _told(db, parts, await runs.find(db, run_id))


async def _started(parts: Parts, wish: Wish, response: Response) -> dict[str, Any]:
    async with parts.database.transaction() as db:
        await patients.find(db, wish.patient_id)
        run = await plan(db, parts, wish)
        told = await _told(db, parts, run)
    response.headers["Location"] = f"/v1/runs/{run.id}"
    return told


async def _told(db: Db, parts: Parts, run: Run) -> dict[str, Any]:
    steps = await runs.steps_of(db, run.id)
    cost, priced = await runs.cost(db, run.id)
    sessions = dict.fromkeys(step.session_id for step in steps)
    return {
        "risk": await states(db, run.patient_id, sessions) if SCREEN in made_here(parts.disabled) else [],
        "run_id": str(run.id),
        "patient_id": str(run.patient_id),
        "status": run.status,
        "model_tier": run.model_tier,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "cost_usd": decimal_string(cost) if priced else None,
        "last_event_id": await event_log.last_number(db, run.patient_id),
        "steps": [
            {
                "task": step.task,
                "session_id": str(step.session_id),
                "wave": step.wave,
                "status": step.status,
                "attempt": step.attempt,
                "error_code": step.error_code,
                "generation_id": str(step.generation_id) if step.generation_id else None,
                "started_at": step.started_at.isoformat() if step.started_at else None,
                "ended_at": step.ended_at.isoformat() if step.ended_at else None,
            }
            for step in steps
        ],
    }
