"""Follows a run's events over HTTP and resumes after a lost connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

SILENCE = 45.0
"""Seconds without a sign of life, of which the service gives one every 15, after which a connection is given up."""
PAUSE = 0.5
"""Seconds before a connection that ended is made again."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream of server-sent events. `number` is its id, "" where none was ever told."""

    name: str
    number: str
    data: str


async def follow(http: httpx.AsyncClient, run_id: str) -> AsyncIterator[dict[str, Any]]:
    """A run's events from its first to its last, each once, whatever breaks off in between.

    Raises httpx.HTTPStatusError when there is no such run.
    """
    number = ""
    while True:
        try:
            async with http.stream("GET", f"/v1/runs/{run_id}/events", headers=_after(number), timeout=SILENCE) as told:
                if told.status_code == httpx.codes.NO_CONTENT:
                    return
                if not told.is_server_error:
                    told.raise_for_status()
                async for message in messages(told.aiter_lines()):
                    number = message.number or number
                    if message.name == "progress":
                        yield json.loads(message.data)
        except httpx.TransportError:
            pass  # it is asked for again, from where it broke off
        await asyncio.sleep(PAUSE)


async def messages(lines: AsyncIterator[str]) -> AsyncIterator[Message]:
    """Messages out of the lines of a text/event-stream, as the HTML standard reads them. What has no data is none."""
    name, number, data = "", "", list[str]()
    async for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "id":
            number = value
        elif field == "data":
            data.append(value)
        elif line == "":
            if data:
                yield Message(name or "message", number, "\n".join(data))
            name, data = "", []


def _after(number: str) -> dict[str, str]:
    return {"Last-Event-ID": number} if number else {}
