"""Finds the stored result that answers a request, so that nothing is spent."""

from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.visit_state import VisitState
from app.store import generations
from app.store.database import Db
from app.store.models import Generation


async def find_reusable(db: Db, state: VisitState, task_request: TaskRequest) -> Generation | None:
    """The stored result that answers a request; None where one has to be made."""
    row = state.results.get(task_request.task)
    if task_request.force or row is None:
        return None
    if not _matches(row, task_request):
        row = await _newest_match(db, state, task_request)
    return None if row is None or state.stale(row) else row


async def _newest_match(db: Db, state: VisitState, task_request: TaskRequest) -> Generation | None:
    """The newest result made with the requested options; where that is empty, the last one that is not and still
    holds."""
    wanted = (
        task_request.session_id,
        task_request.task,
        task_request.named,
        task_request.choices,
        task_request.excluded,
    )
    newest = await generations.made_alike(db, *wanted)
    if newest is None or newest.state == "success":
        return newest
    success = await generations.made_alike(db, *wanted, state="success")
    return newest if success is None or state.stale(success) else success


def _matches(row: Generation, task_request: TaskRequest) -> bool:
    columns = all(getattr(row, name) == value for name, value in task_request.named.items())
    chosen = all(row.choices.get(name) == value for name, value in task_request.choices.items())
    return columns and chosen and task_request.excluded not in row.choices
