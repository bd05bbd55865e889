"""What a caller gets when the model fails, or a visit is erased meanwhile."""

import asyncio
from typing import Any

from support.http_service import ANALYSIS, Service, is_problem
from support.sample_visits import GIVEN
from support.tables import each_row

from app.offline.fault_injection import QUOTA_USED_UP, Failure, Fault, FaultPlan

MOOD = "mood_analysis"


FOREVER = [
    (Fault.REFUSAL, "refused"),
    (Fault.CUT_OFF, "cut_off"),
    (Fault.CONTENT_FILTER, "content_filter"),
    (Fault.EMPTY, "empty"),
    (Fault.MALFORMED, "malformed"),
    (Fault.DUPLICATE_KEYS, "malformed"),
    (Fault.OUT_OF_RANGE, "invalid"),
    (Fault.NOT_JSON, "wrong_address"),
    (QUOTA_USED_UP, "quota_used_up"),
    (Failure(401), "key_rejected"),
    (Failure(404, "model_not_found"), "model_not_found"),
    (Failure(400), "rejected"),
]


async def nothing_is_stored_but_the_ledger(service: Service, patient: str) -> None:
    assert await service.count("generations", patient) == 0
    assert await service.count("claims") == 0
    assert (await service.rows("SELECT DISTINCT state FROM model_calls WHERE state = 'open'")) == []
    assert await service.count("model_calls", patient) == service.asked > 0


@each_row(("fault", "reason"), FOREVER)
async def test_a_model_that_fails_for_good_is_a_502_with_a_reason(shared: Service, fault: Any, reason: str) -> None:
    shared.engine.reset(FaultPlan(faults=[fault] * 3))
    patient, session = await shared.visited(speaker_roles=GIVEN)

    problem = is_problem(await shared.http.post(f"/v1/sessions/{session}/mood"), 502, "model_failed")

    assert problem["reason"] == reason
    await nothing_is_stored_but_the_ledger(shared, patient)
    assert (await shared.get(f"/sessions/{session}"))["results"][MOOD] is None


@each_row("status", [429, 500, 503])
async def test_a_model_that_may_come_back_is_a_503_that_says_when(shared: Service, status: int) -> None:
    shared.engine.reset(FaultPlan(faults=[Failure(status, retry_after=900)]))
    patient, session = await shared.visited(speaker_roles=GIVEN)

    answer = await shared.http.post(f"/v1/sessions/{session}/mood")

    is_problem(answer, 503, "model_unavailable")
    assert answer.headers["retry-after"] == "900"
    await nothing_is_stored_but_the_ledger(shared, patient)
    assert not (await shared.made(session, MOOD))["reused"]


async def test_a_model_that_takes_too_long_is_a_504(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)
    call = asyncio.create_task(shared.http.post(f"/v1/sessions/{session}/mood"))
    await shared.engine.arrived()
    shared.engine.run_out()

    is_problem(await call, 504, "deadline")

    await nothing_is_stored_but_the_ledger(shared, patient)


async def test_a_caller_who_hangs_up_does_not_stop_the_work(shared: Service) -> None:
    shared.engine.hold()
    _, session = await shared.visited(speaker_roles=GIVEN)
    call = asyncio.create_task(shared.http.post(f"/v1/sessions/{session}/mood"))
    await shared.engine.arrived()
    call.cancel()
    await asyncio.wait([call])
    shared.engine.release()

    assert (await shared.made(session, MOOD))["reused"]
    assert shared.asked == 1


async def test_a_call_during_whose_thought_the_visit_is_erased_stores_nothing(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)
    call = asyncio.create_task(shared.http.post(f"/v1/sessions/{session}/mood"))
    await shared.engine.arrived()

    assert (await shared.http.delete(f"/v1/sessions/{session}")).status_code == 204

    is_problem(await call, 404, "not_found")
    assert await shared.count("generations", patient) == 0


async def test_a_call_during_whose_thought_a_remembered_visit_is_erased_stores_nothing(shared: Service) -> None:
    patient, first = await shared.visited(1)
    await shared.analysed(first)
    second = await shared.visit(patient, 2)
    for task in ANALYSIS[:-1]:
        await shared.made(second, task)
    shared.engine.reset(hold=("deep_analysis",))
    call = asyncio.create_task(shared.http.post(f"/v1/sessions/{second}/deep-analysis"))
    await shared.engine.arrived()

    assert (await shared.http.delete(f"/v1/sessions/{first}")).status_code == 204
    shared.engine.release()
    await call

    held = await shared.rows("SELECT id FROM generations WHERE sources ? :gone", gone=first)
    assert held == []
