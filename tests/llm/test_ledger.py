"""A generator that is used by itself keeps its lines in memory, in order."""

from dataclasses import replace

from app.llm.ledger import AsyncMemoryLedger, CallClosed, CallOpened, MemoryLedger

OPENED = CallOpened("mood_analysis", "rapid", "gpt-5-nano", "openai", "minimal", "default", attempt=1)
CLOSED = CallClosed(True, "stop")


def test_lines_are_kept_in_the_order_of_their_calls() -> None:
    ledger = MemoryLedger()
    for attempt in (1, 2):
        token = ledger.open(replace(OPENED, attempt=attempt))
        ledger.close(token, CLOSED)
    assert [line.attempt for line in ledger.opened] == [1, 2]
    assert ledger.closed == [CLOSED, CLOSED]


async def test_the_awaited_ledger_keeps_the_same_lines() -> None:
    ledger = AsyncMemoryLedger()
    await ledger.close(await ledger.open(OPENED), CLOSED)
    assert (ledger.lines.opened, ledger.lines.closed) == ([OPENED], [CLOSED])


def test_an_unanswered_call_has_neither_usage_nor_price() -> None:
    line = CallClosed(False, "overloaded")
    assert (line.model, line.service_tier, line.usage, line.cost_usd) == (None, None, None, None)
