"""Runs over HTTP: what they do, how they end, and what they cost."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from service import Json, Service
from talks import GIVEN, segments, visit

from app.offline.conduct import QUOTA_USED_UP, Conduct, Fault
from app.pipeline.graph import generator, tasks
from app.sample.visits import PATIENT_ID, sample_visits

Served = Callable[..., Any]
TASKS = list(tasks())
AFTER_DEEP = {"prose_generation", "session_insights", "roadmap_generation", "session_bridge_generation"}
RUN = {
    *("run_id", "patient_id", "status", "model_tier", "created_at", "ended_at", "cost_usd", "last_event_id", "steps"),
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
        assert (step["status"], step["attempt"], step["error_code"]) == ("success", 1, None)
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
    assert statuses(run) == {task: "reused" if task in made_before else "success" for task in TASKS}
    second = await service.visit(patient, 2)

    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])

    assert {step["session_id"] for step in run["steps"]} == {second}
    await service.http.put(f"/v1/patients/{patient}/sessions/{second}", json=visit(3))
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    assert set(statuses(run, second).values()) == {"success"}


async def test_force_redoes_everything_in_scope(service: Service) -> None:
    _, session = await service.visited()
    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    run = await service.ended((await service.run(f"/sessions/{session}", force=True, model_tier="rapid"))["run_id"])

    assert set(statuses(run).values()) == {"success"}
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
        assert set(statuses(run, second).values()) == {"success"}
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
        assert sorted(told) == sorted(generator(task).declared.event for task in TASKS[1:])
        service.conduct.latency = {}
        run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
        assert run["status"] == "completed"


async def test_a_run_that_ended_cannot_be_cancelled(service: Service) -> None:
    _, session = await service.visited()
    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    assert (await service.http.post(f"/v1/runs/{run['run_id']}/cancel")).json() == run


async def test_while_the_first_journey_is_made_the_page_says_where_to_watch(served: Served) -> None:
    async with served(Conduct(latency={"": 0.3})) as service:
        patient, session = await service.visited()
        assert (await service.http.get(f"/v1/patients/{patient}/your-journey")).json()["code"] == "not_yet"
        begun = await service.run(f"/sessions/{session}")

        problem = (await service.http.get(f"/v1/patients/{patient}/your-journey")).json()

        assert (problem["code"], problem["run_id"]) == ("in_progress", begun["run_id"])
        assert (await service.get(f"/patients/{patient}"))["runs_under_way"] == [begun["run_id"]]
        assert (await service.get(f"/sessions/{session}"))["status"] == "running"
        await service.ended(begun["run_id"])


async def test_events_are_numbered_without_gaps_and_hold_nobodys_words(service: Service) -> None:
    await service.http.put(f"/v1/patients/{PATIENT_ID}", json={})
    samples = sample_visits()[:3]
    for sample in samples:
        await service.http.put(f"/v1/patients/{PATIENT_ID}/sessions/{sample.session_id}", json=sample.body)

    run = await service.ended((await service.run(f"/patients/{PATIENT_ID}"))["run_id"])

    events = await service.events(str(PATIENT_ID))
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert run["last_event_id"] == len(events)
    told = " ".join(str(event) for event in events).lower()
    for sample in samples:
        for segment in sample.segments:
            words = segment.text.lower().split()
            assert not [six for six in zip(*(words[n:] for n in range(6)), strict=False) if " ".join(six) in told]


async def test_events_tell_each_phase_from_its_start_to_its_end(service: Service) -> None:
    patient, session = await service.visited()

    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    events = [event for event in await service.events(patient) if event["status"] != "progress"]
    assert {str(event["run_id"]) for event in events} == {run["run_id"]}
    assert [(event["phase"], event["event"], event["status"]) for event in events] == [
        step
        for phase, name in (
            ("TRANSCRIPT", "SPEAKER_LABELING"),
            ("WAVE1", "MOOD_ANALYSIS"),
            ("WAVE2", "DEEP_ANALYSIS"),
            ("WAVE3", "YOUR_JOURNEY_GENERATION"),
        )
        for step in (
            (phase, "START", "started"),
            (phase, name, "started"),
            (phase, name, "success"),
            (phase, "COMPLETE", "success"),
        )
    ]


async def test_progress_counts_upwards_to_no_more_than_its_total(service: Service) -> None:
    patient, session = await service.visited()

    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    counts = [event["details"] for event in await service.events(patient) if event["status"] == "progress"]
    assert counts
    assert all(before["done"] < after["done"] for before, after in pairwise(counts))
    assert counts[-1]["done"] <= counts[-1]["total"]


async def test_a_phase_with_a_failed_step_is_told_as_failed(served: Served) -> None:
    async with served(Conduct(faults_of={"mood_analysis": [Fault.REFUSAL]})) as service:
        patient, session = await service.visited()

        await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

        told = {(event["phase"], event["event"]): event for event in await service.events(patient)}
        assert told["WAVE1", "FAILED"]["status"] == "failed"
        assert told["WAVE1", "MOOD_ANALYSIS"]["details"] == {"code": "model_failed", "reason": "refused"}


async def test_an_event_of_a_result_comes_when_it_can_be_read(served: Served) -> None:
    async with served(Conduct(latency={"": 0.1})) as service:
        patient, session = await service.visited()
        begun = await service.run(f"/sessions/{session}")
        unread = 0
        while (await service.get(f"/runs/{begun['run_id']}"))["status"] in {"queued", "running"}:
            events = await service.events(patient)
            stored = {str(row["id"]) for row in await service.rows("SELECT id FROM generations")}
            ids = {
                event["details"]["generation_id"]
                for event in events
                if event["status"] == "success" and event["details"]
            }
            unread += len(ids - stored)
        assert unread == 0


async def test_without_a_worker_a_run_waits(database_url: str) -> None:
    import httpx

    from app.main import create_app
    from app.settings import Settings

    app = create_app(Settings(), database_url, works=False)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://s") as http:
        patient, session = "0e0e0e0e-0000-4000-8000-000000000001", "0e0e0e0e-0000-4000-8000-000000000002"
        await http.put(f"/v1/patients/{patient}", json={})
        await http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1))
        run = (await http.post(f"/v1/sessions/{session}/runs")).json()
        ready = await http.get("/health/ready")
        assert (run["status"], (await http.get(f"/v1/runs/{run['run_id']}")).json()["status"]) == ("queued", "queued")
        assert (ready.status_code, ready.json()["checks"]) == (
            503,
            {"database": True, "migrations": True, "worker": False},
        )
