"""Releasing held letters: results for the patient that are not versioned."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from app.api.dependencies import ContextOf
from app.api.strict_route import strict_router
from app.errors import NotYet
from app.pipeline.context import Context
from app.pipeline.documents.holding import held_tasks
from app.pipeline.documents.release import release_letter
from app.pipeline.execution.envelope import envelopes
from app.pipeline.graph import generator
from app.pipeline.input.visit_state import load_visit_state
from app.pipeline.policy import check_made_here
from app.store import patients, visits


def make_router() -> APIRouter:
    """One route for each kind of letter."""
    router = strict_router("documents")
    for task in held_tasks():
        path = f"/sessions/{{session_id}}/{generator(task).ROUTE}/release"
        router.add_api_route(path, _endpoint(task), methods=["POST"], operation_id=f"release_{task}")
    return router


def _endpoint(task: str) -> Any:
    async def release(session_id: UUID, context: ContextOf) -> dict[str, Any]:
        """Let a visit's letter be shown, also when a later screen would hold it."""
        return await _release(context, session_id, task)

    return release


async def _release(context: Context, session_id: UUID, task: str) -> dict[str, Any]:
    check_made_here(task, context.disabled)
    async with context.database.transaction() as db:
        visit = await visits.find(db, session_id)
        await patients.lock(db, visit.patient_id)
        letter = (await load_visit_state(db, session_id)).results.get(
            task
        )  # a newer one that came to nothing replaces none
        if letter is None or letter.result is None:
            raise NotYet("None has been generated yet.")
        await release_letter(db, context.logger, letter, visit.session_date)
    async with context.database.snapshot() as db:
        body = (await envelopes(db, await load_visit_state(db, session_id), [task]))[task]
        assert body is not None
        return body
