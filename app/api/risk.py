"""The risk screens of a patient's visits, over time. For the therapist only; no event carries them."""

from typing import Any
from uuid import UUID

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, paginate, parse_place_cursor
from app.api.strict_route import make_strict_router
from app.generators.registry import task_providing
from app.generators.result_use import ResultUse
from app.pipeline.input.risk_state import latest_screens_of_patient
from app.pipeline.policy import check_task_enabled
from app.store import patients, visits

router = make_strict_router("risk")


@router.get("/patients/{patient_id}/risk")
async def read_risk(patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """List a patient's visits by date, each with its risk screen, or null before the first run or screen."""
    check_task_enabled(task_providing(ResultUse.RISK_STATE), context.disabled)
    begin = parse_place_cursor(cursor)
    async with context.database.snapshot() as db:
        await patients.find_patient(db, patient_id)
        found = await visits.list_visits(db, patient_id, begin, limit + 1)
        by_session = await latest_screens_of_patient(db, patient_id)
    items = [
        {"session_id": str(session), "session_date": date.isoformat(), **by_session[session]} for session, date in found
    ]
    return paginate(items, limit, [[date.isoformat(), str(session)] for session, date in found])
