"""What a caller gets when the model fails, or a visit is erased meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from support.http_service import ANALYSIS, Service, is_problem
from support.sample_visits import GIVEN

from app.offline.conduct import QUOTA_USED_UP, Conduct, Failure, Fault

MOOD = "mood_analysis"
Served = Callable[..., Any]


FOREVER = [
    (Fault.REFUSAL, "refused"),
    (Fault.CUT_OFF, "cut_off"),
    (Fault.CONTENT_FILTER, "content_filter"),
    (Fault.EMPTY, "empty"),
    (Fault.MALFORMED, "malformed"),
    (Fault.DUPLICATE_KEYS, "malformed"),
    (Fault.OUT_OF_RANGE, "invalid"),
    (Fault.NOT_JSON, "malformed"),
    (QUOTA_USED_UP, "quota_used_up"),
    (Failure(401), "key_rejected"),
    (Failure(404), "model_not_found"),
    (Failure(400), "rejected"),
]


async def nothing_is_stored_but_the_ledger(service: Service) -> None:
    assert await service.count("generations") == 0
    assert await service.count("claims") == 0
    assert (await service.rows("SELECT DISTINCT state FROM model_calls WHERE state = 'open'")) == []
    assert await service.count("model_calls") == service.asked > 0


@pytest.mark.parametrize(("fault", "reason"), FOREVER, ids=[f"{fault}" for fault, _ in FOREVER])
async def test_a_model_that_fails_for_good_is_a_502_with_a_reason(served: Served, fault: Any, reason: str) -> None:
    async with served(Conduct(faults=[fault] * 3)) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        problem = is_problem(await service.http.post(f"/v1/sessions/{session}/mood"), 502, "model_failed")

        assert problem["reason"] == reason
        await nothing_is_stored_but_the_ledger(service)
        assert (await service.get(f"/sessions/{session}"))["results"][MOOD] is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_model_that_may_come_back_is_a_503_that_says_when(served: Served, status: int) -> None:
    async with served(Conduct(faults=[Failure(status, retry_after=900)])) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        answer = await service.http.post(f"/v1/sessions/{session}/mood")

        is_problem(answer, 503, "model_unavailable")
        assert answer.headers["retry-after"] == "900"
        await nothing_is_stored_but_the_ledger(service)
        assert not (await service.made(session, MOOD))["reused"]


async def test_a_model_that_takes_too_long_is_a_504(served: Served) -> None:
    async with served(Conduct(faults=[Fault.STALLS]), deadline_score_seconds=0.2) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        is_problem(await service.http.post(f"/v1/sessions/{session}/mood"), 504, "deadline")

        await nothing_is_stored_but_the_ledger(service)


async def test_a_caller_who_hangs_up_does_not_stop_the_work(served: Served) -> None:
    async with served(Conduct(latency={MOOD: 0.5})) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        with pytest.raises(httpx.ReadTimeout):
            await service.http.post(f"/v1/sessions/{session}/mood", timeout=0.2)

        assert (await service.made(session, MOOD))["reused"]
        assert service.asked == 1


async def test_a_call_during_whose_thought_the_visit_is_erased_stores_nothing(served: Served) -> None:
    async with served(Conduct(latency={MOOD: 0.4})) as service:
        _, session = await service.visited(speaker_roles=GIVEN)
        call = asyncio.create_task(service.http.post(f"/v1/sessions/{session}/mood"))
        await service.asked_again(0)

        assert (await service.http.delete(f"/v1/sessions/{session}")).status_code == 204

        is_problem(await call, 404, "not_found")
        assert await service.count("generations") == 0


async def test_a_call_during_whose_thought_a_remembered_visit_is_erased_stores_nothing(served: Served) -> None:
    async with served(Conduct(latency={"deep_analysis": 0.4})) as service:
        patient, first = await service.visited(1)
        await service.analysed(first)
        second = await service.visit(patient, 2)
        for task in ANALYSIS[:-1]:
            await service.made(second, task)
        asked = service.asked
        call = asyncio.create_task(service.http.post(f"/v1/sessions/{second}/deep-analysis"))
        await service.asked_again(asked)

        assert (await service.http.delete(f"/v1/sessions/{first}")).status_code == 204
        await call

        held = await service.rows("SELECT id FROM generations WHERE sources ? :gone", gone=first)
        assert held == []
