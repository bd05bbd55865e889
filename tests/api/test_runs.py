"""Runs over HTTP: what they do, how they end, and what they cost."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from support.http_service import Json, Service
from support.sample_visits import GIVEN, segments, visit

from app.offline.conduct import QUOTA_USED_UP, Conduct
from app.pipeline.graph import generator, tasks

pytestmark = pytest.mark.long

Served = Callable[..., Any]
TASKS = list(tasks())
AFTER_DEEP = {"prose_generation", "session_insights", "roadmap_generation", "session_bridge_generation"}
ENDS = {task: "insufficient" if task == "prose_generation" else "success" for task in TASKS}
"""How the steps end where there is enough to go on: a letter takes a model."""
RUN = {
    *(
        "risk",
        "run_id",
        "patient_id",
        "status",
        "model_tier",
        "created_at",
        "ended_at",
        "cost_usd",
        "last_event_id",
        "steps",
    ),
}
STEP = {
    *("task", "session_id", "wave", "status", "attempt", "error_code", "generation_id", "started_at", "ended_at"),
}


def statuses(run: Json, session: str | None = None) -> dict[str, str]:
    steps = [step for step in run["steps"] if session in {None, step["session_id"]}]
    return {step["task"]: step["status"] for step in steps}


async def test_a_run_takes_every_visit_through_the_waves(service: Service) -> None:
    patient = await service.patient()
    sessions = [await service.visit(patient, number) for number in (1, 2, 3)]

    begun = await service.run(f"/patients/{patient}")
    run = await service.ended(begun["run_id"])

    assert begun.keys() == run.keys() == RUN
    assert (run["status"], run["cost_usd"], run["patient_id"]) == ("completed", "0", patient)
    assert [(step["session_id"], step["task"]) for step in run["steps"]] == [
        (session, task) for session in sessions for task in TASKS
    ]
    for step in run["steps"]:
        assert step.keys() == STEP
        assert (step["status"], step["attempt"], step["error_code"]) == (ENDS[step["task"]], 1, None)
        assert step["started_at"] <= step["ended_at"] <= run["ended_at"]
    told = [await service.get(f"/sessions/{session}") for session in sessions]
    assert {visit["status"] for visit in told} == {"complete"}
    for visit_told in told:
        made = {
            step["task"]: step["generation_id"]
            for step in run["steps"]
            if step["session_id"] == visit_told["session_id"]
        }
        assert {task: envelope["generation"]["id"] for task, envelope in visit_told["results"].items()} == made
        assert not any(envelope["stale"] for envelope in visit_told["results"].values())
    journey = await service.get(f"/patients/{patient}/your-journey")
    assert (journey["metadata"]["version_number"], journey["metadata"]["last_session_id"]) == (3, sessions[-1])


async def test_a_run_with_nothing_to_do_is_completed_at_once(service: Service) -> None:
    patient, session = await service.visited()
    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
    asked = service.asked

    for path in (f"/sessions/{session}", f"/patients/{patient}"):
        again = await service.run(path)
        assert again["status"] == "completed"
        assert set(statuses(again).values()) == {"reused"}
    assert service.asked == asked


async def test_a_patient_without_visits_has_nothing_to_do(service: Service) -> None:
    run = await service.run(f"/patients/{await service.patient()}")
    assert (run["status"], run["steps"]) == ("completed", [])


async def test_a_run_under_way_is_returned_instead_of_a_second(served: Served) -> None:
    async with served(Conduct(latency={"": 0.2})) as service:
        patient, session = await service.visited()

        begun = await asyncio.gather(
            *(service.run(path) for path in (f"/patients/{patient}", f"/sessions/{session}") for _ in range(3))
        )
        run = await service.ended(begun[0]["run_id"])

        assert len({one["run_id"] for one in begun}) == 1
        assert run["status"] == "completed"
        assert service.asked == len(TASKS)


async def test_a_run_does_what_is_missing_or_stale_and_leaves_the_rest(service: Service) -> None:
    patient, first = await service.visited(1)
    await service.made(first, "mood_analysis", model_tier="rapid")
    run = await service.ended((await service.run(f"/sessions/{first}", model_tier="precision"))["run_id"])
    made_before = {"speaker_labeling", "mood_analysis"}
    assert statuses(run) == ENDS | dict.fromkeys(made_before, "reused")
    second = await service.visit(patient, 2)

    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])

    assert {step["session_id"] for step in run["steps"]} == {second}
    await service.http.put(f"/v1/patients/{patient}/sessions/{second}", json=visit(3))
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    assert statuses(run, second) == ENDS


async def test_force_redoes_everything_in_scope(service: Service) -> None:
    _, session = await service.visited()
    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    run = await service.ended((await service.run(f"/sessions/{session}", force=True, model_tier="rapid"))["run_id"])

    assert statuses(run) == ENDS
    assert run["model_tier"] == "rapid"
    assert service.asked == 2 * len(TASKS)


async def test_given_roles_leave_the_labelling_out(service: Service) -> None:
    _, session = await service.visited(speaker_roles=GIVEN)

    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    assert [step["task"] for step in run["steps"]] == TASKS[1:]
    assert (await service.get(f"/sessions/{session}"))["status"] == "complete"


async def test_a_failure_stops_what_needs_its_result_and_never_the_next_visit(served: Served) -> None:
    async with served(Conduct(faults_of={"deep_analysis": [QUOTA_USED_UP]})) as service:
        patient = await service.patient()
        first, second = [await service.visit(patient, number) for number in (1, 2)]

        run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])

        assert run["status"] == "partial"
        others = {task: "skipped" if task in AFTER_DEEP else "success" for task in TASKS}
        assert statuses(run, first) == {**others, "deep_analysis": "failed"}
        codes = {step["task"]: step["error_code"] for step in run["steps"] if step["session_id"] == first}
        assert codes.pop("deep_analysis") == "quota_used_up"
        assert {task for task, code in codes.items() if code == "inputs_missing"} == AFTER_DEEP
        assert set(statuses(run, second).values()) <= {"success", "insufficient"}
        results = (await service.get(f"/sessions/{second}"))["results"]
        assert results["deep_analysis"]["memory"]["missing"] == [first]


async def test_a_failed_mood_does_not_stop_the_deep_analysis(served: Served) -> None:
    async with served(Conduct(faults_of={"mood_analysis": [QUOTA_USED_UP]})) as service:
        _, session = await service.visited()

        run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

        assert (run["status"], statuses(run)["deep_analysis"]) == ("partial", "success")


async def test_a_run_of_which_nothing_succeeds_has_failed(served: Served) -> None:
    async with served(Conduct(faults=[QUOTA_USED_UP] * 9)) as service:
        _, session = await service.visited()

        run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

        assert (run["status"], statuses(run)["speaker_labeling"]) == ("failed", "failed")
        assert await service.count("generations") == 0


async def test_a_fault_of_ours_fails_its_step_and_not_the_run(service: Service, monkeypatch: Any) -> None:
    from app.generators.wave_1.mood_analyzer import MoodAnalyzer

    def fault(*_: Any) -> Any:
        raise RuntimeError("something nobody thought of")

    _, session = await service.visited()
    monkeypatch.setattr(type(MoodAnalyzer.declared), "finish", fault)

    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    assert run["status"] == "failed"
    assert {step["error_code"] for step in run["steps"]} == {"internal", "inputs_missing"}
    assert await service.count("claims") == 0
    assert await service.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []


async def test_too_little_to_go_on_is_no_failure(service: Service) -> None:
    _, session = await service.visited(segments=segments([("A", "Rain again."), ("B", "Yes.")]))

    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    assert run["status"] == "completed"
    assert set(statuses(run).values()) == {"insufficient"}
    assert (await service.run(f"/sessions/{session}"))["status"] == "completed"


async def test_a_cancelled_run_stops_its_call_and_everything_that_waits(served: Served) -> None:
    async with served(Conduct(latency={"": 30})) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        begun = await service.run(f"/sessions/{session}")
        await service.asked_again(0)

        cancelled = (await service.http.post(f"/v1/runs/{begun['run_id']}/cancel")).json()
        again = await service.http.post(f"/v1/runs/{begun['run_id']}/cancel")

        assert cancelled["status"] == "cancelled"
        assert set(statuses(cancelled).values()) == {"cancelled"}
        assert (again.status_code, again.json()["status"]) == (200, "cancelled")
        assert (await service.rows("SELECT state, outcome FROM model_calls"))[0] == {
            "state": "failed",
            "outcome": "cancelled",
        }
        assert await service.count("claims") == 0
        told = [event["event"] for event in await service.events(patient) if event["status"] == "cancelled"]
        assert sorted(told) == sorted(["FAILED", *(generator(task).declared.event for task in TASKS[1:])])
        service.conduct.latency = {}
        run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
        assert run["status"] == "completed"


async def test_a_run_that_ended_cannot_be_cancelled(service: Service) -> None:
    _, session = await service.visited()
    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    assert (await service.http.post(f"/v1/runs/{run['run_id']}/cancel")).json() == run
