"""What is told of a run while it goes on."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from support.http_service import Service
from support.sample_visits import visit

from app.generators.registry import Heir, generators
from app.offline.conduct import Conduct, Fault
from app.sample.visits import PATIENT_ID, sample_visits

Served = Callable[..., Any]
PARTS = ("CONTEXT_BUILD", "COMPACTION", "VERSION_SAVE", "COST_TRACK")
"""What is told of a document besides its beginning and its end."""


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
    assert {event["phase"] for event in events} == {"TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3"}
    for phase in ("TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3"):
        told = [(event["event"], event["status"]) for event in events if event["phase"] == phase]
        assert (told[0], told[-1]) == (("START", "started"), ("COMPLETE", "success"))
        names = {name for name, _ in told[1:-1] if name not in PARTS}
        assert names == {heir.declared.event for heir in generators().values() if phase_of(heir) == phase}
        for name in names:
            began, *ended = [status for event, status in told if event == name]
            assert began == "started"
            assert ended in (["success"], ["insufficient"])


async def test_each_document_tells_of_its_memory_its_version_and_its_cost(service: Service) -> None:
    patient, session = await service.visited()

    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    events = [event for event in await service.events(patient) if event["event"] in PARTS]
    for document in ("your_journey", "session_bridge"):
        told = {event["event"]: event["details"] for event in events if event["wave"] == document}
        assert list(told) == list(PARTS)
        assert told["CONTEXT_BUILD"] == {"sessions": 0, "missing": 0, "left_out": 0}
        assert told["COMPACTION"] == {"strategy": "hierarchical", "shortened": 0}
        assert told["VERSION_SAVE"] == {"version_number": 1}
        assert told["COST_TRACK"] == {"calls": 1, "cost_usd": "0"}
    assert {(event["phase"], event["status"]) for event in events} == {("WAVE3", "success")}
    assert len(events) == 2 * len(PARTS)


def phase_of(heir: Heir) -> str:
    wave = heir.declared.wave
    return f"WAVE{wave}" if wave else "TRANSCRIPT"


async def test_progress_counts_upwards_to_no_more_than_its_total(service: Service) -> None:
    patient, session = await service.visited()

    await service.ended((await service.run(f"/sessions/{session}"))["run_id"])

    progress = [event for event in await service.events(patient) if event["status"] == "progress"]
    assert {event["event"] for event in progress} == {"YOUR_JOURNEY_GENERATION", "SESSION_BRIDGE_GENERATION"}
    for name in {event["event"] for event in progress}:
        counts = [event["details"] for event in progress if event["event"] == name]
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
            ids = {event["details"]["generation_id"] for event in events if "generation_id" in event["details"]}
            unread += len(ids - stored)
        assert unread == 0


async def test_without_a_worker_a_run_waits(database_url: str) -> None:
    import httpx

    from app.main import create_app
    from app.settings import Settings

    app = create_app(Settings(), database_url, works=False)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as http,
    ):
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
