"""Cancelled in any wave, by whatever process, a run pays for nothing more and says so."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.model_server import ReceivedRequest, Upstream, serving_upstream
from support.pipeline_process import PipelineProcess, running_pipeline
from support.process_fleet import ProcessFleet, running_fleet
from support.run_invariants import none_of, wait_for_end, wait_until
from support.sample_visits import GIVEN

from app.offline.fault_injection import FaultPlan
from app.pipeline.graph import generator
from app.pipeline.runs.cancellation import cancel_run
from app.pipeline.runs.data_erasure import erase_patient_data

STAYS_AWAY = 3600.0
IN_EACH_WAVE = ("mood_analysis", "deep_analysis", "roadmap_generation")


async def under_way(upstream: Upstream, task: str) -> ReceivedRequest:
    """The call for a task, once it is made."""
    calls = await wait_until(lambda: [call for call in upstream.calls if call.task == task and call.stayed is None])
    first: ReceivedRequest = calls[0]
    return first


async def broken_off(call: ReceivedRequest) -> None:
    """Wait until the model's caller hangs up."""
    await wait_until(lambda: call.stayed is not None)
    assert call.stayed is False


async def lines_closed(works: PipelineProcess) -> list[Any]:
    """The ledger's lines of calls that brought nothing, once none is open."""
    await wait_until(lambda: none_of(works, "SELECT 1 FROM model_calls WHERE state = 'open'"))
    return await works.rows("SELECT task, outcome, patient_id FROM model_calls WHERE state = 'failed'")


def waves(told: list[Any], *events: str) -> list[str]:
    """Whose beginning, or whose end, was told."""
    return sorted(f"{event['session_id']} {event['phase']}" for event in told if event["event"] in events)


async def it_is_said(works: PipelineProcess, run_id: object, task: str) -> None:
    """What was open is cancelled, in the steps and in the events, every wave that began is over, and no later one has
    begun."""
    steps = await works.rows("SELECT * FROM run_steps WHERE run_id = :run", run=run_id)
    told = await works.rows("SELECT * FROM pipeline_events WHERE run_id = :run", run=run_id)
    cancelled = {step["task"] for step in steps if step["status"] == "cancelled"}
    assert task in cancelled
    assert {step["status"] for step in steps} <= {"cancelled", "success", "insufficient"}
    assert {event["event"] for event in told if event["status"] == "cancelled"} == {
        *("FAILED", "RUN_END"),
        *(generator(one).declared.event for one in cancelled),
    }
    assert waves(told, "START") == waves(told, "COMPLETE", "FAILED")
    assert max(event["phase"] for event in told if event["event"] == "START") == f"WAVE{generator(task).declared.wave}"


@pytest.fixture
async def started(database_url: str, tmp_path: Path) -> AsyncIterator[ProcessFleet]:
    """A fleet without a process yet."""
    with serving_upstream() as upstream:
        async with running_fleet(database_url, tmp_path, upstream) as one:
            yield one


async def test_a_run_is_cancelled_in_each_wave_by_another_process(database_url: str, started: ProcessFleet) -> None:
    async with running_pipeline(database_url) as works:
        await started.worker()
        for task in IN_EACH_WAVE:
            started.upstream.conduct = FaultPlan(latency={task: STAYS_AWAY})
            patient, _ = await works.visited(1, speaker_roles=GIVEN)
            run = await works.planned(patient)
            call = await under_way(started.upstream, task)

            assert await cancel_run(works.context, run.id)

            assert await works.status(run.id) == "cancelled"
            await it_is_said(works, run.id, task)
            await broken_off(call)
            assert {"task": task, "outcome": "cancelled", "patient_id": patient} in await lines_closed(works)
            before = len(started.upstream.calls)
        started.upstream.conduct = FaultPlan()
        other, _ = await works.visited(1, speaker_roles=GIVEN)
        assert await wait_for_end(works, (await works.planned(other)).id) == "completed"
        more = started.upstream.calls[before:]
        assert len(more) == len({call.task for call in more}), "a cancelled run went on"


@pytest.mark.quick
async def test_a_run_is_cancelled_over_http_by_the_process_that_works_on_it(
    database_url: str, started: ProcessFleet
) -> None:
    started.upstream.conduct = FaultPlan(latency={"mood_analysis": STAYS_AWAY})
    web = await started.web()
    async with running_pipeline(database_url) as works, httpx.AsyncClient(base_url=web.address, timeout=30) as http:
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        run = (await http.post(f"/v1/patients/{patient}/runs")).json()
        call = await under_way(started.upstream, "mood_analysis")

        told = (await http.post(f"/v1/runs/{run['run_id']}/cancel")).json()

        assert told["status"] == "cancelled"
        assert not {step["status"] for step in told["steps"]} & {"waiting", "running"}
        await broken_off(call)
        assert "deep_analysis" not in started.upstream.tasks


async def test_erasing_a_patient_cancels_first(database_url: str, started: ProcessFleet) -> None:
    started.upstream.conduct = FaultPlan(latency={"mood_analysis": STAYS_AWAY})
    async with running_pipeline(database_url) as works:
        await started.worker()
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        await works.planned(patient)
        call = await under_way(started.upstream, "mood_analysis")

        await erase_patient_data(works.context, patient)

        await broken_off(call)
        assert {"task": "mood_analysis", "outcome": "cancelled", "patient_id": None} in await lines_closed(works)
        for table in ("runs", "run_steps", "generations", "pipeline_events", "claims"):
            assert await works.rows(f"SELECT 1 FROM {table}") == [], table
