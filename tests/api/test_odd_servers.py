"""Servers of models that lie in small fields: the answer is kept, the lie is not, and every line is closed."""

import json
from typing import Any, cast

import httpx2
from support.http_service import serve
from support.sample_visits import GIVEN

from app.offline.engine import answer_completion_request

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


class Liar:
    """A server that answers well but for one field."""

    def __init__(self) -> None:
        self.path, self.lie = "model", cast(Any, "m")

    async def answer(self, request: httpx2.Request) -> httpx2.Response:
        good = answer_completion_request(await request.aread())
        body = json.loads(b"".join(piece for _, piece in good.pieces))
        place: Any = body
        *way, last = self.path.split(".")
        for part in way:
            place = place[int(part)] if isinstance(place, list) else place[part]
        place[last] = self.lie
        return httpx2.Response(200, json=body)


async def test_a_lie_in_a_small_field_costs_neither_the_answer_nor_the_ledger(database_url: str) -> None:
    liar = Liar()
    async with serve(database_url, transport=httpx2.MockTransport(liar.answer)) as service:
        misses = []
        for liar.path, liar.lie in LIES:
            patient, session = await service.visited(speaker_roles=GIVEN)
            envelope = await service.made(session, "mood_analysis")
            usage = envelope["generation"]["usage"]
            spent = (await service.get("/costs", group_by="patient"))["items"]
            (mine,) = [item for item in spent if item["key"] == patient]
            well = (
                envelope["result"]["mood_score"] is not None
                and mine["calls"] == 1
                and (mine["input_tokens"] is None or 0 < mine["input_tokens"] < 2**31)
                and usage["input_tokens"] == mine["input_tokens"]
                and (mine["cost_usd"] is None) == (envelope["generation"]["cost_usd"] is None)
                and await service.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []
            )
            misses += [] if well else [(liar.path, str(liar.lie)[:12])]
        assert misses == []
