"""Runs of the waves: starting, reading, cancelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic_core import to_json

from app.api.dependencies import CameAt, ContextOf
from app.api.strict_route import strict_router
from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.llm.model_tier import ModelTier
from app.llm.prices import decimal_string
from app.pipeline.context import Context
from app.pipeline.input.risk_state import risk_states
from app.pipeline.policy import made_here
from app.pipeline.runs import cancellation
from app.pipeline.runs.run_planner import RunRequest, plan_run
from app.store import event_log, patients, runs, visits
from app.store.models import Run, RunStep

router = strict_router("runs")

TierAsked = Annotated[ModelTier | None, Query(description="Absent: the MODEL_TIER setting.")]
Forced = Annotated[bool, Query(description="Redo everything in scope.")]


@router.post("/sessions/{session_id}/runs", status_code=202, response_model=dict[str, Any])
async def run_session(
    session_id: UUID, context: ContextOf, asked_at: CameAt, model_tier: TierAsked = None, force: Forced = False
) -> Response:
    """All three waves for one visit. What stands already is left alone unless forced."""
    async with context.database.snapshot() as db:
        visit = await visits.find(db, session_id)
    return await _started(context, RunRequest(visit.patient_id, session_id, model_tier, force, asked_at))


@router.post("/patients/{patient_id}/runs", status_code=202, response_model=dict[str, Any])
async def run_patient(
    patient_id: UUID, context: ContextOf, asked_at: CameAt, model_tier: TierAsked = None, force: Forced = False
) -> Response:
    """The waves for every visit with something missing or stale; for every visit when forced."""
    return await _started(context, RunRequest(patient_id, None, model_tier, force, asked_at))


@router.get("/runs/{run_id}", response_model=dict[str, Any])
async def read_run(run_id: UUID, context: ContextOf) -> Response:
    """A run and its steps, with the number of the patient's newest event at the same moment."""
    return _answer(await _read(context, run_id))


@router.post("/runs/{run_id}/cancel", response_model=dict[str, Any])
async def cancel_run(run_id: UUID, context: ContextOf) -> Response:
    """Cancel what a run has not done yet. A run that has ended stays as it is."""
    await cancellation.cancel_run(context, run_id)
    return _answer(await _read(context, run_id))


async def _started(context: Context, run_request: RunRequest) -> Response:
    async with context.database.transaction() as db:
        await patients.find(db, run_request.patient_id)
        run_id = (await plan_run(db, context, run_request)).id
    return _answer(await _read(context, run_id), 202, {"Location": f"/v1/runs/{run_id}"})


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of a run, in one snapshot."""

    run: Run
    steps: Sequence[RunStep]
    risk: list[dict[str, Any]]
    cost: str | None
    last_event_id: int


async def _read(context: Context, run_id: UUID) -> _Read:
    async with context.database.snapshot() as db:
        run = await runs.find(db, run_id)
        steps = await runs.steps_of(db, run_id)
        sessions = dict.fromkeys(step.session_id for step in steps)
        risk = (
            await risk_states(db, run.patient_id, sessions)
            if provider_of(ResultUse.RISK_STATE) in made_here(context.disabled)
            else []
        )
        cost, priced = await runs.run_cost(db, run_id)
        last = await event_log.last_number(db, run.patient_id)
    return _Read(run, steps, risk, decimal_string(cost) if priced else None, last)


def _answer(read: _Read, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    # Serialised with no transaction open: a run of 200 visits has 2,400 steps.
    return Response(to_json(_run_body(read)), status, headers, media_type="application/json")


def _run_body(read: _Read) -> dict[str, Any]:
    run = read.run
    return {
        "risk": read.risk,
        "run_id": str(run.id),
        "patient_id": str(run.patient_id),
        "status": run.status,
        "model_tier": run.model_tier,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "cost_usd": read.cost,
        "last_event_id": read.last_event_id,
        "steps": [_step_body(step) for step in read.steps],
    }


def _step_body(step: RunStep) -> dict[str, Any]:
    return {
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
