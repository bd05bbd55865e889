"""Reports how far a document is written, in order, from the model's callback to the event log."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from app.pipeline.execution.task_request import Progress

Publish = Callable[[int, int], Awaitable[None]]


@asynccontextmanager
async def report_progress(publish: Publish) -> AsyncIterator[Progress]:
    """A callback for the model's side; the last count is published before the block is left."""
    counts: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
    publisher = asyncio.create_task(_drain(counts, publish))
    try:
        yield lambda done, total: counts.put_nowait((done, total))
    finally:
        counts.put_nowait(None)
        await publisher


async def _drain(counts: asyncio.Queue[tuple[int, int] | None], publish: Publish) -> None:
    while (count := await counts.get()) is not None:
        while not counts.empty():  # those that came while the last was published: only the newest matters
            newer = counts.get_nowait()
            if newer is None:
                return await publish(*count)
            count = newer
        await publish(*count)
    return None
