"""Requests leave through real openai clients; only what they are connected to is ours."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
import uvicorn

from app.errors import DeadlineExceeded, ModelUnavailable
from app.llm.clients import (
    CONNECT_SECONDS,
    LIMITS,
    AsyncOpenAI,
    OpenAI,
    build_async_client,
    build_client,
    send,
    send_async,
)
from app.llm.endpoint import OFFLINE_URL, OPENAI_URL
from app.llm.exchange import Reply
from app.settings import Settings

URL = "http://model.test/v1"
CHOICE = {"index": 0, "message": {"role": "assistant", "content": "{}"}, "finish_reason": "stop"}
HEAD = {"id": "x", "created": 0, "model": "gpt-5.2"}
WHOLE = {**HEAD, "object": "chat.completion", "choices": [CHOICE]}
REQUEST: dict[str, Any] = {"model": "gpt-5.2", "messages": [{"role": "user", "content": "?"}], "timeout": 5.0}
Handler = Callable[[httpx2.Request], httpx2.Response]


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    return b"data: " + json.dumps({**HEAD, "object": "chat.completion.chunk", "choices": choices}).encode() + b"\n\n"


STREAM = [event({"content": "{"}), event({"content": "}"}), event({}, "stop"), b"data: [DONE]\n\n"]


def blocking(handler: Handler) -> OpenAI:
    transport = httpx2.MockTransport(handler)
    return OpenAI(base_url=URL, api_key="k", max_retries=0, http_client=httpx2.Client(transport=transport))


def awaiting(handler: Handler) -> AsyncOpenAI:
    transport = httpx2.MockTransport(handler)
    return AsyncOpenAI(base_url=URL, api_key="k", max_retries=0, http_client=httpx2.AsyncClient(transport=transport))


def whole(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json=WHOLE)


def streamed(*pieces: bytes) -> Handler:
    body = b"".join(pieces or STREAM)
    return lambda request: httpx2.Response(200, content=body, headers={"content-type": "text/event-stream"})


async def test_both_clients_bring_the_same_reply() -> None:
    expected = Reply("{}", "stop", None, "gpt-5.2")
    assert send(blocking(whole), REQUEST) == expected
    assert await send_async(awaiting(whole), REQUEST) == expected
    request = {**REQUEST, "stream": True}
    assert send(blocking(streamed()), request) == expected
    assert await send_async(awaiting(streamed()), request) == expected


async def test_both_clients_report_each_piece_of_the_answer() -> None:
    one: list[str] = []
    other: list[str] = []
    send(blocking(streamed()), {**REQUEST, "stream": True}, one.append)
    await send_async(awaiting(streamed()), {**REQUEST, "stream": True}, other.append)
    assert one == other == ["{", "}"]


async def test_a_stream_that_breaks_off_is_no_answer() -> None:
    for pieces in (STREAM[:1], STREAM[:2]):
        with pytest.raises(ModelUnavailable):
            send(blocking(streamed(*pieces)), {**REQUEST, "stream": True})
        with pytest.raises(ModelUnavailable):
            await send_async(awaiting(streamed(*pieces)), {**REQUEST, "stream": True})


def test_a_stream_is_left_once_the_time_is_up() -> None:
    with pytest.raises(DeadlineExceeded):
        send(blocking(streamed()), {**REQUEST, "stream": True, "timeout": -1.0})


async def test_a_request_for_the_responses_api_is_sent_to_its_path() -> None:
    seen: list[tuple[str, set[str]]] = []

    def answered(request: httpx2.Request) -> httpx2.Response:
        seen.append((request.url.path, set(json.loads(request.content))))
        return httpx2.Response(200, json={"object": "response", "status": "completed", "output": []})

    request = {**REQUEST, "path": "/responses"}
    assert send(blocking(answered), request) == await send_async(awaiting(answered), request)
    assert seen == [("/v1/responses", {"model", "input"})] * 2


async def test_nothing_is_retried_behind_the_conversations_back() -> None:
    asked: list[str] = []

    def busy(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.method)
        return httpx2.Response(503, json={"error": {"message": "busy"}})

    for client in (build_client(settings(openai_api_key="sk")), build_async_client(settings(openai_api_key="sk"))):
        assert client.max_retries == 0
    with pytest.raises(Exception, match="503"):
        send(blocking(busy), REQUEST)
    assert asked == ["POST"]


def test_a_connection_is_let_go_before_a_server_hangs_up_on_it() -> None:
    reached = settings(openai_base_url="http://localhost:8080/v1")
    clients: list[Any] = [build_client(reached), build_async_client(reached)]
    kept = {client._client._transport._pool._keepalive_expiry for client in clients}
    assert kept == {LIMITS.keepalive_expiry}
    assert max(kept) < uvicorn.Config("app").timeout_keep_alive


def test_without_key_and_address_the_offline_engine_answers() -> None:
    for client in (build_client(settings()), build_async_client(settings())):
        assert str(client.base_url).rstrip("/") == OFFLINE_URL
    reply = send(build_client(settings()), {**REQUEST, "messages": [{"role": "user", "content": "Hello?"}]})
    assert reply.model == "offline"


def test_a_key_leads_to_openai_and_an_address_to_its_server() -> None:
    assert str(build_client(settings(openai_api_key="sk")).base_url).rstrip("/") == OPENAI_URL
    local = build_client(settings(openai_base_url="http://localhost:8080/v1"))
    assert str(local.base_url) == "http://localhost:8080/v1/"
    assert local.api_key == "none"


def test_a_key_given_goes_before_the_settings_and_before_the_offline_engine() -> None:
    assert build_client(settings(openai_api_key="sk-a"), "sk-b").api_key == "sk-b"
    client = build_client(settings(), "sk-b")
    assert (client.api_key, str(client.base_url).rstrip("/")) == ("sk-b", OPENAI_URL)


@pytest.mark.parametrize(("seconds", "connecting"), [(60.0, CONNECT_SECONDS), (5.0, 5.0)])
def test_a_connection_is_given_up_before_an_answer_would_be(seconds: float, connecting: float) -> None:
    seen: list[dict[str, float]] = []

    def answered(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.extensions["timeout"])
        return whole(request)

    send(blocking(answered), {**REQUEST, "timeout": seconds})
    assert seen == [{"connect": connecting, "pool": connecting, "read": seconds, "write": seconds}]
