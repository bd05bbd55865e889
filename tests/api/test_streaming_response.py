"""A document's generation told while it goes on."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

import pytest
from support.http_service import NOBODY, Service, is_problem
from support.sse_client import SseConnection, an_event, open_sse
from support.tables import each_row

from app.offline.fault_injection import Fault, FaultPlan
from app.store import event_log

Served = Callable[..., Any]
EVENTS = {"accept": "text/event-stream"}
EVENTS_OF = {"your-journey": "YOUR_JOURNEY_GENERATION", "session-bridge": "SESSION_BRIDGE_GENERATION"}
JOURNEY = "roadmap_generation"
DOCUMENTS = {"your-journey": "roadmap_generation", "session-bridge": "session_bridge_generation"}


def posted(service: Service, path: str, **params: Any) -> AbstractAsyncContextManager[SseConnection]:
    return open_sse(service.http, path, method="POST", headers=EVENTS, params=params)


async def ready(service: Service) -> tuple[str, str]:
    patient, session = await service.visited()
    await service.analysed(session)
    return patient, session


@each_row("document", DOCUMENTS)
async def test_its_events_come_while_it_is_made_and_then_the_envelope(shared: Service, document: str) -> None:
    patient, session = await ready(shared)
    shared.engine.hold(DOCUMENTS[document])
    async with posted(shared, f"/patients/{patient}/{document}") as stream:
        assert stream.answer.status_code == 200
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        while (await stream.next()).data["event"] != EVENTS_OF[document]:
            pass
        made = "SELECT 1 FROM generations WHERE task = :task AND session_id = :session"
        assert await shared.rows(made, task=DOCUMENTS[document], session=UUID(session)) == []
        shared.engine.release()
        *_, result = await stream.rest()

    told = [message for message in stream.seen if message.id]
    wave = document.replace("-", "_")
    stored = [event for event in await shared.events(patient) if event["wave"] == wave]
    assert [int(message.id or -1) for message in told] == [event["number"] for event in stored]
    own = [message.data["status"] for message in told if message.data["event"] == EVENTS_OF[document]]
    assert (own[0], set(own[1:-1]), own[-1]) == ("started", {"progress"}, "success")
    assert (result.event, result.id) == ("result", None)
    assert result.data["task"] == DOCUMENTS[document]
    assert (result.data["session_id"], result.data["version_number"], result.data["reused"]) == (session, 1, False)


async def test_the_envelope_is_the_same_that_the_plain_answer_is(shared: Service) -> None:
    patient, _ = await ready(shared)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        *_, result = await stream.rest()
    assert {**result.data, "reused": True} == await shared.journey(patient)


async def test_a_stored_document_is_told_at_once_and_alone(shared: Service) -> None:
    patient, _ = await ready(shared)
    made = await shared.journey(patient)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        (only,) = await stream.rest()
    assert (only.event, only.data) == ("result", {**made, "reused": True})


async def test_whoever_does_not_ask_for_events_gets_the_envelope(shared: Service) -> None:
    patient, _ = await ready(shared)
    answer = await shared.http.post(f"/v1/patients/{patient}/your-journey")
    assert answer.headers["content-type"] == "application/json"


async def test_what_is_refused_is_refused_with_its_status(shared: Service) -> None:
    patient, session = await shared.visited()
    other = await shared.patient()
    path = f"/v1/patients/{patient}/your-journey"

    async def refused(path: str, status: int, code: str, **params: Any) -> None:
        is_problem(await shared.http.post(path, params=params, headers=EVENTS), status, code)

    await refused(f"/v1/patients/{NOBODY}/your-journey", 404, "not_found")
    await refused(path, 409, "inputs_missing")
    await refused(path, 409, "inputs_missing", session_id=session)
    await refused(f"/v1/patients/{other}/your-journey", 409, "conflict", session_id=session)
    await refused(path, 422, "unknown_tier", model_tier="cheap")
    await shared.analysed(session)
    await refused(path, 422, "unknown_model", override_model="gpt-0")
    assert [e for e in await shared.events(patient) if e["event"] == "YOUR_JOURNEY_GENERATION"] == []


async def test_nobody_is_told_anything_without_a_key(beside: Served) -> None:
    async with beside(service_api_keys=["secret"]) as service:
        answer = await service.http.post(f"/v1/patients/{NOBODY}/your-journey", headers=EVENTS)
        is_problem(answer, 401, "unauthenticated")


@each_row("held", [False, True])
async def test_a_failure_of_the_model_is_the_streams_last_event(shared: Service, held: bool) -> None:
    shared.engine.reset(FaultPlan(faults_of={JOURNEY: [Fault.REFUSAL]}))
    patient, _ = await ready(shared)
    if held:
        shared.engine.hold(JOURNEY)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        if held:
            await stream.next()
            shared.engine.release()
        *_, error = await stream.rest()
    told = [message for message in stream.seen if message.id]
    own = [message.data["status"] for message in told if message.data["event"] == "YOUR_JOURNEY_GENERATION"]
    assert own == ["started", "failed"]
    assert error.event == "error"
    assert (error.data["status"], error.data["code"], error.data["reason"]) == (502, "model_failed", "refused")


async def test_a_fault_of_ours_is_told_without_what_it_says(
    shared: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    patient, _ = await ready(shared)
    shared.engine.hold(JOURNEY)

    async def broken(*_: object) -> None:
        raise ValueError("zwiebel")

    monkeypatch.setattr("app.api.streaming_response.envelope", broken)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        await stream.next()
        shared.engine.release()
        *_, error = await stream.rest()

    assert (error.event, error.data["status"], error.data["code"]) == ("error", 500, "internal")
    assert "ValueError" in caplog.text
    assert "zwiebel" not in caplog.text + str(error.data)


async def test_whoever_hangs_up_does_not_stop_the_work(shared: Service) -> None:
    patient, _ = await ready(shared)
    shared.engine.hold(JOURNEY)
    async with open_sse(shared.http, f"/patients/{patient}/events") as watching:
        async with posted(shared, f"/patients/{patient}/your-journey") as stream:
            await stream.next()
        shared.engine.release()
        while (await watching.next()).data["status"] != "success":
            pass
    assert (await shared.journey(patient))["reused"]
    assert await shared.count("claims") == 0


async def test_a_second_caller_is_told_the_same_and_nothing_is_paid_twice(shared: Service) -> None:
    patient, _ = await ready(shared)
    asked = shared.asked
    shared.engine.hold(JOURNEY)
    async with posted(shared, f"/patients/{patient}/your-journey") as first:
        await first.next()
        async with posted(shared, f"/patients/{patient}/your-journey") as second:
            shared.engine.release()
            *_, other = await second.rest()
        *_, one = await first.rest()
    assert (one.data["reused"], other.data["reused"]) == (False, True)
    assert one.data["generation"]["id"] == other.data["generation"]["id"]
    assert shared.asked == asked + 1


async def test_the_parts_of_a_generation_are_told_with_it(shared: Service) -> None:
    patient, session = await ready(shared)
    shared.engine.hold(JOURNEY)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        await stream.next()
        part = {**an_event(UUID(session)), "event": "COMPACTION", "wave": "your_journey"}
        other = {**part, "wave": "session_bridge"}
        async with shared.database.transaction() as db:
            await event_log.append(db, UUID(patient), [part, other])
        shared.engine.release()
        told = await stream.rest()
    assert ("COMPACTION", "your_journey") in {(m.data["event"], m.data["wave"]) for m in told[:-1]}
    assert "session_bridge" not in {message.data["wave"] for message in told[:-1]}


async def test_events_of_other_work_are_not_told(shared: Service) -> None:
    patient, _ = await ready(shared)
    shared.engine.hold(JOURNEY)
    other = await shared.visit(patient, 2)
    async with posted(shared, f"/patients/{patient}/your-journey") as stream:
        await stream.next()
        await shared.made(other, "mood_analysis")
        shared.engine.release()
        told = await stream.rest()
    assert {message.data["wave"] for message in told[:-1]} == {"your_journey"}
