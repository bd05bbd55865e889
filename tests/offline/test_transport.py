import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from app.offline.fault_injection import Fault, FaultPlan
from app.offline.transport import OfflineTransport, TimedBody

BASE = "http://offline.invalid/v1"
Asking = Callable[..., dict[str, Any]]
STREAM = {"stream": True, "stream_options": {"include_usage": True}}


def blocking(conduct: FaultPlan | None = None) -> OpenAI:
    client = httpx2.Client(transport=OfflineTransport(conduct))
    return OpenAI(base_url=BASE, api_key="none", max_retries=0, http_client=client)


def awaiting(conduct: FaultPlan | None = None) -> AsyncOpenAI:
    client = httpx2.AsyncClient(transport=OfflineTransport(conduct))
    return AsyncOpenAI(base_url=BASE, api_key="none", max_retries=0, http_client=client)


def test_a_client_that_blocks_is_answered(asking: Asking) -> None:
    completion = blocking().chat.completions.create(**asking())
    assert completion.model == "offline"
    assert completion.service_tier == "default"
    assert json.loads(completion.choices[0].message.content or "")["answer"]["mood_score"] <= 10


async def test_a_client_that_awaits_gets_the_same(asking: Asking) -> None:
    completion = await awaiting().chat.completions.create(**asking())
    assert completion == blocking().chat.completions.create(**asking())


def test_a_stream_comes_to_the_same_words_and_ends_with_the_usage(asking: Asking) -> None:
    whole = blocking().chat.completions.create(**asking())
    chunks: Any = list(blocking().chat.completions.create(**asking(**STREAM)))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == whole.choices[0].message.content
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage == whole.usage


async def test_a_client_that_awaits_gets_the_same_stream(asking: Asking) -> None:
    stream: Any = await awaiting().chat.completions.create(**asking(**STREAM))
    assert [chunk async for chunk in stream] == list(blocking().chat.completions.create(**asking(**STREAM)))


def test_no_piece_is_fetched_before_the_one_before_it_was_read() -> None:
    fetched = []

    def pieces() -> Any:
        for piece in (b"a", b"b", b"c"):
            fetched.append(piece)
            yield 0.0, piece

    body = iter(TimedBody(pieces(), None))
    assert (next(body), fetched) == (b"a", [b"a"])
    assert (next(body), fetched) == (b"b", [b"a", b"b"])


def test_a_slow_answer_is_a_timeout(asking: Asking) -> None:
    with pytest.raises(openai.APITimeoutError):
        blocking(FaultPlan(latency={"mood_analysis": 30})).chat.completions.create(**asking(), timeout=0.01)


async def test_a_slow_answer_is_a_timeout_where_it_is_awaited(asking: Asking) -> None:
    with pytest.raises(openai.APITimeoutError):
        await awaiting(FaultPlan(latency={"": 30})).chat.completions.create(**asking(), timeout=0.01)


async def test_a_stalled_stream_is_a_timeout_after_its_first_pieces(asking: Asking) -> None:
    stream: Any = await awaiting(FaultPlan(faults=[Fault.STALLS])).chat.completions.create(
        **asking(**STREAM), timeout=0.01
    )
    heard = []
    with pytest.raises((openai.APITimeoutError, httpx2.ReadTimeout)):
        async for chunk in stream:
            heard.append(chunk)
    assert heard


async def test_an_answer_within_the_clients_patience_is_waited_for(asking: Asking) -> None:
    completion = await awaiting(FaultPlan(latency={"": 0.02})).chat.completions.create(**asking(), timeout=30)
    assert completion.choices[0].finish_reason == "stop"


async def test_other_work_goes_on_while_an_answer_is_awaited(asking: Asking) -> None:
    waiting = asyncio.create_task(awaiting(FaultPlan(latency={"": 60})).chat.completions.create(**asking()))
    quick = await awaiting().chat.completions.create(**asking())
    assert quick.choices
    assert not waiting.done()
    waiting.cancel()


def test_the_models_are_listed() -> None:
    assert [model.id for model in blocking().models.list()] == ["offline"]


def test_another_route_is_not_found() -> None:
    with pytest.raises(openai.NotFoundError):
        blocking().embeddings.create(model="offline", input="words")
