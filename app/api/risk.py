"""The risk screens of a patient's visits, over time. For the therapist; no event carries them."""

from typing import Any
from uuid import UUID

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, after_visit, paginate
from app.api.strict_route import strict_router
from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.input.risk_state import screens_of_patient
from app.pipeline.policy import check_made_here
from app.store import patients, visits

router = strict_router("risk")


@router.get("/patients/{patient_id}/risk")
async def read_risk(patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """A patient's visits in their order, each with what its screen says; null before a run or a screen."""
    check_made_here(provider_of(ResultUse.RISK_STATE), context.disabled)
    begin = after_visit(cursor)
    async with context.database.snapshot() as db:
        await patients.find(db, patient_id)
        found = await visits.list_visits(db, patient_id, begin, limit + 1)
        by_session = await screens_of_patient(db, patient_id)
    items = [
        {"session_id": str(session), "session_date": date.isoformat(), **by_session[session]} for session, date in found
    ]
    return paginate(items, limit, [[date.isoformat(), str(session)] for session, date in found])
