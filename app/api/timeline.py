"""A patient's visits over time, for the page and for whoever lists visits: states and a few values, no words."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, paginate, parse_place_cursor
from app.api.strict_route import make_strict_router
from app.pipeline.policy import enabled_tasks
from app.pipeline.reports.timeline import load_timeline
from app.store import patients, visits

OneVisit = Annotated[UUID | None, Query(description="List this visit alone.")]

router = make_strict_router("patients and visits")


@router.get("/patients/{patient_id}/timeline")
async def read_timeline(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None, session_id: OneVisit = None
) -> dict[str, Any]:
    """List a patient's visits by date, each with the state of every result, the screen's state and the values that are
    followed over time: the mood score with its confidence, the tasks agreed, and what became of them.
    """
    begin = parse_place_cursor(cursor)
    async with context.database.snapshot() as db:
        await patients.find_patient(db, patient_id)
        found = await visits.list_visits(db, patient_id, begin, None if session_id else limit + 1)
        if session_id is not None:
            found = [visit for visit in found if visit[0] == session_id]
        sessions = [session for session, _ in found]
        timeline = await load_timeline(db, patient_id, sessions, enabled_tasks(context.disabled))
    items = [
        {"session_id": str(session), "session_date": date.isoformat(), **timeline.visit(session)}
        for session, date in found
    ]
    return paginate(items, limit, [[date.isoformat(), str(session)] for session, date in found])
