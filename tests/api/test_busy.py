"""More callers than a process can serve: a bounded number waits, the others are told at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from support.held_model import HeldModel
from support.http_service import is_problem
from support.sample_visits import GIVEN

Served = Callable[..., Any]
PLACES, WAITING, CALLERS = 2, 3, 40


async def test_the_next_caller_is_told_to_come_back_and_the_service_stays_ready(served: Served) -> None:
    model = HeldModel()
    limits = {"max_concurrent_model_calls": PLACES, "max_waiting_callers": WAITING, "database_pool_size": 4}
    async with served(model, **limits) as service:
        patient = await service.patient()
        sessions = [await service.visit(patient, speaker_roles=GIVEN) for _ in range(CALLERS)]
        paths = [f"/v1/sessions/{session}/mood" for session in sessions]
        calls = [asyncio.create_task(service.http.post(path)) for path in paths]
        await model.asked(PLACES)
        while sum(call.done() for call in calls) < CALLERS - PLACES - WAITING:  # noqa: ASYNC110 - as a caller waits
            await asyncio.sleep(0.01)

        told = [call.result() for call in calls if call.done()]
        for answer in told:
            is_problem(answer, 429, "busy")
            assert int(answer.headers["retry-after"]) > 0
        ready: httpx.Response = await service.http.get("/health/ready")
        assert ready.json()["checks"]["database"]
        assert (await service.get(f"/patients/{patient}"))["sessions"] == CALLERS

        model.go.set()
        answers = [await call for call in calls]
        assert Counter(answer.status_code for answer in answers) == {
            429: CALLERS - PLACES - WAITING,
            200: PLACES + WAITING,
        }
        assert len(model.calls) == PLACES + WAITING
        assert await service.count("claims") == 0


async def test_a_stream_is_refused_like_any_other_call(served: Served) -> None:
    model = HeldModel(held=frozenset({"roadmap_generation"}))
    async with served(model, max_concurrent_model_calls=1, max_waiting_callers=0) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        await service.analysed(session)
        asked = len(model.calls)
        first = asyncio.create_task(service.http.post(f"/v1/patients/{patient}/your-journey"))
        await model.asked(asked + 1)
        wants = {"accept": "text/event-stream"}
        is_problem(
            await service.http.post(f"/v1/patients/{patient}/your-journey?force=true", headers=wants), 429, "busy"
        )
        model.go.set()
        assert (await first).status_code == 200
