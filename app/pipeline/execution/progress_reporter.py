"""Reports how far a document is written, in order, from the model's callback to the event log."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from app.pipeline.execution.task_request import Progress

Tell = Callable[[int, int], Awaitable[None]]


@asynccontextmanager
async def report_progress(tell: Tell) -> AsyncIterator[Progress]:
    """A callback for the model's side; the last count is told before the block is left."""
    counts: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
    teller = asyncio.create_task(_drain(counts, tell))
    try:
        yield lambda done, total: counts.put_nowait((done, total))
    finally:
        counts.put_nowait(None)
        await teller


async def _drain(counts: asyncio.Queue[tuple[int, int] | None], tell: Tell) -> None:
    while (count := await counts.get()) is not None:
        while not counts.empty():  # those that came while the last was told: the newest of them says it all
            newer = counts.get_nowait()
            if newer is None:
                return await tell(*count)
            count = newer
        await tell(*count)
    return None
