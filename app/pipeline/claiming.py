"""Whose attempt it is: the claim on a visit's task, taken, checked and given back."""

from uuid import UUID

from app.pipeline.graph import generator
from app.pipeline.order import Order
from app.pipeline.parts import Parts
from app.store import claims
from app.store.database import Db


class ClaimLost(Exception):
    """Another attempt has the claim: this one was taken for dead. What the other one makes counts."""


def claim_terms(parts: Parts, task: str) -> claims.Terms:
    """When a claim of a task is free though it was not given back."""
    lease = parts.settings.worker_lease_seconds
    return claims.Terms(lease, generator(task).GRADE.deadline(parts.settings) + lease)


async def claimed(db: Db, parts: Parts, order: Order, attempt_id: UUID) -> bool:
    """Claim an order's work; False while another attempt has it. A forced one is made whatever others do."""
    terms = claim_terms(parts, order.task)
    return order.force or await claims.claim(db, order.session_id, order.task, parts.executor, attempt_id, terms)


async def check_claim(db: Db, order: Order, attempt_id: UUID) -> None:
    """Raises ClaimLost when another attempt has taken the work over."""
    if not order.force and not await claims.held(db, order.session_id, order.task, attempt_id):
        raise ClaimLost


async def freed(db: Db, order: Order, attempt_id: UUID) -> bool:
    """Give the claim back; False when another attempt took it, for a dead one's."""
    return order.force or await claims.free(db, order.session_id, order.task, attempt_id)
