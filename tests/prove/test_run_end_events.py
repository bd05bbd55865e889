"""The end of a run and the release of a version are events of the patient's stream."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from support.http_service import Json, Service
from support.sample_visits import GIVEN
from support.sse_client import open_sse

from app.offline.fault_injection import Fault, FaultPlan

pytestmark = pytest.mark.quick

Served = Callable[..., Any]


async def run_events(service: Service, run_id: str) -> list[Json]:
    """What a run's stream tells from its first event to its last."""
    async with open_sse(service.http, f"/runs/{run_id}/events", 0) as stream:
        return [message.data for message in await stream.rest()]


def end_of(run_id: str, patient: str, status: str, run_status: str) -> Json:
    return {
        **{"patient_id": patient, "run_id": run_id, "session_id": None, "session_date": None},
        **{"phase": "RUN", "event": "RUN_END", "status": status, "wave": "run", "attempt": 1},
        "details": {"run_status": run_status},
    }


async def test_the_end_of_a_run_is_the_last_event_of_its_stream_and_one_of_the_patients(service: Service) -> None:
    patient, session = await service.visited(speaker_roles=GIVEN)
    async with open_sse(service.http, f"/patients/{patient}/events") as watching:
        run_id = (await service.run(f"/sessions/{session}"))["run_id"]
        while (event := (await watching.next()).data)["event"] != "RUN_END":
            assert event["phase"] != "RUN"

    assert end_of(run_id, patient, "success", "completed").items() <= event.items()
    told = await run_events(service, run_id)
    assert [each for each in told if each["event"] == "RUN_END"] == [told[-1]] == [event]
    run = await service.get(f"/runs/{run_id}")
    assert (run["status"], run["last_event_id"]) == ("completed", event["sequence"])


async def test_how_a_run_ended_is_told(served: Served) -> None:
    faults = {"mood_analysis": [Fault.REFUSAL]}
    async with served(FaultPlan(faults_of=faults)) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        partial = (await service.run(f"/sessions/{session}"))["run_id"]
        await service.ended(partial)
        told = await run_events(service, partial)
        assert end_of(partial, patient, "failed", "partial").items() <= told[-1].items()


async def test_a_cancelled_run_is_told_once_though_it_is_cancelled_twice(served: Served) -> None:
    async with served(FaultPlan(latency={"": 60.0})) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        run_id = (await service.run(f"/sessions/{session}"))["run_id"]
        for _ in range(2):
            assert (await service.http.post(f"/v1/runs/{run_id}/cancel")).status_code == 200
        told = await run_events(service, run_id)
        assert [each["event"] for each in told].count("RUN_END") == 1
        assert end_of(run_id, patient, "cancelled", "cancelled").items() <= told[-1].items()


async def test_the_release_of_a_version_is_told_once_in_both_logs(service: Service) -> None:
    patient, session = await service.visited()
    await service.journey_after(patient, session)
    await service.execute("UPDATE generation_metadata SET held = true")
    path = f"/v1/patients/{patient}/your-journey/versions/1/release"

    async with open_sse(service.http, f"/patients/{patient}/events") as watching:
        answers = await asyncio.gather(*(service.http.post(path) for _ in range(4)))
        event = (await watching.next()).data

    assert {answer.status_code for answer in answers} == {200}
    wanted = {"session_id": session, "event": "VERSION_RELEASE", "status": "success", "phase": "WAVE3"}
    assert {**wanted, "wave": "your_journey", "details": {"version_number": 1}}.items() <= event.items()
    told = [each for each in await service.events(patient) if each["event"] == "VERSION_RELEASE"]
    assert len(told) == 1
    logged = "SELECT count(*) AS n FROM analysis_processing_log WHERE event = 'DB_UPDATE' AND wave = 'your_journey'"
    before = "SELECT count(*) AS n FROM pipeline_events WHERE event IN ('VERSION_SAVE', 'COST_TRACK')"
    assert (await service.rows(logged))[0]["n"] == (await service.rows(before))[0]["n"] + 1


async def test_the_release_of_what_is_not_there_is_not_told(service: Service) -> None:
    patient = await service.patient()
    answer = await service.http.post(f"/v1/patients/{patient}/session-bridge/versions/1/release")
    assert (answer.status_code, await service.events(patient)) == (404, [])


async def test_a_run_with_nothing_to_do_tells_its_end_like_any_other(service: Service) -> None:
    patient, session = await service.visited(speaker_roles=GIVEN)
    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
    await service.execute("UPDATE runs SET created_at = created_at - interval '1 minute'")
    await service.execute("UPDATE runs SET ended_at = created_at")  # not at once: it would be the same run
    again = await service.run(f"/sessions/{session}")
    (event,) = await run_events(service, again["run_id"])
    assert end_of(again["run_id"], patient, "success", "completed").items() <= event.items()
    assert (again["status"], again["last_event_id"]) == ("completed", event["sequence"])
