"""The one road from an order to a stored result: look, claim, gather, ask, record."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.errors import DeadlineExceeded, Disabled, InputsMissing, ModelFailure, NotFound, TheraBridgeError
from app.generators.asking import Terms
from app.generators.generation import Generation as Generated
from app.generators.registry import build
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.pipeline import steps
from app.pipeline.bookkeeping import Books, claimed, freed
from app.pipeline.counting import counted
from app.pipeline.graph import LABELING, does_without_roles, generator, needs, needs_roles
from app.pipeline.material import JOURNEY, Material, gather
from app.pipeline.order import Order, Progress
from app.pipeline.parts import Parts
from app.pipeline.policy import check_made_here
from app.pipeline.standing import Standing, look
from app.pipeline.steps import TakenOver
from app.store import generations
from app.store.database import Db
from app.store.models import Generation

MOST_TRIES = 3
LOOK_AGAIN = 0.1
"""Seconds between looks while another is making the same."""


@dataclass(frozen=True)
class Performed:
    """A stored result, whether it was there already, and what had to be done first."""

    row: Generation
    standing: Standing
    reused: bool
    prerequisites: list["Performed"] = field(default_factory=list)


class _RolesUnknown(Exception):
    """Nobody has said yet who is who, and the task has to know."""


async def perform(parts: Parts, order: Order) -> Performed:
    """Carry out an order for a waiting caller, its speaker labelling first where that is needed.

    Raises:
        Disabled: the artifact is switched off; nothing was spent.
        NotFound: no such visit, or erased meanwhile.
        InputsMissing: a result of an earlier step is missing; nothing was spent.
        ModelFailure: the model gave no usable answer; only the ledger knows of it.
    """
    check_made_here(order.task, parts.disabled)
    order = _naming_the_model(parts, order)
    if not order.force:
        async with parts.database.snapshot() as db:
            standing = await look(db, order.session_id)
            row = await _reusable(db, standing, order)
        if row is not None:
            return Performed(row, standing, reused=True)
    try:
        return await make(parts, order, for_caller=True)
    except _RolesUnknown:
        labelled = await _labelled(parts, order)
    order = replace(order, without_roles=not labelled)
    return replace(await make(parts, order, for_caller=True), prerequisites=labelled)


async def _labelled(parts: Parts, order: Order) -> list[Performed]:
    """The speaker labelling that an order waits for; none where that fails and the order's task does without."""
    try:
        check_made_here(LABELING, parts.disabled)
        return [await make(parts, order.prerequisite(LABELING))]
    except (Disabled, ModelFailure):
        if does_without_roles(order.task):
            return []
        raise


async def make(parts: Parts, order: Order, *, for_caller: bool = False) -> Performed:
    """Make a result, or take the one that another made meanwhile.

    A run has seen to it that what the order needs is over; for a caller that is looked at here. Raises as perform.
    """
    until = time.monotonic() + generator(order.task).GRADE.deadline
    while True:
        begun = await _begun(parts, order, for_caller)
        if isinstance(begun, Performed):
            return begun
        if begun is not None and (row := await _made(begun)) is not None:
            return Performed(row, await _standing_after(begun, row), reused=False)
        if time.monotonic() > until:
            raise DeadlineExceeded("Another caller's generation of the same took too long.")
        await asyncio.sleep(LOOK_AGAIN)


async def _begun(parts: Parts, order: Order, for_caller: bool) -> Books | Performed | None:
    """Begin; when that is broken off, let it end first, so that no claim stays behind which nobody frees."""
    beginning = asyncio.create_task(_begin(parts, order, for_caller))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        with suppress(Exception):
            if isinstance(books := await beginning, Books):
                await books.cancel()
        raise


async def _begin(parts: Parts, order: Order, for_caller: bool) -> Books | Performed | None:
    """Claim the work, look, gather and tell, in one transaction: the books of work to be done now, a result that
    stands already, or None while another is at it.

    The claim comes before the look, so that a result stored by the claim's last holder is seen.
    """
    async with order.turn(parts.turns), parts.database.transaction() as db:
        if not await claimed(db, parts, order):
            return None
        if order.attempt:
            await steps.begin(db, order.attempt)
        standing = await look(db, order.session_id)
        row = await _reusable(db, standing, order)
        if row is not None:
            await freed(db, parts, order)
            return Performed(row, standing, reused=True)
        _check_inputs(standing, order, for_caller, parts.disabled)
        books = Books(parts, order, standing, await _gathered(db, parts, standing, order))
        asked = build(order.task, parts.client, parts.endpoint)
        await books.begin(db, asked.first_line(books.material.visit, _terms(books)))
    return books


async def _standing_after(books: Books, row: Generation) -> Standing:
    """What stands once a result is stored: looked at again only where it rests on visits not looked at before, or
    where the visit was handed over anew while the model thought."""
    before = books.standing
    if not books.changed and {UUID(session) for session in row.sources} <= before.grounds.keys():
        return before
    async with books.parts.database.snapshot() as db:
        return await look(db, row.session_id)


async def _made(books: Books) -> Generation | None:
    """Ask the model and record what it says; whatever happens, the claim is freed and the end is told. None when
    another process has taken the claim meanwhile: what it makes counts."""
    try:
        async with counted(books.progress) as progress:
            made = await books.parts.questions.ask(
                books.material.session_ids, _ask(books, progress), for_caller=books.order.attempt is None
            )
        return await books.record(made)
    except ModelFailure as failure:
        again = tries_again(books.order, failure)
        if not again and (least := _fallback(books, failure)) is not None:
            return await books.record(least)
        await _surely(books.fail(failure.code, failure.reason, again=again))
        raise
    except TakenOver:
        await _surely(books.cancel())
        raise
    except TheraBridgeError as error:
        # One of the visits that are remembered was erased: a run's step is made again, without it.
        await _surely(books.fail(error.code, error.code, again=isinstance(error, NotFound)))
        raise
    except Exception:
        await _surely(books.fail(TheraBridgeError.code, TheraBridgeError.code))
        raise
    except BaseException:
        # Cancelled: nothing was stored, so nothing may stay claimed.
        await _surely(books.cancel())
        raise


async def _surely(clearing_up: Coroutine[Any, Any, None]) -> None:
    """Let it end, also when this is broken off meanwhile."""
    task = asyncio.ensure_future(clearing_up)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def tries_again(order: Order, failure: ModelFailure) -> bool:
    """Whether a run's step is tried again after a failure."""
    return order.attempt is not None and failure.retryable and order.attempt.tries < MOST_TRIES


async def _ask(books: Books, progress: Progress) -> Generated[Any]:
    parts = books.parts
    terms = replace(_terms(books), progress=progress)
    return await build(books.order.task, parts.client, parts.endpoint).generate(books.material.visit, terms)


def _fallback(books: Books, failure: ModelFailure) -> Generated[Any] | None:
    parts = books.parts
    generator = build(books.order.task, parts.client, parts.endpoint)
    return generator.fallback(books.material.visit, _terms(books), failure)


def _terms(books: Books) -> Terms:
    parts, order = books.parts, books.order
    return Terms(
        tier=order.tier or ModelTier(parts.settings.model_tier),
        override_model=order.override_model,
        queued=order.run_id is not None,
        patient=str(books.standing.visit.patient_id),
        async_ledger=books,
        places=parts.places,
    )


async def _reusable(db: Db, standing: Standing, order: Order) -> Generation | None:
    """The stored result that answers an order without spending anything."""
    row = standing.results.get(order.task)
    if order.force or row is None:
        return None
    if not _matches(row, order):
        row = await generations.made_alike(db, order.session_id, order.task, order.named, order.choices, order.excluded)
    return None if row is None or standing.stale(row) else row


def _matches(row: Generation, order: Order) -> bool:
    columns = all(getattr(row, name) == value for name, value in order.named.items())
    chosen = all(row.choices.get(name) == value for name, value in order.choices.items())
    return columns and chosen and order.excluded not in row.choices


def _naming_the_model(parts: Parts, order: Order) -> Order:
    """The order with the model that its override comes to; an unknown one is refused before anything is spent."""
    if order.override_model is None:
        return order
    tier, local = order.tier or ModelTier(parts.settings.model_tier), parts.endpoint.local_model
    choice = choose_model(order.task, tier, override_model=order.override_model, local_model=local)
    return replace(order, override_model=choice.model)


def _check_inputs(standing: Standing, order: Order, for_caller: bool, disabled: frozenset[str]) -> None:
    """Raises InputsMissing, or _RolesUnknown when the speakers have to be labelled first. A run goes on without what it
    only waited for, a caller is told; what is switched off is not waited for."""
    task, later = order.task, (LABELING, *disabled)
    same_visit = [need for need in needs(task) if need.visit == "same" and need.task not in later]
    wanted = [need.task for need in same_visit if need.result or (for_caller and not need.order_only)]
    missing = [name for name in wanted if standing.usable(name) is None]
    if missing:
        raise InputsMissing(f"Generate {', '.join(missing)} for this session first, or again.", missing=missing)
    if for_caller and needs_roles(task) and not standing.roles_are_known and not order.without_roles:
        raise _RolesUnknown


async def _gathered(db: Db, parts: Parts, standing: Standing, order: Order) -> Material:
    settings = parts.settings
    strategy = order.strategy or settings.roadmap_compaction_strategy
    if order.task != JOURNEY:
        strategy = "hierarchical"
    tasks, tokens = order.completed_tasks or (), settings.model_context_tokens
    return await gather(db, standing, order.task, strategy, tokens, tasks, parts.disabled)
