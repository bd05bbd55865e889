"""The openai clients, and one function each that sends a request and returns a Reply."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx2
from openai import AsyncOpenAI, AsyncStream, DefaultAsyncHttpxClient, DefaultHttpxClient, OpenAI, Stream, Timeout
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from app.errors import DeadlineExceeded, ModelUnavailable
from app.llm.completion_parser import CompletionParser, reply_of
from app.llm.endpoint import OFFLINE_URL, OPENAI_URL
from app.llm.exchange import Reply
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
Heard = Callable[[str], None]

LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100, keepalive_expiry=3.0)
"""The openai client's own, but that an idle connection is let go after 3 s instead of 5: uvicorn, on which most
compatible servers run, hangs up after 5 s, and a call sent at that moment would be lost."""
CONNECT_SECONDS = 10.0
NO_KEY = "none"
"""Sent to a compatible server that needs no key; the client cannot be built without one."""


def build_client(settings: Settings, api_key: str | None = None) -> OpenAI:
    """A synchronous client for the engine that the settings name. `api_key` overrides the setting."""
    if settings.engine == "offline" and not api_key:
        return OpenAI(**_shared(OFFLINE_URL, None), http_client=httpx2.Client(transport=OfflineTransport()))
    http = DefaultHttpxClient(limits=LIMITS)
    return OpenAI(**_shared(settings.openai_base_url, api_key or _key(settings)), http_client=http)


def build_async_client(settings: Settings, api_key: str | None = None) -> AsyncOpenAI:
    """An async client, otherwise as `build_client`."""
    if settings.engine == "offline" and not api_key:
        offline = httpx2.AsyncClient(transport=OfflineTransport())
        return AsyncOpenAI(**_shared(OFFLINE_URL, None), http_client=offline)
    http = DefaultAsyncHttpxClient(limits=LIMITS)
    return AsyncOpenAI(**_shared(settings.openai_base_url, api_key or _key(settings)), http_client=http)


def build_playing_client(recordings: Recordings) -> AsyncOpenAI:
    """A client that awaits, on the offline engine and what is recorded."""
    transport = OfflineTransport(recordings=recordings, count=count_tokens)
    return AsyncOpenAI(**_shared(OFFLINE_URL, None), http_client=httpx2.AsyncClient(transport=transport))


def send(client: OpenAI, request: dict[str, Any], heard: Heard | None = None) -> Reply:
    """One request, within its `timeout`. `heard` is called with the answer so far, if it is streamed."""
    until = time.monotonic() + request["timeout"]
    if not request.get("stream"):
        return reply_of(client.post(cast_to=ChatCompletion, **_as_sent(request)))
    chunks = Stream[ChatCompletionChunk]
    dictation = CompletionParser()
    sent = client.post(cast_to=ChatCompletion, **_as_sent(request), stream=True, stream_cls=chunks)
    with sent as answer, _broken_off():
        for chunk in answer:
            if time.monotonic() > until:
                raise DeadlineExceeded("The model did not answer within the task's time.")
            if dictation.take(chunk) and heard:
                heard(dictation.text)
    return dictation.reply()


async def send_async(client: AsyncOpenAI, request: dict[str, Any], heard: Heard | None = None) -> Reply:
    """The same for an async client; its runner enforces the timeout."""
    if not request.get("stream"):
        return reply_of(await client.post(cast_to=ChatCompletion, **_as_sent(request)))
    chunks = AsyncStream[ChatCompletionChunk]
    dictation = CompletionParser()
    sent = await client.post(cast_to=ChatCompletion, **_as_sent(request), stream=True, stream_cls=chunks)
    async with sent as answer:
        with _broken_off():
            async for chunk in answer:
                if dictation.take(chunk) and heard:
                    heard(dictation.text)
    return dictation.reply()


@contextmanager
def _broken_off() -> Iterator[None]:
    """A chunk that is not JSON means a broken stream, not a wrong answer, and is retried."""
    try:
        yield
    except json.JSONDecodeError:
        raise ModelUnavailable("interrupted", "The model's answer broke off.") from None


def _as_sent(request: dict[str, Any]) -> dict[str, Any]:
    """The request for the client's `post`: `chat.completions.create` would first walk through every parameter to
    rename what needs no renaming, a third of the client's time."""
    body = {name: value for name, value in request.items() if name != "timeout"}
    return {"path": "/chat/completions", "body": body, "options": {"timeout": _limits(request["timeout"])}}


def _limits(seconds: float) -> Timeout:
    """A call's seconds. Connecting has fewer, which tells a request never sent from one not answered."""
    connecting = min(seconds, CONNECT_SECONDS)
    return Timeout(seconds, connect=connecting, pool=connecting)


def _key(settings: Settings) -> str:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else NO_KEY


def _shared(base_url: str | None, api_key: str | None) -> dict[str, Any]:
    # Retries are the conversation's: it knows the deadline, and each one is on the ledger.
    return {"base_url": base_url or OPENAI_URL, "api_key": api_key or NO_KEY, "max_retries": 0}
