"""The event streams of a patient and of a run."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Query, Response

from app.api.dependencies import ContextOf
from app.api.strict_route import strict_router
from app.errors import InvalidRequest
from app.pipeline.context import Context
from app.progress.streams import Stream, StreamStart, follow, resume_number
from app.store import event_log, patients, runs
from app.store.database import Db

router = strict_router("events")

MAX_DIGITS = 100
EVENT_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
}
NOTHING_LEFT: dict[int | str, dict[str, Any]] = {204: {"description": "The run has ended and nothing is left"}}


def _last_event_id(
    header: Annotated[str | None, Header(alias="Last-Event-ID", description="Resume after this event.")] = None,
    query: Annotated[str | None, Query(alias="last_event_id", description="The same; the header wins.")] = None,
) -> int | None:
    given = header or query
    if not given:  # a browser that has seen no number yet may say so with an empty one
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= MAX_DIGITS):
        raise InvalidRequest("Last-Event-ID is the number of an event.")
    return int(given)


LastEventId = Annotated[int | None, Depends(_last_event_id)]


@router.get("/patients/{patient_id}/events", response_class=Response, responses=EVENT_STREAM)
async def follow_patient(patient_id: UUID, context: ContextOf, last_event_id: LastEventId) -> Response:
    """A patient's events from now on, or from where the caller left off."""
    async with context.database.snapshot() as db:
        await patients.find(db, patient_id)
        start = await _start(db, patient_id, last_event_id, await event_log.last_number(db, patient_id))
    return _stream(context, patient_id, start)


@router.get("/runs/{run_id}/events", response_class=Response, responses={**EVENT_STREAM, **NOTHING_LEFT})
async def follow_run(run_id: UUID, context: ContextOf, last_event_id: LastEventId) -> Response:
    """A run's events from its first on, or from where the caller left off, until it has ended."""
    async with context.database.snapshot() as db:
        run = await runs.find(db, run_id)
        start = await _start(db, run.patient_id, last_event_id, 0)
        left = await event_log.events_after(db, run.patient_id, start.number, run_id, limit=1)
    if run.status not in runs.UNDER_WAY and not left and not start.gone:
        return Response(status_code=204)
    return _stream(context, run.patient_id, start, run_id)


async def _start(db: Db, patient_id: UUID, asked: int | None, otherwise: int) -> StreamStart:
    return StreamStart(otherwise) if asked is None else await resume_number(db, patient_id, asked)


def _stream(context: Context, patient_id: UUID, start: StreamStart, run_id: UUID | None = None) -> Response:
    return Stream(follow(context.broadcaster, context.database, patient_id, start, run_id))
