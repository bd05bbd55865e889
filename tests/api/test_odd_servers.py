"""Servers of models that lie in small fields: the answer is kept, the lie is not, and every line is closed."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest
from support.http_service import Service, serve
from support.sample_visits import GIVEN

from app.offline.engine import respond

LIES: list[tuple[str, Any]] = [
    ("usage.prompt_tokens", 10**30),
    ("usage.prompt_tokens", 3_000_000_000),
    ("usage.prompt_tokens", -5),
    ("usage.prompt_tokens", True),
    ("usage.prompt_tokens", "many"),
    ("usage.prompt_tokens_details", {"cached_tokens": 10**9}),
    ("usage.completion_tokens_details", {"reasoning_tokens": "x"}),
    ("model", "m" * 5_000),
    ("model", "a\x00b"),
    ("service_tier", "s" * 3_000),
    ("choices.0.finish_reason", "stop\x00"),
    ("choices.0.finish_reason", "f" * 3_000),
]


def lying(path: str, lie: Any) -> Callable[[httpx2.Request], Coroutine[None, None, httpx2.Response]]:
    """A server that answers well but for one field."""

    async def answer(request: httpx2.Request) -> httpx2.Response:
        good = respond(await request.aread())
        body = json.loads(b"".join(piece for _, piece in good.pieces))
        place: Any = body
        *way, last = path.split(".")
        for part in way:
            place = place[int(part)] if isinstance(place, list) else place[part]
        place[last] = lie
        return httpx2.Response(200, json=body)

    return answer


@pytest.mark.parametrize(("path", "lie"), LIES, ids=[f"{path}-{str(lie)[:12]!r}" for path, lie in LIES])
async def test_a_lie_in_a_small_field_costs_neither_the_answer_nor_the_ledger(
    database_url: str, path: str, lie: Any
) -> None:
    async with serve(database_url, transport=httpx2.MockTransport(lying(path, lie))) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        envelope = await service.made(session, "mood_analysis")

        assert envelope["result"]["mood_score"] is not None
        assert await open_lines(service) == 0
        total = (await service.get("/costs"))["total"]
        assert total["calls"] == 1
        assert total["input_tokens"] is None or 0 < total["input_tokens"] < 2**31
        assert envelope["generation"]["usage"]["input_tokens"] == total["input_tokens"]
        assert (total["cost_usd"] is None) == (envelope["generation"]["cost_usd"] is None)


async def open_lines(service: Service) -> int:
    return len(await service.rows("SELECT 1 FROM model_calls WHERE state = 'open'"))
