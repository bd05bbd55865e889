"""Finds the visit of a document when the caller names none."""

from uuid import UUID

from app.errors import InputsMissing
from app.pipeline.graph import needs_of
from app.pipeline.input.current_results import counting_results
from app.store import generations, visits
from app.store.database import Db


async def latest_ready_visit(db: Db, patient_id: UUID, task: str) -> UUID:
    """The latest visit that has every result the task needs. Raises InputsMissing, naming them."""
    wanted = [need.task for need in needs_of(task) if need.visit == "same" and need.result]
    current = counting_results(await generations.newest_outlines(db, patient_id), await visits.grounds(db, patient_id))
    for session_id, _ in reversed(await visits.list_visits(db, patient_id)):
        rows = [current.get((session_id, name)) for name in wanted]
        if all(row is not None and row.state == "success" for row in rows):
            return session_id
    raise InputsMissing(f"No session has {' and '.join(wanted)} yet; generate those first.", missing=wanted)
