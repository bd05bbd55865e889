"""Event streams: where one begins, what is replayed, what comes live, and when it ends.

The order matters: join the hub, then replay from the table, then live, skipping what was replayed. Whatever is
committed in between comes both ways, and nothing is missed.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sse_starlette.sse import AppStatus, EventSourceResponse, SendTimeoutError

from app.errors import DatabaseUnavailable
from app.progress import sse_frames
from app.progress.broadcaster import READ_AT_ONCE, Broadcaster, Frame, Subscriber
from app.store import event_log
from app.store.database import Database, Db

log = logging.getLogger(__name__)

STREAM_SECONDS = 15 * 60.0
"""Seconds after which a stream ends, so that a reconnecting client's key is checked again."""
COMMENT_SECONDS = 15
SEND_SECONDS = 10
GRACE_SECONDS = 2

# The server ends the streams of its own application when it stops; the library would end those of every other
# server in the process with them.
AppStatus.enable_automatic_graceful_drain = False


@dataclass(frozen=True, slots=True)
class StreamStart:
    """After which number a stream begins. `gone`: the requested history was erased."""

    number: int
    gone: bool = False


async def resume_number(db: Db, patient_id: UUID, number: int) -> StreamStart:
    """Where to resume after a number: at the next one, or, where that was erased, at the first that exists."""
    last = await event_log.last_number(db, patient_id)
    if number == last:
        return StreamStart(number)
    known = number if number < last else 0
    following = await event_log.next_number(db, patient_id, known) or last + 1
    if known == number and following == number + 1:
        return StreamStart(number)
    return StreamStart(following - 1, gone=True)


async def follow(
    broadcaster: Broadcaster, database: Database, patient_id: UUID, start: StreamStart, run_id: UUID | None = None
) -> AsyncIterator[bytes]:
    """A patient's events, or those of one run until it has ended."""
    yield sse_frames.opening_frame() + (sse_frames.reset_frame(start.number + 1) if start.gone else b"")
    try:
        async with broadcaster.subscribe(patient_id, run_id) as subscriber:
            closing = asyncio.get_running_loop().call_later(STREAM_SECONDS, subscriber.end)
            try:
                async for shown in replayed_then_live(subscriber, database, patient_id, start.number):
                    yield b"".join(frame.data for frame in shown)
            finally:
                closing.cancel()
    except DatabaseUnavailable:
        log.warning("Ended an SSE stream: database unavailable.")


async def replayed_then_live(
    subscriber: Subscriber, database: Database, patient_id: UUID, number: int
) -> AsyncGenerator[list[Frame], None]:
    """Events after a number in the order of their numbers, several at a time. Raises DatabaseUnavailable."""
    sent = number
    async for shown in replay_events(database, patient_id, number, subscriber.run_id):
        sent = shown[-1].number
        yield shown
    while shown := await subscriber.taken():
        if fresh := [frame for frame in shown if frame.number > sent]:
            sent = fresh[-1].number
            yield fresh


async def replay_events(
    database: Database, patient_id: UUID, number: int, run_id: UUID | None = None
) -> AsyncIterator[list[Frame]]:
    """The events after a number that the table has, several at a time. Raises DatabaseUnavailable."""
    more = True
    while more:
        async with database.snapshot() as db:
            rows = await event_log.events_after(db, patient_id, number, run_id, READ_AT_ONCE)
        more = len(rows) == READ_AT_ONCE
        if shown := [Frame.of(row) for row in rows]:
            number = shown[-1].number
            yield shown


class Stream(EventSourceResponse):
    """A stream as a response. `afterwards` is awaited once it has ended, also when the client disconnected."""

    def __init__(self, content: AsyncIterator[bytes], afterwards: Callable[[], Awaitable[Any]] | None = None) -> None:
        super().__init__(
            content,
            ping=COMMENT_SECONDS,
            ping_message_factory=sse_frames.still_here,
            sep=sse_frames.SEPARATOR,
            send_timeout=SEND_SECONDS,
            shutdown_grace_period=GRACE_SECONDS,
        )
        self._afterwards = afterwards

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            log.info("Disconnected slow SSE client.")
        finally:
            if self._afterwards is not None:
                await self._afterwards()
