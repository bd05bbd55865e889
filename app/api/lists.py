"""Lists over all patients: patients, runs, and what is written for patients. Each page is one query."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from app.api.dependencies import ContextOf
from app.api.pagination import (
    Cursor,
    Limit,
    invalid_cursor_error,
    paginate,
    parse_cursor,
    parse_place,
    parse_place_cursor,
)
from app.api.strict_route import make_strict_router
from app.llm.prices import decimal_string
from app.pipeline.context import Context
from app.pipeline.documents.holding import listed_tasks
from app.pipeline.graph import generator_of_task
from app.store import patient_list, patients, run_list, version_list
from app.store.patient_list import ListedPatient, PatientOrder, Place
from app.store.run_list import ListedRun, RunStatus
from app.store.version_list import ListedVersion, VersionFilter
from app.therapy.risk import HOLDING

router = make_strict_router("lists")

LETTER = "letter"
BY_RULES = "rules"
MAX_NUMBER = 2**63 - 1
"""The greatest number of a stored result."""
Json = dict[str, Any]

Order = Annotated[PatientOrder, Query(description="`created`: newest first; `held`: those with most to release first.")]
StatusAsked = Annotated[RunStatus | None, Query(description="Only runs with this status.")]
OfPatient = Annotated[UUID | None, Query(description="Only of this patient.")]
OnlyHeld = Annotated[bool | None, Query(description="true: only what waits for release; false: only the rest.")]
OnlySuperseded = Annotated[bool | None, Query(description="false: only the newest of each visit; true: the rest.")]


@router.get("/patients")
async def list_patients(
    context: ContextOf, limit: Limit = 50, cursor: Cursor = None, sort: Order = "created"
) -> dict[str, Any]:
    """List all patients, newest first. `held` counts what waits for release and has no newer one beside it;
    `risk_state` is that of the newest visit that was screened.
    """
    after = _patient_place(cursor, sort)
    async with context.database.snapshot() as db:
        found = await patient_list.list_patients(db, listed_tasks(context.disabled), sort, after, limit + 1)
    return paginate([_patient(one) for one in found], limit, [_written_place(one, sort) for one in found])


@router.get("/runs")
async def list_runs(
    context: ContextOf, limit: Limit = 50, cursor: Cursor = None, status: StatusAsked = None
) -> dict[str, Any]:
    """List the runs of all patients, newest first."""
    return await _runs(context, None, status, limit, cursor)


@router.get("/patients/{patient_id}/runs")
async def list_runs_of_patient(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None, status: StatusAsked = None
) -> dict[str, Any]:
    """List a patient's runs, newest first."""
    return await _runs(context, patient_id, status, limit, cursor)


@router.get("/versions")
async def list_written_versions(
    context: ContextOf,
    limit: Limit = 50,
    cursor: Cursor = None,
    held: OnlyHeld = None,
    superseded: OnlySuperseded = None,
    patient_id: OfPatient = None,
) -> dict[str, Any]:
    """List what is written for patients, newest first: versions of documents and current letters, without their text.
    `reason` says why one is held: the state of the visit's screen, or `rules` where plain code decided.
    """
    begin = parse_cursor(cursor, 1)
    if begin is not None and not (type(begin[0]) is int and 0 < begin[0] <= MAX_NUMBER):
        raise invalid_cursor_error()
    wanted = VersionFilter(listed_tasks(context.disabled), patient_id, held, superseded)
    async with context.database.snapshot() as db:
        if patient_id is not None:
            await patients.find_patient(db, patient_id)
        found = await version_list.list_versions(db, wanted, begin[0] if begin else None, limit + 1)
    return paginate([_version(one) for one in found], limit, [[one.number] for one in found])


async def _runs(
    context: Context, patient_id: UUID | None, status: RunStatus | None, limit: int, cursor: str | None
) -> Json:
    after = parse_place_cursor(cursor)
    async with context.database.snapshot() as db:
        if patient_id is not None:
            await patients.find_patient(db, patient_id)
        found = await run_list.list_runs(db, patient_id, status, after, limit + 1)
    places = [[one.run.created_at.isoformat(), str(one.run.id)] for one in found]
    return paginate([_run(one) for one in found], limit, places)


def _patient_place(cursor: str | None, order: PatientOrder) -> Place | None:
    if order == "created":
        place = parse_place_cursor(cursor)
        return place and (0, *place)
    begin = parse_cursor(cursor, 3)
    if begin is None:
        return None
    if type(begin[0]) is not int or not 0 <= begin[0] <= MAX_NUMBER:
        raise invalid_cursor_error()
    return begin[0], *parse_place(begin[1:])


def _written_place(one: ListedPatient, order: PatientOrder) -> list[Any]:
    place = [one.listed_at.isoformat(), str(one.id)]
    return [one.held, *place] if order == "held" else place


def _patient(one: ListedPatient) -> Json:
    return {
        "patient_id": str(one.id),
        "created_at": one.created_at and one.created_at.isoformat(),
        "sessions": one.sessions,
        "newest_session_date": one.newest_session_date and one.newest_session_date.isoformat(),
        "held": one.held,
        "risk_state": one.risk_state,
        "risk_session_id": one.risk_session_id and str(one.risk_session_id),
        "runs_under_way": [str(run_id) for run_id in one.runs_under_way],
    }


def _run(one: ListedRun) -> Json:
    run = one.run
    return {
        "run_id": str(run.id),
        "patient_id": str(run.patient_id),
        "status": run.status,
        "model_tier": run.model_tier,
        "force": run.force,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at and run.ended_at.isoformat(),
        "cost_usd": None if one.cost_usd is None else decimal_string(one.cost_usd),
        "steps": {"total": one.steps, "ended": one.ended, "failed": one.failed},
    }


def _version(one: ListedVersion) -> Json:
    document = generator_of_task(one.task).DOCUMENT
    return {
        "kind": document.key if document else LETTER,
        "task": one.task,
        "patient_id": str(one.patient_id),
        "session_id": str(one.session_id),
        "session_date": one.session_date.isoformat(),
        "version_number": one.version_number,
        "model_tier": one.model_tier,
        "created_at": one.created_at.isoformat(),
        "held": one.held,
        "reason": _reason(one) if one.held else None,
        "released_at": one.released_at and one.released_at.isoformat(),
        "superseded": one.superseded,
        "release": _release_path(one) if one.held else None,
    }


def _reason(one: ListedVersion) -> str:
    return one.screened if one.screened in HOLDING else BY_RULES


def _release_path(one: ListedVersion) -> str:
    generator_class = generator_of_task(one.task)
    if generator_class.DOCUMENT is None:
        return f"/v1/sessions/{one.session_id}/{generator_class.ROUTE}/release"
    return f"/v1/patients/{one.patient_id}/{generator_class.ROUTE}/versions/{one.version_number}/release"
