"""A waiting caller's order: admitted or turned away at once, then its turn, then the result."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace

from app.errors import Busy, DeadlineExceeded, Disabled, ModelFailure
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.pipeline.admission_control import Guest
from app.pipeline.attempt_claim import claim_terms
from app.pipeline.context import Parts
from app.pipeline.graph import LABELING, does_without_roles, generator
from app.pipeline.policy import check_made_here
from app.pipeline.task_attempt import Performed, RolesUnknown, make, reusable
from app.pipeline.task_request import Order
from app.pipeline.visit_state import Standing, look
from app.store import claims
from app.store.models import Generation

__all__ = ["Performed", "perform"]

LOOK_AGAIN = 0.1
"""Seconds between looks while another is making the same."""
LOOKING_SECONDS = 1.0
"""How long one for whom there is no room waits to have stored results looked through: they are to be told at once."""
BEFORE_STEPS = float("inf")
"""The weight of a caller: of one patient's, it goes before the steps of runs."""


async def perform(parts: Parts, order: Order) -> Performed:
    """Carry out an order for a waiting caller, its speaker labelling first where that is needed.

    Raises:
        Disabled: the artifact is switched off; nothing was spent.
        Busy: too many callers wait, or this one waited too long; nothing was spent.
        NotFound: no such visit, or erased meanwhile.
        InputsMissing: a result of an earlier step is missing; nothing was spent.
        ModelFailure: the model gave no usable answer; only the ledger knows of it.
    """
    check_made_here(order.task, parts.disabled)
    order = _naming_the_model(parts, order)
    with ExitStack() as stack:
        try:
            guest = stack.enter_context(parts.room.admitted())
        except Busy:
            if (stored := await _stored(parts, order)) is None:
                raise
            return _counting(stored)
        return await _with_roles(parts, order, guest)


async def _with_roles(parts: Parts, order: Order, guest: Guest) -> Performed:
    """What is served, after the speaker labelling that it may need."""
    try:
        return _counting(await _served(parts, order, guest))
    except RolesUnknown:
        labelled = await _labelled(parts, order, guest)
    order = replace(order, without_roles=not labelled)
    return replace(_counting(await _served(parts, order, guest)), prerequisites=labelled)


async def _stored(parts: Parts, order: Order) -> Performed | None:
    """A result that stands already: it needs no turn at the model. Raises Busy where too many look for one."""
    if order.force:
        return None
    async with parts.requests.admitted(within=LOOKING_SECONDS):
        standing, row = await _looked(parts, order)
    return None if row is None else Performed(row, standing, reused=True)


async def _looked(parts: Parts, order: Order) -> tuple[Standing, Generation | None]:
    async with parts.database.snapshot() as db:
        standing = await look(db, order.session_id)
        return standing, await reusable(db, standing, order)


async def _labelled(parts: Parts, order: Order, guest: Guest) -> list[Performed]:
    """The speaker labelling that an order waits for; none where that fails and the order's task does without."""
    try:
        check_made_here(LABELING, parts.disabled)
        return [await _served(parts, order.prerequisite(LABELING), guest)]
    except (Disabled, ModelFailure):
        if does_without_roles(order.task):
            return []
        raise


async def _served(parts: Parts, order: Order, guest: Guest) -> Performed:
    """The result, made in a turn of the caller's, or what another caller makes meanwhile."""
    patience = generator(order.task).GRADE.deadline(parts.settings)
    while True:
        async with _waiting(parts) as waiting:
            standing, row = await _looked(parts, order)
            if row is not None:
                return Performed(row, standing, reused=True)
            if not await _is_being_made(parts, order):
                async with parts.places.turn(standing.visit.patient_id, BEFORE_STEPS) as turn:
                    waiting.reschedule(None)
                    with guest.served():
                        done = await make(parts, order, turn)
                if done is not None:
                    return done
        patience = await _waited(parts, order, patience)


async def _waited(parts: Parts, order: Order, patience: float) -> float:
    """Wait while another makes the same, for so many seconds at most, as long as it may take; how many are left. What
    was waited for a turn does not count: the other one's time began with its own turn. Raises DeadlineExceeded."""
    began = time.monotonic()
    while await _is_being_made(parts, order):
        if time.monotonic() - began > patience:
            raise DeadlineExceeded("Another caller's generation of the same took too long.")
        await asyncio.sleep(LOOK_AGAIN)
    return patience - (time.monotonic() - began)


async def _is_being_made(parts: Parts, order: Order) -> bool:
    """Whether another attempt has the claim. A forced order wants a result of its own."""
    if order.force:
        return False
    async with parts.database.snapshot() as db:
        return await claims.taken(db, order.session_id, order.task, claim_terms(parts, order.task))


@asynccontextmanager
async def _waiting(parts: Parts) -> AsyncIterator[asyncio.Timeout]:
    """Limits what a caller waits for before a turn, the database included."""
    try:
        async with asyncio.timeout(parts.settings.max_wait_seconds) as waiting:
            yield waiting
    except TimeoutError:
        if not waiting.expired():
            raise
        raise Busy("There was no turn at the model in time. Ask again later; nothing was spent.") from None


def _counting(done: Performed) -> Performed:
    """What a caller gets: where an attempt has come to nothing, the last good result, if it still holds."""
    counts = done.standing.results.get(done.row.task)
    if done.row.state == "success" or counts is None or counts.state != "success" or done.standing.stale(counts):
        return done
    return replace(done, row=counts, reused=True, last_attempt=done.row)


def _naming_the_model(parts: Parts, order: Order) -> Order:
    """The order with the model that its override comes to; an unknown one is refused before anything is spent."""
    if order.override_model is None:
        return order
    tier, local = order.tier or ModelTier(parts.settings.model_tier), parts.endpoint.local_model
    choice = choose_model(order.task, tier, override_model=order.override_model, local_model=local)
    return replace(order, override_model=choice.model)
