"""Follows a run's events over HTTP and resumes after a lost connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

SILENCE = 45.0
"""Seconds without data after which a connection is closed; the service sends a heartbeat every 15."""
PAUSE = 0.5
"""Seconds before reconnecting."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream of server-sent events. `number` is its id, "" where none was ever sent."""

    name: str
    number: str
    data: str


async def follow(http: httpx.AsyncClient, run_id: str) -> AsyncIterator[dict[str, Any]]:
    """A run's events from first to last, each once, across lost connections.

    Raises httpx.HTTPStatusError when there is no such run.
    """
    number = ""
    while True:
        try:
            async with http.stream(
                "GET", f"/v1/runs/{run_id}/events", headers=_after(number), timeout=SILENCE
            ) as answer:
                if answer.status_code == httpx.codes.NO_CONTENT:
                    return
                if not answer.is_server_error:
                    answer.raise_for_status()
                async for message in messages(answer.aiter_lines()):
                    number = message.number or number
                    if message.name == "progress":
                        yield json.loads(message.data)
        except httpx.TransportError:
            pass  # reconnect and resume
        await asyncio.sleep(PAUSE)


async def messages(lines: AsyncIterator[str]) -> AsyncIterator[Message]:
    """Parse the lines of a text/event-stream as the HTML standard specifies. A message without data is none."""
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
