"""Serving on a port, and privately."""

import asyncio
import socket
from contextlib import AsyncExitStack
from unittest import mock
from uuid import uuid4

import httpx
import httpx2
import pytest
from pydantic import SecretStr
from support.http_service import is_problem
from support.model_server import serving_upstream
from support.recorded_moods import playing, recorded
from support.run_invariants import wait_until
from support.sample_visits import GIVEN, visit
from support.sse_client import open_sse
from support.stored_rows import add_patient

from app.bootstrap import AccessPolicy
from app.errors import Misconfigured
from app.offline.fault_injection import FaultPlan
from app.offline.recorded import NOTICE
from app.serving import _banner, open_listening_socket, serve_beside, serving_privately
from app.settings import Settings
from app.store.database import Database


def test_a_taken_port_is_said_in_one_line() -> None:
    taken = open_listening_socket("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    with taken, pytest.raises(Misconfigured, match=rf"127\.0\.0\.1:{port} .*--port"):
        open_listening_socket("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_in_one_line() -> None:
    with pytest.raises(Misconfigured, match="Cannot listen"):
        open_listening_socket("192.0.2.1", 0)


def test_the_socket_names_its_protocol_so_that_no_answer_waits() -> None:
    with open_listening_socket("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


async def test_the_private_one_answers_only_its_own_client(database_url: str) -> None:
    async with serving_privately(Settings(), database_url) as http:
        assert (await http.get("/v1/tiers")).status_code == 200
        assert (await http.get("/v1/tiers", headers={"authorization": ""})).status_code == 401


async def test_what_was_served_is_over_at_the_end_of_the_block(database_url: str) -> None:
    listening = open_listening_socket("127.0.0.1", 0)
    address = listening.getsockname()
    async with serve_beside(Settings(), database_url, listening) as server:
        assert server.started
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


async def test_whoever_follows_events_is_let_go_when_the_serving_ends(database_url: str, database: Database) -> None:
    patient, _ = await add_patient(database, 1)
    listening = open_listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with httpx.AsyncClient(base_url=address) as http, AsyncExitStack() as stack:
        served = AsyncExitStack()
        await served.enter_async_context(serve_beside(Settings(), database_url, listening))
        stream = await stack.enter_async_context(open_sse(http, f"/patients/{patient}/events"))
        _, rest = await asyncio.gather(served.aclose(), stream.rest())
    assert rest == []


async def test_a_connection_is_kept_for_longer_than_callers_keep_theirs(database_url: str) -> None:
    kept_by_callers = max(client.keepalive_expiry or 0 for client in (httpx.Limits(), httpx2.Limits()))
    async with serve_beside(Settings(), database_url, open_listening_socket("127.0.0.1", 0)) as server:
        assert server.config.timeout_keep_alive > kept_by_callers


async def test_whoever_waits_for_a_model_when_the_serving_ends_is_told_so(database_url: str) -> None:
    listening = open_listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with serving_upstream(FaultPlan(latency={"": 3600})) as upstream, mock.patch("app.serving.ANSWERING_SECONDS", 0.1):
        async with httpx.AsyncClient(base_url=address, timeout=600) as http, AsyncExitStack() as served:
            settings = Settings(openai_base_url=upstream.url("web"), openai_api_key=SecretStr("x"))
            await served.enter_async_context(serve_beside(settings, database_url, listening))
            patient, session = uuid4(), uuid4()
            await http.put(f"/v1/patients/{patient}", json={})
            handed = visit(1, speaker_roles=GIVEN)
            await http.put(f"/v1/patients/{patient}/sessions/{session}", json=handed)
            caller = asyncio.create_task(http.post(f"/v1/sessions/{session}/mood"))
            await wait_until(lambda: bool(upstream.calls))
            answer, _ = await asyncio.gather(caller, served.aclose())
    is_problem(answer, 503, "stopping")
    assert answer.headers["retry-after"]


def test_the_banner_says_who_answers() -> None:
    access = AccessPolicy(key_required=False, usable_key=False)
    with playing(recorded()):
        assert NOTICE in _banner(Settings(play_recorded=True), access)
        assert "built-in offline engine" in _banner(Settings(play_recorded=False), access)
    with playing():
        assert "built-in offline engine" in _banner(Settings(play_recorded=True), access)
    assert "Engine: openai" in _banner(Settings(openai_api_key=SecretStr("k"), play_recorded=True), access)
