"""One attempt at a result, by whoever has a turn at the model: claim, look, gather, ask, record."""

import asyncio
from collections.abc import Coroutine
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from app.errors import InputsMissing, ModelFailure, NotFound, TheraBridgeError
from app.generators.generation import Generation as Generated
from app.generators.generation_attempt import Terms
from app.generators.registry import build
from app.llm.model_tier import ModelTier
from app.pipeline import step_state
from app.pipeline.attempt_claim import ClaimLost, claimed, freed, is_claimed
from app.pipeline.context import Parts
from app.pipeline.generator_input import JOURNEY, Collected, assemble, collect
from app.pipeline.graph import LABELING, SCREEN, generator, needs, needs_roles
from app.pipeline.priority_semaphore import Turn
from app.pipeline.progress_reporter import counted
from app.pipeline.result_writer import CALLER_PATIENCE, RUN_PATIENCE, Books
from app.pipeline.step_state import TakenOver
from app.pipeline.task_request import Order, Progress
from app.pipeline.versioning import may_be_held, speaks_of_danger
from app.pipeline.visit_state import Standing, look
from app.store import generations
from app.store.database import Db
from app.store.db_retry import patiently
from app.store.models import Generation

MAX_TRIES = 3


@dataclass(frozen=True)
class Performed:
    """A stored result, whether it was there already, and what had to be done first. `last_attempt` is a newer one that
    has come to nothing, for which the result stands."""

    row: Generation
    standing: Standing
    reused: bool
    prerequisites: list["Performed"] = field(default_factory=list)
    last_attempt: Generation | None = None


class RolesUnknown(Exception):
    """Nobody has said yet who is who, and the task has to know."""


async def make(parts: Parts, order: Order, turn: Turn) -> Performed | None:
    """Make a result, or take the one that another made meanwhile; None while another attempt is at it. The turn is
    ended once the model has answered.

    A run has seen to it that what the order needs is over; for a caller that is looked at here.

    Raises:
        NotFound: no such visit, or erased meanwhile.
        InputsMissing, RolesUnknown: a result of an earlier step is missing; nothing was spent.
        ModelFailure: the model gave no usable answer; only the ledger knows of it.
        TakenOver: the run's step is another's.
        ClaimLost: another attempt took the claim after a run's step had begun; the step waits for its next attempt.
    """
    attempt_id = uuid4()
    parts.under_way.add(attempt_id)
    try:
        begun = await _begun(parts, order, attempt_id)
        if not isinstance(begun, Books):
            return begun
        row = await _made(begun, turn)
        return Performed(row, await _standing_after(begun, row), reused=False)
    except ClaimLost:
        if order.attempt:
            raise
        return None
    finally:
        parts.under_way.discard(attempt_id)


async def _begun(parts: Parts, order: Order, attempt_id: UUID) -> Books | Performed | None:
    """Begin; when that is broken off, let it end first, so that no claim stays behind which nobody frees."""
    patience = RUN_PATIENCE if order.attempt else CALLER_PATIENCE
    beginning = asyncio.create_task(patiently(_Beginning(parts, order, attempt_id), patience))
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        with suppress(Exception):
            if isinstance(books := await beginning, Books):
                await books.cancel()
        raise


@dataclass
class _Beginning:
    """Claims the work, looks, gathers and tells, in one transaction: the books of work to be done now, a result that
    stands already, or None while another attempt is at it.

    The claim comes before the look, so that a result stored by the claim's last holder is seen.
    """

    parts: Parts
    order: Order
    attempt_id: UUID
    tried: bool = False

    async def __call__(self) -> Books | Performed | None:
        parts, order = self.parts, self.order
        async with order.turn(parts.turns), parts.database.transaction() as db:
            told = self.tried and await is_claimed(db, order, self.attempt_id)
            self.tried = True
            if not await claimed(db, parts, order, self.attempt_id):
                return None
            if order.attempt:
                await step_state.begin(db, order.attempt)
            standing = await look(db, order.session_id)
            row = await reusable(db, standing, order)
            if row is not None:
                await freed(db, order, self.attempt_id)
                return Performed(row, standing, reused=True)
            _check_inputs(standing, order, parts.disabled)
            books = Books(parts, order, self.attempt_id, standing, await _collected(db, parts, standing, order))
            if not told:
                await books.begin(db)
        return books


async def _made(books: Books, turn: Turn) -> Generation:
    """As `_recorded`. Raises ClaimLost when another attempt has taken the claim meanwhile: what it makes counts."""
    try:
        return await _recorded(books, turn)
    except ClaimLost:
        await _surely(books.lose())
        raise


async def _recorded(books: Books, turn: Turn) -> Generation:
    """Ask the model and record what it says; whatever happens, the claim is freed and the end is told."""
    try:
        books.material = await asyncio.to_thread(assemble, books.collected)
        async with counted(books.progress) as progress:
            made = await books.parts.questions.ask(
                books.material.session_ids, _ask(books, progress), for_caller=books.order.attempt is None
            )
        turn.end()
        if made.result is not None and may_be_held(books.order.task) and books.standing.holds(SCREEN) is None:
            books.endangered = await asyncio.to_thread(speaks_of_danger, books.material.visit)
        return await books.record(made)
    except ModelFailure as failure:
        turn.end()
        again = tries_again(books.order, failure)
        if not again and (least := await asyncio.to_thread(_fallback, books, failure)) is not None:
            return await books.record(least)
        await _surely(books.fail(failure.code, failure.reason, again=again))
        raise
    except ClaimLost:
        raise
    except TakenOver:
        await _surely(books.withdraw())
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


async def _standing_after(books: Books, row: Generation) -> Standing:
    """What stands once a result is stored, for a caller: looked at again only where it says nothing, where earlier
    visits count, of which one may have come meanwhile, or where the visit was handed over anew while the model thought.
    """
    before = books.standing
    if books.order.attempt or (row.state == "success" and row.past is None and not books.changed):
        return before
    async with books.parts.database.snapshot() as db:
        return await look(db, row.session_id)


def tries_again(order: Order, failure: ModelFailure) -> bool:
    """Whether a run's step is tried again after a failure."""
    return order.attempt is not None and failure.retryable and order.attempt.tries < MAX_TRIES


async def _ask(books: Books, progress: Progress) -> Generated[Any]:
    parts = books.parts
    terms = replace(_terms(books), progress=progress)
    return await build(books.order.task, parts.client, parts.endpoint).generate(books.material.visit, terms)


def _fallback(books: Books, failure: ModelFailure) -> Generated[Any] | None:
    parts = books.parts
    asked = build(books.order.task, parts.client, parts.endpoint)
    return asked.fallback(books.material.visit, _terms(books), failure)


def _terms(books: Books) -> Terms:
    parts, order = books.parts, books.order
    return Terms(
        tier=order.tier or ModelTier(parts.settings.model_tier),
        override_model=order.override_model,
        queued=order.run_id is not None,
        seconds=generator(order.task).GRADE.deadline(parts.settings),
        patient=str(books.standing.visit.patient_id),
        async_ledger=books,
        places=nullcontext(),  # whoever makes it has a turn
    )


async def reusable(db: Db, standing: Standing, order: Order) -> Generation | None:
    """The stored result that answers an order without spending anything."""
    row = standing.results.get(order.task)
    if order.force or row is None:
        return None
    if not _matches(row, order):
        row = await _made_alike(db, standing, order)
    return None if row is None or standing.stale(row) else row


async def _made_alike(db: Db, standing: Standing, order: Order) -> Generation | None:
    """The newest result that was made as the order wants it; where that says nothing, the last one that does."""
    wanted = (order.session_id, order.task, order.named, order.choices, order.excluded)
    newest = await generations.made_alike(db, *wanted)
    if newest is None or newest.state == "success":
        return newest
    says = await generations.made_alike(db, *wanted, state="success")
    return newest if says is None or standing.stale(says) else says


def _matches(row: Generation, order: Order) -> bool:
    columns = all(getattr(row, name) == value for name, value in order.named.items())
    chosen = all(row.choices.get(name) == value for name, value in order.choices.items())
    return columns and chosen and order.excluded not in row.choices


def _check_inputs(standing: Standing, order: Order, disabled: frozenset[str]) -> None:
    """Raises InputsMissing, or RolesUnknown when the speakers have to be labelled first. A run goes on without what it
    only waited for, a caller is told; what is switched off is not waited for."""
    task, for_caller = order.task, order.attempt is None
    same_visit = [need for need in needs(task) if need.visit == "same" and need.task not in (LABELING, *disabled)]
    wanted = [need.task for need in same_visit if need.result or (for_caller and not need.order_only)]
    missing = [name for name in wanted if standing.usable(name) is None]
    if missing:
        raise InputsMissing(f"Generate {', '.join(missing)} for this session first, or again.", missing=missing)
    if for_caller and needs_roles(task) and not standing.roles_are_known and not order.without_roles:
        raise RolesUnknown


async def _collected(db: Db, parts: Parts, standing: Standing, order: Order) -> Collected:
    settings = parts.settings
    strategy = order.strategy or settings.roadmap_compaction_strategy
    if order.task != JOURNEY:
        strategy = "hierarchical"
    tasks, tokens = order.completed_tasks or (), settings.model_context_tokens
    return await collect(db, standing, order.task, strategy, tokens, tasks, parts.disabled)
