"""Whose attempt it is: the claim on a visit's task, taken, checked and given back."""

from uuid import UUID

from app.pipeline.context import Parts
from app.pipeline.graph import generator
from app.pipeline.task_request import Order
from app.store import claims
from app.store.database import Db


class ClaimLost(Exception):
    """Another attempt has the claim: this one was taken for dead. What the other one makes counts."""


def claim_terms(parts: Parts, task: str) -> claims.Terms:
    """When a claim of a task is free though it was not given back."""
    lease = parts.settings.worker_lease_seconds
    return claims.Terms(lease, generator(task).GRADE.deadline(parts.settings) + lease)


async def claimed(db: Db, parts: Parts, order: Order, attempt_id: UUID) -> bool:
    """Claim an order's work; False while another attempt has it."""
    terms = claim_terms(parts, order.task)
    return await claims.claim(db, order.session_id, _name(order, attempt_id), parts.executor, attempt_id, terms)


async def is_claimed(db: Db, order: Order, attempt_id: UUID) -> bool:
    """Whether an attempt has its claim."""
    return await claims.held(db, order.session_id, _name(order, attempt_id), attempt_id)


async def check_claim(db: Db, order: Order, attempt_id: UUID) -> None:
    """Raises ClaimLost when another attempt has taken the work over."""
    if not await is_claimed(db, order, attempt_id):
        raise ClaimLost


async def freed(db: Db, order: Order, attempt_id: UUID) -> bool:
    """Give the claim back; False when another attempt took it, for a dead one's, or it was given back before."""
    return await claims.free(db, order.session_id, _name(order, attempt_id), attempt_id)


def _name(order: Order, attempt_id: UUID) -> str:
    """What is claimed. A forced result is made whatever others do, so each attempt at one claims something of its own:
    a commit whose acknowledgement was lost is told by it."""
    return f"forced {attempt_id}" if order.force else order.task
