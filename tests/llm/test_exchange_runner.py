"""Both drivers keep the same books: a line opened before a call, closed with its usage before its answer is judged."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import Field
from support.tables import each_row

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable
from app.llm.exchange import Ask, Question, Reply, converse
from app.llm.exchange_runner import AsyncLedgerLine, LedgerLine, UsageTotals, run_exchange, run_exchange_async
from app.llm.ledger import CallClosed, CallOpened
from app.llm.model_config import choose_model
from app.llm.prices import Usage, call_price
from app.therapy.evidence import Answer


class Mood(Answer):
    """A mood."""

    score: float = Field(ge=0, le=10)
    """A score."""


USAGE = Usage(input_tokens=2_000, cached_input_tokens=500, output_tokens=200, reasoning_tokens=64)
CHOICE = choose_model("mood_analysis", "rapid", today=date(2026, 11, 22))
AT_ONCE = 1e-9
"""Seconds that are over as soon as somebody waits."""
PARAMS: dict[str, Any] = {"model": CHOICE.model, "service_tier": "flex"}
Event = str | CallOpened | CallClosed | type[Mood]


def said(text: str | None, finish: str = "stop", tier: str | None = "flex", refusal: str | None = None) -> Reply:
    return Reply(text, finish, refusal, "gpt-5-nano-2025-08-07", tier, USAGE)


GOOD, BAD = said('{"score": 6.5}'), said('{"score": 11}')


@dataclass
class Scene:
    """A model that answers by a script, and everything in the order in which it happened."""

    script: Sequence[Reply | BaseException]
    events: list[Event] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    def call(self, ask: Ask) -> Reply:
        self.events.append("call")
        self.asks.append(ask)
        answer = self.script[len(self.asks) - 1]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def call_async(self, ask: Ask) -> Reply:
        return self.call(ask)

    def open(self, line: CallOpened) -> object:
        self.events.append(line)
        return len(self.events)

    def close(self, token: object, line: CallClosed) -> None:
        assert isinstance(self.events[int(str(token)) - 1], CallOpened)
        self.events.append(line)

    @property
    def opened(self) -> list[CallOpened]:
        return [event for event in self.events if isinstance(event, CallOpened)]

    @property
    def closed(self) -> list[CallClosed]:
        return [event for event in self.events if isinstance(event, CallClosed)]


@dataclass
class AsyncScene(Scene):
    """The same, its ledger awaited."""

    closing: Callable[[], Coroutine[Any, Any, None]] | None = None

    async def open(self, line: CallOpened) -> object:
        return super().open(line)

    async def close(self, token: object, line: CallClosed) -> None:  # type: ignore[override] # the same
        if self.closing:
            await self.closing()
        super().close(token, line)


def conversation(seconds: float = 60.0) -> Any:
    """The clock stands still, so that a call has its seconds on a busy machine too."""
    return converse(Question("prompt", Mood, PARAMS, seconds, lambda: 0.0))


def tally(engine: str = "openai") -> UsageTotals:
    return UsageTotals(CHOICE, engine)


async def run(scene: AsyncScene, places: int = 1, seconds: float = 60.0) -> Mood:
    line = AsyncLedgerLine(scene.call_async, scene, tally(), asyncio.Semaphore(places))
    result: Mood = await run_exchange_async(conversation(seconds), line)
    return result


SCRIPTS: dict[str, list[Reply | BaseException]] = {
    "good": [GOOD],
    "repaired": [BAD, said("{"), GOOD],
    "never good": [BAD, BAD, BAD],
    "cut off": [said('{"sc', "length")],
    "refused": [said(None, refusal="No.")],
    "flex full, then repaired": [ModelUnavailable("rate_limited"), BAD, GOOD],
    "key rejected": [ModelFailed("key_rejected")],
    "breaks off": [ModelUnavailable("interrupted", retry_after=0), GOOD],
    "no completion": [ValueError("nonsense")],
}


@each_row("name", SCRIPTS)
async def test_both_drivers_ask_the_same_and_write_the_same_lines(name: str) -> None:
    one, other = Scene(SCRIPTS[name]), AsyncScene(SCRIPTS[name])
    endings: list[object] = []
    try:
        endings.append(run_exchange(conversation(), LedgerLine(one.call, one, tally())))
    except ModelFailed as failure:
        endings.append(failure.reason)
    try:
        endings.append(await run(other))
    except ModelFailed as failure:
        endings.append(failure.reason)
    assert endings[0] == endings[1]
    assert one.events == other.events
    assert [(a.params, a.repair, a.attempt) for a in one.asks] == [(a.params, a.repair, a.attempt) for a in other.asks]


@each_row("name", SCRIPTS)
def test_every_call_stands_between_its_two_lines(name: str) -> None:
    scene = Scene(SCRIPTS[name])
    with suppress(ModelFailed):
        run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    kinds = [event if isinstance(event, str) else type(event).__name__ for event in scene.events]
    assert kinds == ["CallOpened", "call", "CallClosed"] * len(SCRIPTS[name])


def test_a_line_says_what_was_asked_for_and_what_served() -> None:
    scene = Scene([said('{"score": 6.5}', tier="default")])
    run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    assert scene.opened == [CallOpened("mood_analysis", "rapid", "gpt-5-nano", "openai", "minimal", "flex", attempt=1)]
    closed = scene.closed[0]
    assert (closed.answered, closed.outcome, closed.service_tier) == (True, "stop", "default")
    assert (closed.model, closed.usage) == ("gpt-5-nano-2025-08-07", USAGE)


def test_a_call_is_priced_by_the_tier_that_served_it() -> None:
    scene = Scene([said('{"score": 1}', tier="default")])
    run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    standard = scene.closed[0].cost_usd
    assert standard == call_price(USAGE, "gpt-5-nano", "default", "openai")
    assert standard == Decimal(1_500 * 5 + 500 * Decimal("0.5") + 200 * 40) / 100_000_000


def test_a_rejected_answer_is_on_the_ledger_with_its_usage_before_it_is_judged() -> None:
    scene = Scene([BAD, GOOD])
    book = tally()
    run_exchange(conversation(), LedgerLine(scene.call, scene, book))
    assert [line.usage for line in scene.closed] == [USAGE, USAGE]
    second_question = scene.events.index(scene.opened[1])
    assert scene.events.index(scene.closed[0]) < second_question
    assert book.usage == USAGE + USAGE
    assert book.attempts == 2


@each_row("reply", [said("{", "length"), said(None, refusal="No."), said("x", "content_filter")])
def test_a_failed_generation_has_paid_and_the_ledger_says_so(reply: Reply) -> None:
    scene = Scene([reply])
    with pytest.raises(ModelFailed):
        run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    assert scene.closed[0].answered
    assert scene.closed[0].cost_usd


def test_a_call_that_was_turned_away_is_closed_with_its_reason_and_cost_nothing() -> None:
    scene = Scene([ModelFailed("quota_used_up")])
    with pytest.raises(ModelFailed):
        run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    assert scene.closed == [CallClosed(False, "quota_used_up", cost_usd=Decimal(0))]


@each_row("failure", [ModelUnavailable("interrupted", retry_after=0), DeadlineExceeded(), ModelFailed("malformed")])
def test_what_a_call_cost_that_began_and_broke_off_nobody_knows(failure: ModelFailure) -> None:
    count = tally()
    scene = Scene([failure, failure, failure])
    with pytest.raises(ModelFailure):
        run_exchange(conversation(), LedgerLine(scene.call, scene, count))
    assert scene.closed[0].cost_usd is None
    assert count.cost is None


def test_tokens_that_nobody_counted_are_unknown_and_those_of_a_call_turned_away_none() -> None:
    uncounted = Reply('{"score": 1}', "stop", None, "gpt-5-nano", None, None)
    cases: list[tuple[list[Reply | BaseException], Usage | None]] = [
        ([GOOD], USAGE),
        ([ModelUnavailable("rate_limited"), GOOD], USAGE),
        ([ModelUnavailable("interrupted"), GOOD], None),
        ([uncounted], None),
    ]
    for script, usage in cases:
        scene, count = Scene(script), tally()
        run_exchange(conversation(), LedgerLine(scene.call, scene, count))
        assert count.usage == usage
    assert tally().usage == Usage()


def test_counts_that_cannot_be_leave_the_price_unknown_and_the_line_closed() -> None:
    odd = Usage(input_tokens=1, cached_input_tokens=5)
    scene = Scene([Reply('{"score": 1}', "stop", None, "gpt-5-nano", None, odd)])
    run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    assert scene.closed[0].cost_usd is None


def test_a_local_model_with_a_sold_models_name_has_no_price() -> None:
    local = choose_model("mood_analysis", "rapid", local_model="gpt-oss-20b")
    reply = Reply('{"score": 1}', "stop", None, "gpt-oss-20b", None, USAGE)
    assert UsageTotals(local, "compatible").answered(reply).cost_usd is None


def test_the_offline_engine_costs_nothing() -> None:
    assert UsageTotals(CHOICE, "offline").answered(GOOD).cost_usd == 0


def test_a_blocking_call_that_is_interrupted_is_closed_as_cancelled() -> None:
    scene = Scene([KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        run_exchange(conversation(), LedgerLine(scene.call, scene, tally()))
    assert scene.closed == [CallClosed(False, "cancelled")]


@dataclass
class Never(AsyncScene):
    """A model that never answers."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def call_async(self, ask: Ask) -> Reply:
        self.events.append("call")
        self.begun.set()
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_cancelled_call_is_closed_as_cancelled() -> None:
    scene = Never([])
    task = asyncio.create_task(run(scene))
    await scene.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert scene.closed == [CallClosed(False, "cancelled")]


async def test_a_line_is_closed_even_if_its_caller_is_cancelled_while_it_is_written() -> None:
    writing, written = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        writing.set()
        await written.wait()

    scene = AsyncScene([GOOD], closing=slowly)
    task = asyncio.create_task(run(scene))
    await writing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    written.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [line.usage for line in scene.closed] == [USAGE]


async def test_a_model_that_never_answers_is_ended_by_the_deadline() -> None:
    scene = Never([])
    with pytest.raises(DeadlineExceeded):
        await run(scene, seconds=AT_ONCE)
    assert scene.closed == [CallClosed(False, "deadline")]


async def test_no_more_calls_are_under_way_than_there_are_places() -> None:
    first, second = Never([]), AsyncScene([GOOD])
    places = asyncio.Semaphore(1)
    waiting = asyncio.create_task(
        run_exchange_async(conversation(), AsyncLedgerLine(first.call_async, first, tally(), places))
    )
    await first.begun.wait()
    clock = Clock()
    question = converse(Question("prompt", Mood, PARAMS, 60.0, clock))
    line = AsyncLedgerLine(second.call_async, second, tally(), places)
    next_one = asyncio.create_task(run_exchange_async(question, line))
    await asyncio.sleep(0)
    clock.now += 1000
    assert second.events == [], "no line is opened for a call that was never made"
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await next_one == Mood(score=6.5), "a cancelled call gives its place back"
    assert second.asks[0].timeout == 60.0, "waiting is not counted as the task's time"


class Clock:
    """A clock that is put on by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_a_place_is_kept_through_repair_turns() -> None:
    scene, places = AsyncScene([BAD, GOOD]), asyncio.Semaphore(1)
    held: list[bool] = []

    async def call(ask: Ask) -> Reply:
        held.append(places.locked())
        return scene.call(ask)

    await run_exchange_async(conversation(), AsyncLedgerLine(call, scene, tally(), places))
    assert held == [True, True]
    assert not places.locked()


async def test_a_line_that_cannot_be_opened_in_the_tasks_time_is_no_call() -> None:
    class Stuck(AsyncScene):
        async def open(self, line: CallOpened) -> object:
            await asyncio.Event().wait()
            raise AssertionError

    scene = Stuck([])
    with pytest.raises(DeadlineExceeded):
        await run(scene, seconds=0.01)
    assert scene.asks == []


async def test_a_failed_call_gives_its_place_back() -> None:
    scene, places = AsyncScene([ModelFailed("rejected")]), asyncio.Semaphore(1)
    with pytest.raises(ModelFailed):
        await run_exchange_async(conversation(), AsyncLedgerLine(scene.call_async, scene, tally(), places))
    assert not places.locked()
