"""The claim on a visit's task: taken, checked and released by the id of an attempt."""

from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator
from app.store import claims
from app.store.database import Db


class ClaimLost(Exception):
    """Another attempt has the claim: this one was taken for dead. What the other one makes counts."""


def claim_terms(context: Context, task: str) -> claims.ClaimTerms:
    """When a claim of a task is free though it was not given back."""
    lease = context.settings.worker_lease_seconds
    return claims.ClaimTerms(lease, generator(task).GRADE.deadline(context.settings) + lease)


async def take_claim(db: Db, context: Context, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Claim the work of a request; False while another attempt has it."""
    terms = claim_terms(context, task_request.task)
    return await claims.claim(
        db, task_request.session_id, _name(task_request, attempt_id), context.executor, attempt_id, terms
    )


async def is_claimed(db: Db, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Whether an attempt has its claim."""
    return await claims.is_held_by(db, task_request.session_id, _name(task_request, attempt_id), attempt_id)


async def check_claim(db: Db, task_request: TaskRequest, attempt_id: UUID) -> None:
    """Raises ClaimLost when another attempt has taken the work over."""
    if not await is_claimed(db, task_request, attempt_id):
        raise ClaimLost


async def release_claim(db: Db, task_request: TaskRequest, attempt_id: UUID) -> bool:
    """Give the claim back; False when another attempt took it, for a dead one's, or it was given back before."""
    return await claims.free(db, task_request.session_id, _name(task_request, attempt_id), attempt_id)


def _name(task_request: TaskRequest, attempt_id: UUID) -> str:
    """What is claimed. A forced result is made whatever others do, so each attempt at one claims something of its own:
    a commit whose acknowledgement was lost is recognised by it."""
    return f"forced {attempt_id}" if task_request.force else task_request.task
