"""Serving on a port, and privately."""

import asyncio
import socket
from contextlib import AsyncExitStack

import httpx
import pytest
from following import following
from kept import a_patient

from app.errors import Misconfigured
from app.serving import listen, serving, serving_privately
from app.settings import Settings
from app.store.database import Database


def test_a_taken_port_is_said_in_one_line() -> None:
    taken = listen("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    with taken, pytest.raises(Misconfigured, match=rf"127\.0\.0\.1:{port} .*--port"):
        listen("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_in_one_line() -> None:
    with pytest.raises(Misconfigured, match="Cannot listen"):
        listen("192.0.2.1", 0)


def test_the_socket_names_its_protocol_so_that_no_answer_waits() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


async def test_the_private_one_answers_only_its_own_client(database_url: str) -> None:
    async with serving_privately(Settings(), database_url) as http:
        assert (await http.get("/v1/tiers")).status_code == 200
        assert (await http.get("/v1/tiers", headers={"authorization": ""})).status_code == 401


async def test_what_was_served_is_over_at_the_end_of_the_block(database_url: str) -> None:
    listening = listen("127.0.0.1", 0)
    address = listening.getsockname()
    async with serving(Settings(), database_url, listening) as server:
        assert server.started
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)


async def test_whoever_follows_events_is_let_go_when_the_serving_ends(database_url: str, database: Database) -> None:
    patient, _ = await a_patient(database, 1)
    listening = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=address) as http, AsyncExitStack() as stack:
        served = AsyncExitStack()
        await served.enter_async_context(serving(Settings(), database_url, listening))
        stream = await stack.enter_async_context(following(http, f"/patients/{patient}/events"))
        _, rest = await asyncio.gather(served.aclose(), stream.rest())
    assert rest == []


async def test_a_connection_is_kept_for_longer_than_callers_keep_theirs(database_url: str) -> None:
    listening = listen("127.0.0.1", 0)
    async with serving(Settings(), database_url, listening):
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        for pause in (0, 6):
            await asyncio.sleep(pause)
            writer.write(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().splitlines() if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
        writer.close()
