"""The claim on a visit's task: taken, checked and released under the id of an attempt."""

from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator_of_task
from app.store import claims
from app.store.database import Db


class ClaimLost(Exception):
    """Another attempt holds the claim, because this one was considered dead. The other one's result counts."""


def claim_terms(context: Context, task: str) -> claims.ClaimTerms:
    """Return when a task's claim expires."""
    lease = context.settings.worker_lease_seconds
    return claims.ClaimTerms(lease, generator_of_task(task).GRADE.deadline(context.settings) + lease)


async def take_claim(db: Db, context: Context, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Claim the work of a request. Return False while another attempt holds the claim."""
    terms = claim_terms(context, task_request.task)
    return await claims.insert_claim(
        db, task_request.session_id, _name(task_request, attempt_id), context.executor, attempt_id, terms
    )


async def is_claimed(db: Db, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Return whether an attempt still holds its claim."""
    return await claims.is_held_by(db, task_request.session_id, _name(task_request, attempt_id), attempt_id)


async def check_claim(db: Db, task_request: TaskRequest, attempt_id: UUID) -> None:
    """Raise ClaimLost if another attempt has taken over the work."""
    if not await is_claimed(db, task_request, attempt_id):
        raise ClaimLost


async def release_claim(db: Db, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Release the claim. Return False if another attempt took it over, or it was already released."""
    return await claims.delete_claim(db, task_request.session_id, _name(task_request, attempt_id), attempt_id)


def _name(task_request: TaskRequest, attempt_id: UUID) -> str:
    """Return what is claimed. A forced result is made whatever others do, so each forced attempt claims a name of its
    own, which also identifies a commit whose acknowledgement was lost.
    """
    return f"forced {attempt_id}" if task_request.force else task_request.task
