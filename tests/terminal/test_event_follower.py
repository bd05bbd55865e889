"""A run's events, followed through whatever breaks off."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from support.http_service import serve

from app.terminal import event_follower
from app.terminal.event_follower import Message, follow_run_events, parse_sse_messages

NOTHING_LEFT = b"HTTP/1.1 204 No Content\r\n\r\n"
UNWELL = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"
NO_SUCH_RUN = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(text: str) -> bytes:
    return f"{len(text.encode()):x}\r\n{text}\r\n".encode()


def event(number: int) -> str:
    return f'id: {number}\nevent: progress\ndata: {{"sequence": {number}}}\n\n'


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[tuple[httpx.AsyncClient, list[str | None]]]:
    """A server that gives one answer after another and hangs up each time; what it was asked to resume after."""
    left, asked = list(answers), list[str | None]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        asked.append(head.partition("last-event-id: ")[2].partition("\r\n")[0] or None)
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with server, httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
        yield http, asked


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_follower, "PAUSE", 0.01)


async def numbers(http: httpx.AsyncClient) -> list[int]:
    return [told["sequence"] async for told in follow_run_events(http, "a-run")]


async def test_a_stream_that_broke_off_is_taken_up_after_the_last_event() -> None:
    broken = HEAD + chunk(event(4) + event(5)) + chunk("id: 6\nevent: progr")
    whole = HEAD + chunk(event(6)) + b"0\r\n\r\n"
    async with answering(broken, UNWELL, whole, NOTHING_LEFT) as (http, asked):
        assert await numbers(http) == [4, 5, 6]
    assert asked == [None, "5", "5", "6"]


async def test_after_a_reset_it_goes_on_from_what_is_still_there() -> None:
    reset = HEAD + chunk('id: 8\nevent: reset\ndata: {"from": 9}\n\n')
    async with answering(reset, HEAD + chunk(event(9)), NOTHING_LEFT) as (http, asked):
        assert await numbers(http) == [9]
    assert asked == [None, "8", "9"]


async def test_a_run_that_is_not_there_is_an_error_and_not_waited_for() -> None:
    async with answering(NO_SUCH_RUN) as (http, _):
        with pytest.raises(httpx.HTTPStatusError):
            await numbers(http)


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ([": still here", ""], []),
        (["retry: 2000", ""], []),
        (["data: a", "data:b", "", "data: c", ""], [Message("message", "", "a\nb"), Message("message", "", "c")]),
        (["id: 1", "event: x", "data:", "", "data: d", ""], [Message("x", "1", ""), Message("message", "1", "d")]),
        (["event: x", "", "data: d", ""], [Message("message", "", "d")]),
        (["data: cut off"], []),
    ],
)
async def test_lines_are_read_as_the_standard_says(lines: Sequence[str], read: list[Message]) -> None:
    async def coming() -> AsyncIterator[str]:
        for each in lines:
            yield each

    assert [message async for message in parse_sse_messages(coming())] == read


async def test_a_run_of_the_service_is_told_from_its_first_event_to_its_last(database_url: str) -> None:
    async with serve(database_url) as service:
        patient, _ = await service.visited()
        run = await service.run(f"/patients/{patient}")
        told: list[dict[str, Any]] = [event async for event in follow_run_events(service.http, run["run_id"])]
        with pytest.raises(httpx.HTTPStatusError):
            await anext(follow_run_events(service.http, str(uuid4())))
        assert (await service.get(f"/runs/{run['run_id']}"))["status"] == "completed"
    assert [event["sequence"] for event in told] == list(range(1, len(told) + 1))
    assert (told[0]["event"], told[-1]["event"]) == ("START", "RUN_END")
