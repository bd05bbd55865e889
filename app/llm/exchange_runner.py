"""Runs an exchange with a model, in a synchronous and an asynchronous version. The logic is shared, elsewhere.

Each call is on the ledger before it is made, and its usage before its answer is judged.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar, cast

from pydantic import BaseModel

from app.errors import ModelFailure
from app.llm.exchange import Ask, Conversation, Reply
from app.llm.failures import translate_error
from app.llm.ledger import AsyncLedger, CallClosed, CallOpened, Ledger
from app.llm.model_config import ModelChoice
from app.llm.prices import FREE, Usage, call_price, sum_of_costs

OutputT = TypeVar("OutputT", bound=BaseModel)


TURNED_AWAY = frozenset(
    "rate_limited overloaded unreachable rejected key_rejected model_not_found quota_used_up".split()
)
"""Reasons of calls for which no model began to work."""


class UsageTotals:
    """The totals of the calls of one generation, and their ledger lines."""

    def __init__(self, choice: ModelChoice, engine: str) -> None:
        self._choice = choice
        self._engine = engine
        self.attempts = 0
        self.closed: list[CallClosed] = []

    def asking(self, ask: Ask) -> CallOpened:
        """Count a call that is about to be made; its ledger line."""
        choice, self.attempts = self._choice, ask.attempt
        return CallOpened(
            task=choice.task,
            model_tier=choice.tier,
            model_asked=choice.model,
            engine=self._engine,
            reasoning_effort=choice.effort,
            service_tier_asked=ask.service_tier,
            attempt=ask.attempt,
        )

    def answered(self, reply: Reply) -> CallClosed:
        """The line for a call that returned a completion, valid or not."""
        tier = reply.service_tier or None
        # A local model may have the name of a commercial one.
        model = reply.model if self._choice.effort else None
        cost = call_price(reply.usage, model, tier, self._engine)
        line = CallClosed(True, reply.finish_reason or "unfinished", reply.model, tier, reply.usage, cost)
        self.closed.append(line)
        return line

    def failed(self, failure: ModelFailure) -> CallClosed:
        """The line for a call that returned none."""
        return self._unanswered(failure.reason)

    def cancelled(self) -> CallClosed:
        """The line for a call that this process cancelled."""
        return self._unanswered("cancelled")

    def _unanswered(self, reason: str) -> CallClosed:
        """A rejected call cost nothing. The cost of one that began and broke off is unknown."""
        free = reason in TURNED_AWAY or self._engine in FREE
        line = CallClosed(False, reason, cost_usd=Decimal(0) if free else None)
        self.closed.append(line)
        return line

    @property
    def cost(self) -> Decimal | None:
        """US dollars of all calls; None if any is unknown."""
        return sum_of_costs(line.cost_usd for line in self.closed)

    @property
    def usage(self) -> Usage | None:
        """Tokens of all calls; None if a model worked on one whose usage is unknown."""
        worked_on = [line for line in self.closed if line.answered or line.cost_usd is None]
        counted = [line.usage for line in worked_on if line.usage]
        return sum(counted, Usage()) if len(counted) == len(worked_on) else None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """How the runner reaches a model: the call, and the ledger and totals of its calls."""

    call: Callable[[Ask], Reply]
    ledger: Ledger
    tally: UsageTotals


@dataclass(frozen=True, slots=True)
class AsyncLedgerLine:
    """The same for an async client. `places` limits the conversations in progress in this process; a conversation keeps
    its permit until its end, and its deadline counts from there."""

    call: Callable[[Ask], Awaitable[Reply]]
    ledger: AsyncLedger
    tally: UsageTotals
    places: AbstractAsyncContextManager[None]


def run_exchange(conversation: Conversation[OutputT], line: LedgerLine) -> OutputT:
    """Run a conversation to its end with a synchronous client."""
    step: Callable[[], Ask] = conversation.__next__
    while True:
        try:
            ask = step()
        except StopIteration as end:
            return cast(OutputT, end.value)
        time.sleep(ask.pause)
        step = _onward(conversation, _ask_once(ask, line))


async def run_exchange_async(conversation: Conversation[OutputT], line: AsyncLedgerLine) -> OutputT:
    """Run a conversation to its end with an async client. Its steps run in a thread: validating an answer reads
    the whole transcript, which takes a second for the longest ones."""
    async with line.places:
        step: Callable[[], Ask] = conversation.__next__
        while not isinstance(ask := await asyncio.to_thread(_taken, step), _Ended):
            await asyncio.sleep(ask.pause)
            step = _onward(conversation, await _ask_once_async(ask, line))
        return cast(OutputT, ask.answer)


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of a conversation. No thread can pass on a StopIteration."""

    answer: object


def _taken(step: Callable[[], Ask]) -> Ask | _Ended:
    try:
        return step()
    except StopIteration as end:
        return _Ended(end.value)


def _ask_once(ask: Ask, line: LedgerLine) -> Reply | ModelFailure:
    token = line.ledger.open(line.tally.asking(ask))
    try:
        reply = line.call(ask)
    except Exception as error:
        failure = translate_error(error)
        line.ledger.close(token, line.tally.failed(failure))
        return failure
    except BaseException:
        line.ledger.close(token, line.tally.cancelled())
        raise
    line.ledger.close(token, line.tally.answered(reply))
    return reply


async def _ask_once_async(ask: Ask, line: AsyncLedgerLine) -> Reply | ModelFailure:
    ends = asyncio.get_running_loop().time() + ask.timeout
    try:
        async with asyncio.timeout_at(ends):
            token = await line.ledger.open(line.tally.asking(ask))
    except TimeoutError as error:
        return translate_error(error)
    try:
        async with asyncio.timeout_at(ends):
            reply = await line.call(ask)
    except asyncio.CancelledError:
        await _closed(line, token, line.tally.cancelled())
        raise
    except Exception as error:
        failure = translate_error(error)
        await _closed(line, token, line.tally.failed(failure))
        return failure
    await _closed(line, token, line.tally.answered(reply))
    return reply


async def _closed(line: AsyncLedgerLine, token: object, closing: CallClosed) -> None:
    """Shielded from cancellation, since the call has been billed all the same."""
    await asyncio.shield(line.ledger.close(token, closing))


def _onward(conversation: Conversation[OutputT], heard: Reply | ModelFailure) -> Callable[[], Ask]:
    if isinstance(heard, ModelFailure):
        return lambda: conversation.throw(heard)
    return lambda: conversation.send(heard)
