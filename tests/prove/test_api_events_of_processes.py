"""Event streams on real sockets: a stopped process ends its streams, another takes them over, and one that does not
read harms nobody."""

import asyncio
import socket
from contextlib import AsyncExitStack
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from support.command_process import web_process
from support.http_service import offline_client
from support.sse_client import SECONDS, an_event, open_sse, tell
from support.stored_rows import add_patient

from app.offline.fault_injection import FaultPlan
from app.offline.transport import OfflineTransport
from app.progress import broadcaster
from app.serving import open_listening_socket, serve_beside
from app.settings import Settings
from app.store import event_log
from app.store.database import Database

VIEWERS = 50


async def test_a_stopped_process_lets_fifty_subscribers_go_and_they_miss_nothing_at_another(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    patient, (session,) = await add_patient(database, 1)
    path = f"/patients/{patient}/events"
    async with AsyncExitStack() as stack:
        started = [stack.enter_async_context(web_process(tmp_path, database_url)) for _ in range(2)]
        stops, stays = await asyncio.gather(*started)
        there, here = [await stack.enter_async_context(client(web.address)) for web in (stops, stays)]
        streams = [await stack.enter_async_context(open_sse(there, path)) for _ in range(VIEWERS)]
        other = await stack.enter_async_context(open_sse(here, path))
        await tell(database, patient, session, 3)
        for stream in (*streams, other):
            assert await stream.numbers(3) == [1, 2, 3]

        code = asyncio.create_task(stops.terminate())

        assert await asyncio.gather(*(stream.rest() for stream in streams)) == [[]] * VIEWERS
        assert await asyncio.wait_for(code, SECONDS) == 0
        said = stops.said.read_text()
        assert [line for line in said.splitlines() if " ERROR " in line or "Traceback" in line] == []
        await tell(database, patient, session, 2)
        async with open_sse(here, path, 3) as stream:
            await tell(database, patient, session)
            assert await stream.numbers(3) == await other.numbers(3) == [4, 5, 6]


def client(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, limits=httpx.Limits(max_connections=None), timeout=SECONDS)


@pytest.mark.quick
async def test_a_subscriber_that_does_not_read_is_cut_off_and_the_others_are_not(
    database: Database, database_url: str
) -> None:
    patient, (session,) = await add_patient(database, 1)
    listening = open_listening_socket("127.0.0.1", 0)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)  # so that little fits between us
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    engine = mock.patch("app.bootstrap.build_async_client", lambda _: offline_client(OfflineTransport(FaultPlan())))
    batches = 3 * broadcaster.MAX_WAITING // broadcaster.READ_AT_ONCE
    last = batches * broadcaster.READ_AT_ONCE
    with engine:
        async with serve_beside(Settings(), database_url, listening), httpx.AsyncClient(base_url=address) as http:
            path = f"/patients/{patient}/events"
            reader, writer = await not_reading(address, path)
            async with open_sse(http, path) as quick:
                for _ in range(batches):
                    await tell_at_length(database, patient, session)
                    await quick.numbers(broadcaster.READ_AT_ONCE)
                got = await asyncio.wait_for(reader.read(), SECONDS)
                writer.close()
            numbers = [int(line[4:]) for line in got.split(b"\n") if line.startswith(b"id: ")]
            assert numbers == list(range(1, len(numbers) + 1))
            assert len(numbers) < last
            async with open_sse(http, path, numbers[-1]) as again:
                assert await again.numbers(last - len(numbers)) == list(range(len(numbers) + 1, last + 1))


async def not_reading(address: str, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A subscriber who has read the beginning, and then stops for as long as nobody asks the reader."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, (host, port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=4096)
    writer.write(f"GET /v1{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n".encode())
    await reader.readuntil(b"retry: 2000\n\n")
    return reader, writer


async def tell_at_length(database: Database, patient: UUID, session: UUID) -> None:
    async with database.transaction() as db:
        await event_log.append(db, patient, [an_event(session, pad="x" * 1000)] * broadcaster.READ_AT_ONCE)
