"""Runs over HTTP: what they do, how they end, and what they cost."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from support.http_service import Json, Service
from support.sample_visits import GIVEN, segments, visit

from app.offline.fault_injection import QUOTA_USED_UP, FaultPlan
from app.pipeline.graph import generator_of_task, tasks_in_order

TASKS = list(tasks_in_order())
ENDS = {task: "insufficient" if task == "prose_generation" else "success" for task in TASKS}
"""How the steps end where there is enough to go on: a letter needs a model."""
AFTER_DEEP = {
    *("progress_note", "prose_generation", "session_insights"),
    *("roadmap_generation", "session_bridge_generation"),
}
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
    *("task", "session_id", "wave", "status", "attempt", "error_code", "advice", "generation_id"),
    *("started_at", "ended_at"),
}

Served = Callable[..., AbstractAsyncContextManager[Service]]


def statuses(run: Json, session: str | None = None) -> dict[str, str]:
    steps = [step for step in run["steps"] if session in {None, step["session_id"]}]
    return {step["task"]: step["status"] for step in steps}


async def done(service: Service, path: str, **params: Any) -> Json:
    """A run that was started and has ended."""
    return await service.ended((await service.run(path, **params))["run_id"])


async def cancelled(service: Service, run: Json) -> Json:
    answer = await service.http.post(f"/v1/runs/{run['run_id']}/cancel")
    assert answer.status_code == 200
    body: Json = answer.json()
    return body


async def test_a_run_takes_every_visit_through_the_waves_and_then_there_is_nothing_to_do(shared: Service) -> None:
    patient = await shared.patient()
    sessions = [await shared.visit(patient, number) for number in (1, 2)]

    begun = await shared.run(f"/patients/{patient}")
    run = await shared.ended(begun["run_id"])

    assert begun.keys() == run.keys() == RUN
    assert (run["status"], run["cost_usd"], run["patient_id"]) == ("completed", "0", patient)
    assert [(step["session_id"], step["task"]) for step in run["steps"]] == [
        (session, task) for session in sessions for task in TASKS
    ]
    for step in run["steps"]:
        assert step.keys() == STEP
        assert (step["status"], step["attempt"], step["error_code"]) == (ENDS[step["task"]], 1, None)
        assert step["started_at"] <= step["ended_at"] <= run["ended_at"]
    told = [await shared.get(f"/sessions/{session}") for session in sessions]
    assert {visit["status"] for visit in told} == {"complete"}
    for one in told:
        of_visit = [step for step in run["steps"] if step["session_id"] == one["session_id"]]
        made = {step["task"]: step["generation_id"] for step in of_visit}
        assert {task: envelope["generation"]["id"] for task, envelope in one["results"].items()} == made
        assert not any(envelope["stale"] for envelope in one["results"].values())
    journey = await shared.get(f"/patients/{patient}/your-journey")
    assert (journey["metadata"]["version_number"], journey["metadata"]["last_session_id"]) == (2, sessions[-1])

    asked = shared.asked
    for path in (f"/sessions/{sessions[0]}", f"/patients/{patient}"):
        again = await shared.run(path)
        assert again["status"] == "completed"
        assert set(statuses(again).values()) == {"reused"}
    assert shared.asked == asked
    # Each of them has told its end, and a run that has ended stays as it is.
    assert await cancelled(shared, run) == {**run, "last_event_id": run["last_event_id"] + 2}


async def test_a_patient_without_visits_has_nothing_to_do(shared: Service) -> None:
    run = await shared.run(f"/patients/{await shared.patient()}")
    assert (run["status"], run["steps"]) == ("completed", [])


async def test_a_run_under_way_is_returned_instead_of_a_second(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited()
    begun = await asyncio.gather(
        *(shared.run(path) for path in (f"/patients/{patient}", f"/sessions/{session}") for _ in range(3))
    )
    await shared.engine.arrived()
    assert len({one["run_id"] for one in begun}) == 1
    await cancelled(shared, begun[0])
    assert shared.asked == 1


async def test_a_run_does_what_is_missing_stale_or_forced_and_leaves_the_rest(shared: Service) -> None:
    patient, first = await shared.visited(1, speaker_roles=GIVEN)
    await shared.made(first, "mood_analysis", model_tier="rapid")
    run = await done(shared, f"/sessions/{first}", model_tier="precision")
    assert statuses(run) == {task: "reused" if task == "mood_analysis" else ENDS[task] for task in TASKS[1:]}
    assert (await shared.get(f"/sessions/{first}"))["status"] == "complete"

    shared.engine.hold()
    second = await shared.visit(patient, 2)
    begun = await shared.run(f"/patients/{patient}")
    await cancelled(shared, begun)
    assert {step["session_id"] for step in begun["steps"]} == {second}

    begun = await shared.run(f"/sessions/{first}", force=True, model_tier="rapid")
    await cancelled(shared, begun)
    assert begun["model_tier"] == "rapid"
    assert [step["task"] for step in begun["steps"]] == TASKS[1:]
    assert "reused" not in statuses(begun).values()

    await shared.http.put(f"/v1/patients/{patient}/sessions/{first}", json=visit(3))
    begun = await shared.run(f"/sessions/{first}")
    await cancelled(shared, begun)
    assert [step["task"] for step in begun["steps"]] == TASKS
    assert "reused" not in statuses(begun).values()


async def test_a_failure_stops_what_needs_its_result_and_never_the_next_visit(shared: Service) -> None:
    patient = await shared.patient()
    first, second = [await shared.visit(patient, number) for number in (1, 2)]
    shared.engine.reset(FaultPlan(faults_of={"deep_analysis": [QUOTA_USED_UP]}), hold=tuple(AFTER_DEEP))

    begun = await shared.run(f"/patients/{patient}")
    await shared.engine.arrived("session_insights")

    run = await shared.get(f"/runs/{begun['run_id']}")
    others = {task: "skipped" if task in AFTER_DEEP else "success" for task in TASKS}
    assert statuses(run, first) == {**others, "deep_analysis": "failed"}
    codes = {step["task"]: step["error_code"] for step in run["steps"] if step["session_id"] == first}
    assert codes.pop("deep_analysis") == "quota_used_up"
    assert {task for task, code in codes.items() if code == "inputs_missing"} == AFTER_DEEP
    results = (await shared.get(f"/sessions/{second}"))["results"]
    assert results["deep_analysis"]["memory"]["missing"] == [first]
    await cancelled(shared, begun)


async def test_a_failed_mood_does_not_stop_the_deep_analysis(shared: Service) -> None:
    shared.engine.reset(FaultPlan(faults_of={"mood_analysis": [QUOTA_USED_UP]}), hold=("deep_analysis",))
    _, session = await shared.visited(speaker_roles=GIVEN)
    begun = await shared.run(f"/sessions/{session}")
    await shared.engine.arrived("deep_analysis")
    assert statuses(await shared.get(f"/runs/{begun['run_id']}"))["mood_analysis"] == "failed"
    await cancelled(shared, begun)


async def test_where_the_model_fails_at_everything_rules_alone_have_screened(shared: Service) -> None:
    shared.engine.reset(FaultPlan(faults=[QUOTA_USED_UP] * 9))
    patient, session = await shared.visited()

    run = await done(shared, f"/sessions/{session}")

    told = statuses(run)
    assert (run["status"], told.pop("speaker_labeling"), told.pop("risk_screen")) == ("partial", "failed", "success")
    assert set(told.values()) == {"skipped"}
    assert await shared.count("generations", patient) == 1


async def test_a_run_of_which_nothing_succeeds_has_failed(start_second: Served) -> None:
    async with start_second(FaultPlan(faults=[QUOTA_USED_UP] * 9), disabled_artifacts=["risk_screen"]) as service:
        _, session = await service.visited()
        assert (await done(service, f"/sessions/{session}"))["status"] == "failed"


async def test_a_fault_of_ours_fails_its_step_and_not_the_run(shared: Service, monkeypatch: Any) -> None:
    from app.generators.wave_1.mood_analyzer import MoodAnalyzer

    def fault(*_: Any) -> Any:
        raise RuntimeError("something nobody thought of")

    _, session = await shared.visited()
    monkeypatch.setattr(type(MoodAnalyzer.declared), "finish_result", fault)

    run = await done(shared, f"/sessions/{session}")

    assert run["status"] == "partial"
    assert statuses(run)["risk_screen"] == "success"
    ends = {step["error_code"] for step in run["steps"] if step["task"] != "risk_screen"}
    assert ends == {"internal", "inputs_missing"}
    assert await shared.count("claims") == 0
    assert await shared.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []


async def test_too_little_to_go_on_is_no_failure(shared: Service) -> None:
    _, session = await shared.visited(segments=segments([("A", "Rain again."), ("B", "Yes.")]))

    run = await done(shared, f"/sessions/{session}")

    assert run["status"] == "completed"
    assert [task for task, status in statuses(run).items() if status == "success"] == ["risk_screen"]
    assert set(statuses(run).values()) == {"insufficient", "success"}
    assert (await shared.run(f"/sessions/{session}"))["status"] == "completed"


async def test_a_cancelled_run_stops_its_call_and_everything_that_waits(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)
    begun = await shared.run(f"/sessions/{session}")
    await shared.engine.arrived()

    ended = await cancelled(shared, begun)
    again = await cancelled(shared, begun)

    assert ended["status"] == again["status"] == "cancelled"
    assert set(statuses(ended).values()) == {"cancelled"}
    lines = await shared.rows("SELECT state, outcome FROM model_calls WHERE session_id = :one", one=UUID(session))
    assert {"state": "failed", "outcome": "cancelled"} in lines
    assert "open" not in {line["state"] for line in lines}
    assert await shared.count("claims") == 0
    told = [event["event"] for event in await shared.events(patient) if event["status"] == "cancelled"]
    assert sorted(told) == sorted(
        ["FAILED", "RUN_END", *(generator_of_task(task).declared.event for task in TASKS[1:])]
    )

    another = await shared.run(f"/sessions/{session}")
    assert another["run_id"] != begun["run_id"]
    await cancelled(shared, another)
