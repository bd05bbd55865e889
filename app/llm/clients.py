"""The openai clients, and one function each that sends a request and returns a Reply."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any, TypeVar

import httpx2
from openai import AsyncOpenAI, AsyncStream, DefaultAsyncHttpxClient, DefaultHttpxClient, OpenAI, Stream, Timeout

from app.errors import DeadlineExceeded
from app.llm.answer_reader import PIECE_BYTES, AnswerReader
from app.llm.completion_parser import Listener
from app.llm.endpoint import OFFLINE_URL, OPENAI_URL
from app.llm.exchange import Reply
from app.llm.failures import failure_of_response
from app.llm.responses_request import RESPONSES_PATH, responses_body
from app.llm.tokens import count_tokens
from app.offline.recorded import Recordings
from app.offline.transport import OfflineTransport
from app.settings import Settings

__all__ = [
    "AsyncOpenAI",
    "ClientType",
    "OpenAI",
    "build_async_client",
    "build_client",
    "build_playing_client",
    "send",
    "send_async",
]

ClientType = TypeVar("ClientType", OpenAI, AsyncOpenAI)

LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100, keepalive_expiry=3.0)
"""The openai client's own, but that an idle connection is let go after 3 s instead of 5: uvicorn, on which most
compatible servers run, hangs up after 5 s, and a call sent at that moment would be lost."""
HTTP: dict[str, Any] = {"limits": LIMITS, "follow_redirects": False, "headers": {"accept-encoding": "identity"}}
"""Nothing is compressed: a small body could unpack to any size."""
MAX_ERROR_BYTES = 65_536
CONNECT_SECONDS = 10.0
CHAT_PATH = "/chat/completions"
NOT_SENT = frozenset({"timeout", "path"})
"""Parts of a request that are no parameters: its seconds, and where it is sent, if not to Chat Completions."""
NO_KEY = "none"
"""Sent to a compatible server that needs no key; the client cannot be built without one."""


def build_client(settings: Settings, api_key: str | None = None) -> OpenAI:
    """Return a synchronous client for the engine in the settings. `api_key` overrides the setting."""
    if settings.engine == "offline" and not api_key:
        return OpenAI(**_shared(OFFLINE_URL, None), http_client=httpx2.Client(transport=OfflineTransport()))
    http = DefaultHttpxClient(**HTTP, event_hooks={"response": [_refuse]})
    return OpenAI(**_shared(settings.openai_base_url, api_key or _key(settings)), http_client=http)


def build_async_client(settings: Settings, api_key: str | None = None) -> AsyncOpenAI:
    """Return an async client for the engine in the settings. `api_key` overrides the setting."""
    if settings.engine == "offline" and not api_key:
        offline = httpx2.AsyncClient(transport=OfflineTransport())
        return AsyncOpenAI(**_shared(OFFLINE_URL, None), http_client=offline)
    http = DefaultAsyncHttpxClient(**HTTP, event_hooks={"response": [_refuse_async]})
    return AsyncOpenAI(**_shared(settings.openai_base_url, api_key or _key(settings)), http_client=http)


def build_playing_client(recordings: Recordings) -> AsyncOpenAI:
    """Return an async client for the offline engine with recorded answers."""
    transport = OfflineTransport(recordings=recordings, count=count_tokens)
    return AsyncOpenAI(**_shared(OFFLINE_URL, None), http_client=httpx2.AsyncClient(transport=transport))


def send(client: OpenAI, request: dict[str, Any], listener: Listener | None = None) -> Reply:
    """Send one request within its `timeout`. `listener` is called with each piece of the answer, if it is streamed."""
    until = time.monotonic() + request["timeout"]
    answer = client.post(cast_to=httpx2.Response, **_as_sent(request), stream=True, stream_cls=Stream[object])
    with closing(answer):
        reader = AnswerReader(answer.headers.get("content-type", ""), listener if request.get("stream") else None)
        for piece in answer.iter_bytes(PIECE_BYTES):
            if time.monotonic() > until:
                raise DeadlineExceeded("The model did not answer within the task's time.")
            reader.feed(piece)
            if reader.is_complete:
                break
    return reader.finish().reply()


async def send_async(client: AsyncOpenAI, request: dict[str, Any], listener: Listener | None = None) -> Reply:
    """Send one request with an async client. The caller enforces the timeout."""
    answer = await client.post(
        cast_to=httpx2.Response, **_as_sent(request), stream=True, stream_cls=AsyncStream[object]
    )
    try:
        reader = AnswerReader(answer.headers.get("content-type", ""), listener if request.get("stream") else None)
        async for piece in answer.aiter_bytes(PIECE_BYTES):
            reader.feed(piece)
            if reader.is_complete:
                break
            await asyncio.sleep(0)  # a server that sends faster than this reads would have the loop to itself
    finally:
        await answer.aclose()
    return await asyncio.to_thread(lambda: reader.finish().reply())


def _refuse(response: httpx2.Response) -> None:
    """Raise the failure of an answer with an error status. Its body is read up to a limit; the client reads all."""
    if response.status_code >= 300:
        raise failure_of_response(response, _beginning(response.iter_bytes(PIECE_BYTES)))


async def _refuse_async(response: httpx2.Response) -> None:
    if response.status_code < 300:
        return
    body = b""
    async for piece in response.aiter_bytes(PIECE_BYTES):
        body += piece
        if len(body) > MAX_ERROR_BYTES:
            break
    await response.aclose()
    raise failure_of_response(response, body.decode(errors="replace"))


def _beginning(pieces: Iterator[bytes]) -> str:
    body = b""
    for piece in pieces:
        body += piece
        if len(body) > MAX_ERROR_BYTES:
            break
    return body.decode(errors="replace")


def _as_sent(request: dict[str, Any]) -> dict[str, Any]:
    """Return the request for the client's `post`. `chat.completions.create` would first transform every parameter,
    which takes a third of the client's time.
    """
    path = request.get("path", CHAT_PATH)
    body = {name: value for name, value in request.items() if name not in NOT_SENT}
    if path == RESPONSES_PATH:
        body = responses_body(body)
    return {"path": path, "body": body, "options": {"timeout": _limits(request["timeout"])}}


def _limits(seconds: float) -> Timeout:
    """Return the timeouts of a call. Connecting has its own, which tells a request that was never sent from one without
    an answer.
    """
    connecting = min(seconds, CONNECT_SECONDS)
    return Timeout(seconds, connect=connecting, pool=connecting)


def _key(settings: Settings) -> str:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else NO_KEY


def _shared(base_url: str | None, api_key: str | None) -> dict[str, Any]:
    # Retries are the conversation's: it knows the deadline, and each one is on the ledger.
    return {"base_url": base_url or OPENAI_URL, "api_key": api_key or NO_KEY, "max_retries": 0}
