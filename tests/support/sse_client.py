"""Following event streams as a browser does, and writing what they tell."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from app.store import event_log
from app.store.database import Database

SECONDS = 600.0
"""Longer than any test takes: what waits for so long waits for ever."""


@dataclass
class Message:
    """One frame of a stream; a comment has neither event nor data."""

    id: str | None = None
    event: str | None = None
    data: Any = None
    retry: str | None = None
    comment: str | None = None


@dataclass
class SseConnection:
    """An open stream."""

    answer: httpx.Response
    messages: AsyncIterator[Message]
    seen: list[Message] = field(default_factory=list)

    async def next(self) -> Message:
        """The next frame that is no mere comment."""
        while True:
            message = await anext(self.messages)
            self.seen.append(message)
            if message.event is not None:
                return message

    async def numbers(self, count: int) -> list[int]:
        """The numbers of the next events."""
        return [int((await self.next()).id or -1) for _ in range(count)]

    async def rest(self) -> list[Message]:
        """All frames until the stream ends, comments left out."""
        found = []
        try:
            while True:
                found.append(await self.next())
        except StopAsyncIteration:
            return found


@asynccontextmanager
async def open_sse(
    http: httpx.AsyncClient, path: str, last: object = None, **more: Any
) -> AsyncIterator[SseConnection]:
    """A stream of ours, open while the block lasts; it has begun once the block begins."""
    headers = {} if last is None else {"last-event-id": str(last)}
    async with http.stream(
        more.pop("method", "GET"), f"/v1{path}", headers=headers | more.pop("headers", {}), **more
    ) as answer:
        yield SseConnection(answer, messages(answer))


async def messages(answer: httpx.Response) -> AsyncIterator[Message]:
    """The frames of a stream."""
    message = Message()
    async for line in answer.aiter_lines():
        if not line:
            yield message
            message = Message()
            continue
        name, _, value = line.partition(": ")
        if name == "data":
            message.data = json.loads(value)
        else:
            setattr(message, name or "comment", value)


def an_event(session: UUID, run: object = None, status: str = "progress", **details: Any) -> dict[str, Any]:
    """An event as the log stores it."""
    told = {"session_id": session, "session_date": "2026-05-07T10:00:00+00:00", "phase": "WAVE1", "attempt": 1}
    return {**told, "event": "MOOD_ANALYSIS", "status": status, "run_id": run, "wave": "wave1", "details": details}


async def tell(database: Database, patient: UUID, session: UUID, count: int = 1, run: object = None) -> int:
    """Append events; the last number given."""
    async with database.transaction() as db:
        return await event_log.append(db, patient, [an_event(session, run, n=n) for n in range(count)])
