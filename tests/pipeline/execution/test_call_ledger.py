"""Every model call is on the ledger, whatever comes of it."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.errors import ModelFailed
from app.offline.fault_injection import Fault, FaultPlan

MOOD = "mood_analysis"
Processes = Callable[..., Any]


async def calls_of(works: PipelineProcess, session: UUID) -> list[Any]:
    """The ledger's lines of a visit, in the order of the attempts."""
    return await works.rows("SELECT * FROM model_calls WHERE session_id = :session ORDER BY attempt", session=session)


async def test_a_result_is_linked_to_every_call_it_took(shared: PipelineProcess) -> None:
    shared.engine.reset(FaultPlan(faults_of={MOOD: [Fault.MALFORMED, Fault.OUT_OF_RANGE]}))
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    done = await shared.done(session, MOOD)
    calls = await calls_of(shared, session)
    assert [call["attempt"] for call in calls] == [1, 2, 3]
    assert {call["generation_id"] for call in calls} == {done.row.id}
    assert {call["state"] for call in calls} == {"answered"}
    assert sum(call["input_tokens"] for call in calls) == done.row.input_tokens
    assert all(call["closed_at"] >= call["opened_at"] for call in calls)


async def test_a_caller_that_never_got_a_turn_has_claimed_nothing_and_is_on_no_ledger(processes: Processes) -> None:
    conduct = FaultPlan()
    async with processes(conduct, max_concurrent_model_calls=1) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        async with works.context.model_slots.turn("another patient"):
            work = asyncio.create_task(works.done(session, MOOD))
            while not works.context.model_slots.waiting:  # noqa: ASYNC110 - who waits sets no event
                await asyncio.sleep(0.01)
            work.cancel()
            await asyncio.wait([work])
        for table in ("model_calls", "claims", "pipeline_events"):
            assert await works.rows(f"SELECT 1 FROM {table}") == [], table
        assert conduct.calls == []


async def test_a_failure_leaves_its_calls_closed_and_linked_to_nothing(shared: PipelineProcess) -> None:
    shared.engine.reset(FaultPlan(faults=[Fault.EMPTY] * 3))
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    with pytest.raises(ModelFailed):
        await shared.done(session, MOOD)
    calls = await calls_of(shared, session)
    assert [(call["state"], call["generation_id"]) for call in calls] == [("answered", None)] * 3
    assert all(call["input_tokens"] > 0 for call in calls)
    told = "SELECT status, metadata FROM pipeline_events WHERE patient_id = :patient ORDER BY number"
    events = await shared.rows(told, patient=patient)
    assert events[-1] == {"status": "failed", "metadata": {"code": "model_failed", "reason": "empty"}}
