"""What a generation comes to, in the books: one commit, and nothing said before it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.errors import ModelFailed
from app.offline.conduct import Conduct, Fault

Processes = Callable[..., Any]
MOOD = "mood_analysis"
ANALYSIS = (MOOD, "topic_extraction", "breakthrough_detection", "risk_screen")


async def test_a_result_is_linked_to_every_call_it_took(processes: Processes) -> None:
    async with processes(Conduct(faults_of={MOOD: [Fault.MALFORMED, Fault.OUT_OF_RANGE]})) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        done = await works.done(session, MOOD)
        calls = await works.rows("SELECT * FROM model_calls ORDER BY attempt")
        assert [call["attempt"] for call in calls] == [1, 2, 3]
        assert {call["generation_id"] for call in calls} == {done.row.id}
        assert {call["state"] for call in calls} == {"answered"}
        assert sum(call["input_tokens"] for call in calls) == done.row.input_tokens
        assert all(call["closed_at"] >= call["opened_at"] for call in calls)


async def test_a_call_that_never_got_a_place_is_closed_and_cost_nothing(processes: Processes) -> None:
    conduct = Conduct()
    async with processes(conduct, max_concurrent_model_calls=1) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        await works.parts.places.acquire()
        work = asyncio.create_task(works.done(session, MOOD))
        while not await works.rows("SELECT 1 FROM model_calls WHERE state = 'open'"):  # noqa: ASYNC110 - rows set no event
            await asyncio.sleep(0.01)
        work.cancel()
        await asyncio.wait([work])
        (call,) = await works.rows("SELECT state, outcome, cost_usd, closed_at FROM model_calls")
        assert (call["state"], call["outcome"], call["cost_usd"]) == ("failed", "not_made", 0)
        assert call["closed_at"] is not None
        assert conduct.calls == []
        assert await works.rows("SELECT 1 FROM claims") == []


async def test_a_failure_leaves_its_calls_closed_and_linked_to_nothing(processes: Processes) -> None:
    async with processes(Conduct(faults=[Fault.EMPTY] * 3)) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        with pytest.raises(ModelFailed):
            await works.done(session, MOOD)
        calls = await works.rows("SELECT state, generation_id, input_tokens FROM model_calls")
        assert [(call["state"], call["generation_id"]) for call in calls] == [("answered", None)] * 3
        assert all(call["input_tokens"] > 0 for call in calls)
        events = await works.rows("SELECT status, metadata FROM pipeline_events ORDER BY number")
        assert events[-1] == {"status": "failed", "metadata": {"code": "model_failed", "reason": "empty"}}


async def test_the_event_of_a_result_names_it(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    done = await works.done(session, "roadmap_generation")
    (event,) = await works.rows(
        "SELECT metadata FROM pipeline_events WHERE event = 'YOUR_JOURNEY_GENERATION' AND status = 'success'"
    )
    assert event["metadata"] == {"generation_id": str(done.row.id), "version_number": 1}


async def test_the_event_of_nothing_says_why(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    for task in (*ANALYSIS, "deep_analysis"):
        await works.done(session, task)
    made = (await works.done(session, "prose_generation")).row
    assert (made.result, made.reason, made.state) == (None, "needs_a_model", "insufficient")
    events = await works.rows("SELECT status, metadata FROM pipeline_events ORDER BY number")
    assert events[-1] == {
        "status": "insufficient",
        "metadata": {"generation_id": str(made.id), "reason": "needs_a_model"},
    }


async def test_too_little_for_a_journey_makes_no_version(works: Works) -> None:
    _, (session,) = await works.visited(
        segments=[{"start": 0, "end": 1, "text": "Rain.", "speaker": "A"}], speaker_roles={"A": "patient"}
    )
    await works.analysed(session)
    done = await works.done(session, "roadmap_generation")
    assert (done.row.state, done.row.generation_metadata_id) == ("insufficient", None)
    assert await works.rows("SELECT 1 FROM your_journey_versions") == []


async def test_nothing_a_patient_said_is_on_the_ledger(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    ledger = str(await works.rows("SELECT * FROM model_calls"))
    assert "sleep" not in ledger
    assert "brother" not in ledger
