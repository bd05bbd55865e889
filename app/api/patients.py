"""Patients and their visits: registering, uploading, reading, erasing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict

from app.api.dependencies import ContextOf
from app.api.documents import HeldToo
from app.api.pagination import Cursor, Limit, paginate, parse_place_cursor
from app.api.strict_route import make_strict_router
from app.api.visit_schema import HandedVisit
from app.generators.registry import task_providing
from app.generators.result_use import ResultUse
from app.pipeline.execution.envelope import envelopes
from app.pipeline.graph import tasks_in_order
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.policy import enabled_tasks
from app.pipeline.runs import data_erasure
from app.store import event_log, patients, runs, visits

router = make_strict_router("patients and visits")


class NewPatient(BaseModel):
    """An empty object: the service stores no names."""

    model_config = ConfigDict(extra="forbid")


@router.put("/patients/{patient_id}", status_code=201, responses={200: {"description": "Known already"}})
async def register_patient(
    patient_id: UUID, context: ContextOf, response: Response, _: NewPatient | None = None
) -> dict[str, Any]:
    """Register a patient under an id that the caller chooses."""
    async with context.database.transaction() as db:
        new = await patients.insert_patient(db, patient_id)
    response.status_code = 201 if new else 200
    return {"patient_id": str(patient_id)}


@router.get("/patients/{patient_id}")
async def read_patient(patient_id: UUID, context: ContextOf) -> dict[str, Any]:
    """Return a patient, with the number of their newest event."""
    async with context.database.snapshot() as db:
        await patients.find_patient(db, patient_id)
        count = len(await visits.list_visits(db, patient_id))
        last = await event_log.last_event_number(db, patient_id)
        under_way = await runs.active_runs_of_patient(db, patient_id)
    running = [str(run.id) for run in under_way]
    return {"patient_id": str(patient_id), "sessions": count, "last_event_id": last, "runs_under_way": running}


@router.delete("/patients/{patient_id}", status_code=204)
async def erase_patient(patient_id: UUID, context: ContextOf) -> None:
    """Cancel the patient's runs, then erase the patient and everything generated from their words."""
    await data_erasure.erase_patient_data(context, patient_id)


@router.get("/patients/{patient_id}/sessions")
async def list_sessions(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """List a patient's visits by date."""
    begin = parse_place_cursor(cursor)
    async with context.database.snapshot() as db:
        await patients.find_patient(db, patient_id)
        found = await visits.list_visits(db, patient_id, begin, limit + 1)
    items = [{"session_id": str(session), "session_date": date.isoformat()} for session, date in found]
    return paginate(items, limit, [[date.isoformat(), str(session)] for session, date in found])


@router.put(
    "/patients/{patient_id}/sessions/{session_id}",
    status_code=201,
    responses={200: {"description": "Known already; its transcript and roles are now these"}},
)
async def hand_over_session(
    patient_id: UUID, session_id: UUID, visit: HandedVisit, context: ContextOf, response: Response
) -> dict[str, Any]:
    """Store a visit. If its transcript or roles change, the results that rest on them become stale."""
    stored = visit.stored(patient_id, session_id)
    async with context.database.transaction() as db:
        await patients.find_patient(db, patient_id)
        await patients.lock_patient(db, patient_id)
        new = await visits.store_visit(db, stored)
    response.status_code = 201 if new else 200
    return {
        "session_id": str(session_id),
        "patient_id": str(patient_id),
        "session_date": stored.session_date.isoformat(),
        "segments": len(stored.transcript.segments),
        "words": stored.transcript.words,
    }


@router.get("/sessions/{session_id}")
async def read_session(session_id: UUID, context: ContextOf, include_held: HeldToo = False) -> dict[str, Any]:
    """Return a visit with the newest result of each task. The text of a held letter is included with `include_held`."""
    async with context.database.snapshot() as db:
        state = await load_visit_state(db, session_id)
        stored = await envelopes(db, state, enabled_tasks(context.disabled), held_too=include_held)
        under_way = await runs.active_runs_of_patient(db, state.visit.patient_id)
        running = any(
            [session_id in {s.session_id for s in await runs.find_steps_of_run(db, run.id)} for run in under_way]
        )
    visit, roles = state.visit, state.ground.roles
    return {
        "session_id": str(visit.session_id),
        "patient_id": str(visit.patient_id),
        "session_date": visit.session_date.isoformat(),
        "segments": [
            {"start": s.start, "end": s.end, "text": s.text, "speaker": s.speaker} for s in visit.transcript.segments
        ],
        "roles": {speaker: role.value for speaker, role in roles.items()} if roles else None,
        "status": "running" if running else _status(state, enabled_tasks(context.disabled)),
        "results": {task: stored.get(task) for task in _risk_first(tasks_in_order())},
    }


@router.delete("/sessions/{session_id}", status_code=204)
async def erase_session(session_id: UUID, context: ContextOf) -> None:
    """Cancel the visit's runs, then erase the visit and every result and version whose memory included it."""
    await data_erasure.erase_visit_data(context, session_id)


def _risk_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda task: task != task_providing(ResultUse.RISK_STATE))


def _status(state: VisitState, tasks: Sequence[str]) -> str:
    wanted = [task for task in tasks if not (task == task_providing(ResultUse.ROLES) and state.visit.given_roles)]
    standing_well = [task for task in wanted if state.fresh_result(task)]
    if len(standing_well) == len(wanted):
        return "complete"
    return "partial" if state.results else "pending"
