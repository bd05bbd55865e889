"""Chooses the visit of a document if the caller names none."""

from uuid import UUID

from app.errors import InputsMissing
from app.pipeline.graph import needs_of_task
from app.pipeline.input.current_results import current_successful_results
from app.store import generations, visits
from app.store.database import Db


async def latest_ready_visit(db: Db, patient_id: UUID, task: str) -> UUID:
    """Return the latest visit with every result that the task needs. Raises InputsMissing, which names the missing
    ones.
    """
    wanted = [need.task for need in needs_of_task(task) if need.visit == "same" and need.result]
    current = current_successful_results(
        await generations.newest_generations_without_results(db, patient_id),
        await visits.fingerprints_of_patient(db, patient_id),
    )
    for session_id, _ in reversed(await visits.list_visits(db, patient_id)):
        rows = [current.get((session_id, name)) for name in wanted]
        if all(row is not None and row.state == "success" for row in rows):
            return session_id
    raise InputsMissing(f"No session has {' and '.join(wanted)} yet; generate those first.", missing=wanted)
