"""Releases held letters: results for the patient that have no versions."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from app.api.dependencies import ContextOf
from app.api.release_request import ReleaseRequest, reason_of
from app.api.strict_route import make_strict_router
from app.errors import NotYet
from app.pipeline.context import Context
from app.pipeline.documents.holding import unversioned_patient_tasks
from app.pipeline.documents.release import release_letter
from app.pipeline.execution.envelope import envelopes
from app.pipeline.graph import generator_of_task
from app.pipeline.input.visit_state import load_visit_state
from app.pipeline.policy import check_task_enabled
from app.store import patients, visits


def make_router() -> APIRouter:
    """Return one route for each kind of letter."""
    router = make_strict_router("documents")
    for task in unversioned_patient_tasks():
        path = f"/sessions/{{session_id}}/{generator_of_task(task).ROUTE}/release"
        router.add_api_route(path, _endpoint(task), methods=["POST"], operation_id=f"release_{task}")
    return router


def _endpoint(task: str) -> Any:
    async def release(session_id: UUID, context: ContextOf, body: ReleaseRequest | None = None) -> dict[str, Any]:
        """Let a visit's letter be shown, also when a later screen would hold it."""
        return await _release(context, session_id, task, reason_of(body))

    return release


async def _release(context: Context, session_id: UUID, task: str, reason: str | None) -> dict[str, Any]:
    check_task_enabled(task, context.disabled)
    async with context.database.transaction() as db:
        visit = await visits.find_visit(db, session_id)
        await patients.lock_patient(db, visit.patient_id)
        letter = (await load_visit_state(db, session_id)).results.get(
            task
        )  # a newer one that came to nothing replaces none
        if letter is None or letter.result is None:
            raise NotYet("None has been generated yet.")
        await release_letter(db, context.logger, letter, visit.session_date, reason)
    async with context.database.snapshot() as db:
        body = (await envelopes(db, await load_visit_state(db, session_id), [task]))[task]
        assert body is not None
        return body
