"""Patients and their visits: registering, handing over, reading, erasing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict

from app.api.dependencies import ContextOf
from app.api.documents import HeldToo
from app.api.pagination import Cursor, Limit, after_visit, paginate
from app.api.strict_route import strict_router
from app.api.visit_schema import HandedVisit
from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.execution.envelope import envelopes
from app.pipeline.graph import tasks
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.policy import made_here
from app.pipeline.runs import data_erasure
from app.store import event_log, patients, runs, visits

router = strict_router("patients and visits")


class NewPatient(BaseModel):
    """No name is wanted."""

    model_config = ConfigDict(extra="forbid")


@router.put("/patients/{patient_id}", status_code=201, responses={200: {"description": "Known already"}})
async def register_patient(
    patient_id: UUID, context: ContextOf, response: Response, _: NewPatient | None = None
) -> dict[str, Any]:
    """Register a patient under an id of the caller's."""
    async with context.database.transaction() as db:
        new = await patients.register(db, patient_id)
    response.status_code = 201 if new else 200
    return {"patient_id": str(patient_id)}


@router.get("/patients/{patient_id}")
async def read_patient(patient_id: UUID, context: ContextOf) -> dict[str, Any]:
    """A patient, with the number of the newest event."""
    async with context.database.snapshot() as db:
        await patients.find(db, patient_id)
        count = len(await visits.list_visits(db, patient_id))
        last = await event_log.last_number(db, patient_id)
        under_way = await runs.under_way(db, patient_id)
    running = [str(run.id) for run in under_way]
    return {"patient_id": str(patient_id), "sessions": count, "last_event_id": last, "runs_under_way": running}


@router.delete("/patients/{patient_id}", status_code=204)
async def erase_patient(patient_id: UUID, context: ContextOf) -> None:
    """Cancel what runs, then erase the patient with everything that was made of their words."""
    await data_erasure.erase_patient_data(context, patient_id)


@router.get("/patients/{patient_id}/sessions")
async def list_sessions(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """A patient's visits in the order in which they took place."""
    begin = after_visit(cursor)
    async with context.database.snapshot() as db:
        await patients.find(db, patient_id)
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
    """Hand over a visit. A changed transcript or changed roles make the results that rest on them stale."""
    stored = visit.stored(patient_id, session_id)
    async with context.database.transaction() as db:
        await patients.find(db, patient_id)
        await patients.lock(db, patient_id)
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
    """A visit with the newest result of each task; with the words of a letter that is held where a reviewer asks."""
    async with context.database.snapshot() as db:
        state = await load_visit_state(db, session_id)
        stored = await envelopes(db, state, made_here(context.disabled), held_too=include_held)
        under_way = await runs.under_way(db, state.visit.patient_id)
        running = any([session_id in {s.session_id for s in await runs.steps_of(db, run.id)} for run in under_way])
    visit, roles = state.visit, state.ground.roles
    return {
        "session_id": str(visit.session_id),
        "patient_id": str(visit.patient_id),
        "session_date": visit.session_date.isoformat(),
        "segments": [
            {"start": s.start, "end": s.end, "text": s.text, "speaker": s.speaker} for s in visit.transcript.segments
        ],
        "roles": {speaker: role.value for speaker, role in roles.items()} if roles else None,
        "status": "running" if running else _status(state, made_here(context.disabled)),
        "results": {task: stored.get(task) for task in _risk_first(tasks())},
    }


@router.delete("/sessions/{session_id}", status_code=204)
async def erase_session(session_id: UUID, context: ContextOf) -> None:
    """Cancel what runs, then erase the visit with every result and version whose memory held it."""
    await data_erasure.erase_visit_data(context, session_id)


def _risk_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda task: task != provider_of(ResultUse.RISK_STATE))


def _status(state: VisitState, tasks: Sequence[str]) -> str:
    wanted = [task for task in tasks if not (task == provider_of(ResultUse.ROLES) and state.visit.given_roles)]
    standing_well = [task for task in wanted if state.holds(task)]
    if len(standing_well) == len(wanted):
        return "complete"
    return "partial" if state.results else "pending"
