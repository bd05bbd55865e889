"""More callers than a process can serve: a bounded number waits, the others are told at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text
from support.held_model import HeldModel
from support.http_service import is_problem
from support.sample_visits import GIVEN

Served = Callable[..., Any]
PLACES, WAITING, CALLERS = 2, 3, 40


async def test_the_next_caller_is_told_to_come_back_and_the_service_stays_ready(start_service: Served) -> None:
    model = HeldModel()
    limits = {"max_concurrent_model_calls": PLACES, "max_waiting_callers": WAITING, "database_pool_size": 4}
    async with start_service(model, **limits) as service:
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


async def test_a_stream_is_refused_like_any_other_call(start_service: Served) -> None:
    model = HeldModel(held=frozenset({"roadmap_generation"}))
    async with start_service(model, max_concurrent_model_calls=1, max_waiting_callers=0) as service:
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


async def test_requests_that_ask_no_model_are_bounded_too_and_the_service_stays_ready(start_service: Served) -> None:
    async with start_service(database_pool_size=2, max_waiting_callers=WAITING) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        lock = text("SELECT 1 FROM patients WHERE id = :id FOR UPDATE")
        async with service.database.transaction() as db:
            await db.execute(lock, {"id": UUID(patient)})
            calls = [asyncio.create_task(service.http.post(f"/v1/sessions/{session}/runs")) for _ in range(CALLERS)]
            while sum(call.done() for call in calls) < CALLERS - 1 - WAITING:  # noqa: ASYNC110 - as a caller waits
                await asyncio.sleep(0.01)
            for call in [call for call in calls if call.done()]:
                assert int(call.result().headers["retry-after"]) > 0
                is_problem(call.result(), 429, "busy")
            is_problem(await service.http.get(f"/v1/patients/{patient}"), 429, "busy")
            ready: httpx.Response = await service.http.get("/health/ready")
            assert ready.json()["checks"]["database"]
        answers = [await call for call in calls]
        assert Counter(answer.status_code for answer in answers) == {429: CALLERS - 1 - WAITING, 202: 1 + WAITING}
        assert await service.count("runs") == 1


async def test_a_result_that_stands_is_told_though_nobody_more_may_wait_for_the_model(start_service: Served) -> None:
    async with start_service(max_concurrent_model_calls=1, max_waiting_callers=0) as service:
        _, session = await service.visited(speaker_roles=GIVEN)
        await service.made(session, "mood_analysis")
        service.engine.hold("topic_extraction")
        topics = asyncio.create_task(service.http.post(f"/v1/sessions/{session}/topics"))
        await service.engine.arrived("topic_extraction")
        assert (await service.made(session, "mood_analysis"))["reused"]
        forced = await service.http.post(f"/v1/sessions/{session}/mood?force=true")
        is_problem(forced, 429, "busy")
        is_problem(await service.http.post(f"/v1/sessions/{session}/breakthrough"), 429, "busy")
        service.engine.release()
        assert (await topics).status_code == 200
