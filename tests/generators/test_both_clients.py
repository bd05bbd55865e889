"""Whatever befalls a call, a client that blocks and one that awaits ask the same and come to the same."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from support.both_clients import DAY, FLOORED, REACHED, TASKS, VISIT, ClientBench, serve_on_socket
from support.tables import each_row

from app.errors import ModelFailed, ModelFailure, ModelUnavailable
from app.generators.generation_attempt import AttemptTerms
from app.generators.registry import generators
from app.llm.clients import AsyncOpenAI, OpenAI
from app.llm.ledger import AsyncMemoryLedger, CallClosed
from app.offline.fault_injection import QUOTA_USED_UP, Failure, Fault, FaultPlan, Misdeed

KIND_OF = {task: (heir.declared.wave == 3, heir.REPAIRS, task in FLOORED) for task, heir in generators().items()}
KINDS = sorted({KIND_OF[task]: task for task in reversed(TASKS)}.values())
"""One of each kind: until an answer is judged, it makes no difference what else a task says of itself."""

BUSY = Failure(503, retry_after=0)
SCENES: dict[str, tuple[list[Misdeed], int, type[ModelFailure] | None, str]] = {
    "good": ([], 1, None, ""),
    "out of range, then good": ([Fault.OUT_OF_RANGE], 2, None, ""),
    "malformed and empty, then good": ([Fault.MALFORMED, Fault.EMPTY], 3, None, ""),
    "busy twice, then good": ([BUSY, BUSY], 3, None, ""),
    "busy three times": ([BUSY, BUSY, BUSY], 3, ModelUnavailable, "overloaded"),
    "refused": ([Fault.REFUSAL], 1, ModelFailed, "refused"),
    "cut off": ([Fault.CUT_OFF], 1, ModelFailed, "cut_off"),
    "filtered": ([Fault.CONTENT_FILTER], 1, ModelFailed, "content_filter"),
    "always empty": ([Fault.EMPTY] * 3, 3, ModelFailed, "empty"),
    "always malformed": ([Fault.MALFORMED] * 3, 3, ModelFailed, "malformed"),
    "always with duplicate keys": ([Fault.DUPLICATE_KEYS] * 3, 3, ModelFailed, "malformed"),
    "always with NaN": ([Fault.NOT_A_NUMBER] * 3, 3, ModelFailed, "malformed"),
    "always out of range": ([Fault.OUT_OF_RANGE] * 3, 3, ModelFailed, "invalid"),
    "quota used up": ([QUOTA_USED_UP], 1, ModelFailed, "quota_used_up"),
    "key rejected": ([Failure(401)], 1, ModelFailed, "key_rejected"),
    "unknown model": ([Failure(404, "model_not_found")], 1, ModelFailed, "model_not_found"),
    "told to wait too long": ([Failure(429, retry_after=3_000)], 1, ModelUnavailable, "rate_limited"),
}
JUDGED = {"good", "out of range, then good", "malformed and empty, then good", "always empty", "always out of range"}
"""Scenes of which each task makes its own."""
NO_NUMBERS = {("prose_generation", scene) for scene in ("out of range, then good", "always out of range")}
"""The offline engine writes no letter, so that nothing in it can be out of range."""
PLAYS = [(scene, task) for scene in SCENES for task in (TASKS if scene in JUDGED else KINDS)]


@each_row(("scene", "task"), PLAYS)
async def test_both_clients_ask_the_same_and_come_to_the_same(bench: ClientBench, task: str, scene: str) -> None:
    faults, calls, kind, reason = SCENES[scene]
    most = 1 + generators()[task].REPAIRS
    if calls > most and all(isinstance(fault, Fault) for fault in faults):
        calls, kind, reason = most, ModelFailed, reason or "empty"
    if (task, scene) in NO_NUMBERS:
        calls, kind = 1, None
    one, other = await bench.both(task, lambda: FaultPlan(faults=list(faults)))
    assert one.comparable == other.comparable
    assert len(one.requests) == len(one.opened) == len(one.closed) == calls
    if kind is None:
        assert one.failure is None
        assert one.generation is not None
        assert one.generation.made.attempts == calls
    else:
        assert type(one.failure) is kind
        assert one.failure.reason == reason


@each_row("task", ["mood_analysis", "roadmap_generation"])
@each_row("scene", ["good", "out of range, then good", "busy twice, then good", "refused"])
async def test_over_a_socket_it_is_the_same(bench: ClientBench, task: str, scene: str) -> None:
    faults = SCENES[scene][0]
    near, _ = await bench.both(task, lambda: FaultPlan(faults=list(faults)))
    with serve_on_socket(bench.upstream) as url, OpenAI(**{**REACHED, "base_url": url}) as client:
        async with AsyncOpenAI(**{**REACHED, "base_url": url}) as async_client:
            far = replace(bench, client=client, async_client=async_client)
            one = await asyncio.to_thread(far.blocking, task, FaultPlan(faults=list(faults)))
            other = await far.awaiting(task, FaultPlan(faults=list(faults)))
    assert one.comparable == other.comparable == near.comparable


@each_row("task", KINDS)
async def test_a_wait_that_is_too_long_is_passed_on(bench: ClientBench, task: str) -> None:
    for outcome in await bench.both(task, lambda: FaultPlan(faults=[Failure(429, retry_after=3_000)])):
        assert isinstance(outcome.failure, ModelUnavailable)
        assert outcome.failure.retry_after == 3_000


@each_row("task", KINDS)
async def test_a_full_flex_tier_is_asked_again_at_the_standard_one(bench: ClientBench, task: str) -> None:
    one, other = await replace(bench, queued=True).both(task, lambda: FaultPlan(flex_full=True))
    assert one.comparable == other.comparable
    assert [line.service_tier_asked for line in one.opened] == ["flex", "default"]
    assert [line.service_tier for line in one.closed] == [None, "default"]
    assert one.generation is not None
    assert one.generation.made.service_tier == "default"


@each_row(("task", "most"), [("roadmap_generation", 14), ("session_bridge_generation", 15)])
@each_row("faults", [[], [Fault.MALFORMED], [Fault.OUT_OF_RANGE]])
async def test_items_are_counted_while_a_document_is_written_and_a_repair_never_lowers_them(
    bench: ClientBench, task: str, most: int, faults: list[Fault]
) -> None:
    for outcome in await bench.both(task, lambda: FaultPlan(faults=faults)):
        counts = [done for done, _ in outcome.progress]
        assert counts
        assert counts == sorted(set(counts))
        assert counts[-1] <= most
        assert {total for _, total in outcome.progress} == {most}


async def test_a_stream_that_breaks_off_is_asked_for_again(bench: ClientBench) -> None:
    broken = FaultPlan(faults=[Fault.BREAKS_OFF])
    outcome = await bench.awaiting("roadmap_generation", broken)
    assert [line.outcome for line in outcome.closed] == ["interrupted", "stop"]
    assert outcome.generation is not None


@each_row("task", KINDS)
async def test_a_web_page_is_no_completion(bench: ClientBench, task: str) -> None:
    one, other = await bench.both(task, lambda: FaultPlan(faults=[Fault.NOT_JSON] * 3))
    assert isinstance(one.failure, ModelFailure)
    assert one.comparable == other.comparable


@each_row("task", KINDS)
async def test_a_cancelled_generation_leaves_a_cancelled_line(bench: ClientBench, task: str) -> None:
    ledger = AsyncMemoryLedger()
    bench.upstream.conduct = FaultPlan(latency={"": 600.0})
    bench.upstream.asked.clear()
    heir: Any = generators()[task]
    asking = heir(client=bench.async_client).generate(VISIT, AttemptTerms(today=DAY, async_ledger=ledger))
    running = asyncio.create_task(asking)
    await bench.upstream.asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ledger.lines.closed == [CallClosed(False, "cancelled")]
