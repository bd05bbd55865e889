"""What is told of a run while it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest
from support.http_service import Json, Service
from support.sample_visits import visit
from support.sse_client import open_sse

from app.generators.registry import Heir, generators
from app.main import create_app
from app.offline.fault_injection import Fault, FaultPlan
from app.sample.visits import sample_visits
from app.settings import Settings

PHASES = ("TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3")
PARTS = ("CONTEXT_BUILD", "COMPACTION", "VERSION_SAVE", "COST_TRACK")
"""What is told of a document besides its beginning and its end."""


async def test_while_the_first_journey_is_made_the_page_says_where_to_watch(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited()
    assert (await shared.http.get(f"/v1/patients/{patient}/your-journey")).json()["code"] == "not_yet"
    begun = await shared.run(f"/sessions/{session}")
    await shared.engine.arrived()

    problem = (await shared.http.get(f"/v1/patients/{patient}/your-journey")).json()

    assert (problem["code"], problem["run_id"]) == ("in_progress", begun["run_id"])
    assert (await shared.get(f"/patients/{patient}"))["runs_under_way"] == [begun["run_id"]]
    assert (await shared.get(f"/sessions/{session}"))["status"] == "running"
    await shared.http.post(f"/v1/runs/{begun['run_id']}/cancel")


@dataclass
class Told:
    """A run that has ended, its events, and results that could not be read when their events came."""

    run: Json
    events: list[Any]
    unread: list[str] = field(default_factory=list)

    def of(self, *names: str) -> Iterator[Any]:
        return (event for event in self.events if event["event"] in names)


@pytest.fixture(scope="module")
async def told(shared: Service) -> Told:
    """A run of the first visit of the sample, followed while it went on."""
    shared.engine.reset()
    sample = sample_visits()[0]
    patient, session = await shared.visited(segments=sample.body["segments"])
    begun, unread = await shared.run(f"/sessions/{session}"), list[str]()
    async with open_sse(shared.http, f"/runs/{begun['run_id']}/events") as stream:
        async for message in stream.messages:
            made = (message.data or {}).get("details", {}).get("generation_id")
            if made and not await shared.rows("SELECT 1 FROM generations WHERE id = :id", id=UUID(made)):
                unread.append(made)
    return Told(await shared.ended(begun["run_id"]), await shared.events(patient), unread)


async def test_an_event_of_a_result_comes_when_it_can_be_read(told: Told) -> None:
    assert told.unread == []


async def test_events_are_numbered_without_gaps_and_hold_nobodys_words(told: Told) -> None:
    assert [event["number"] for event in told.events] == list(range(1, len(told.events) + 1))
    assert told.run["last_event_id"] == len(told.events)
    text = " ".join(str(event) for event in told.events).lower()
    for segment in sample_visits()[0].segments:
        words = segment.text.lower().split()
        assert not [six for six in zip(*(words[n:] for n in range(6)), strict=False) if " ".join(six) in text]


async def test_events_tell_each_phase_from_its_start_to_its_end(told: Told) -> None:
    events = [event for event in told.events if event["status"] != "progress"]
    assert {str(event["run_id"]) for event in events} == {told.run["run_id"]}
    assert {event["phase"] for event in events} == {*PHASES, "RUN"}
    for phase in PHASES:
        found = [(event["event"], event["status"]) for event in events if event["phase"] == phase]
        assert (found[0], found[-1]) == (("START", "started"), ("COMPLETE", "success"))
        names = {name for name, _ in found[1:-1] if name not in PARTS}
        assert names == {heir.declared.event for heir in generators().values() if phase_of(heir) == phase}
        for name in names:
            began, *ended = [status for event, status in found if event == name]
            assert began == "started"
            assert ended in (["success"], ["insufficient"])


async def test_each_document_tells_of_its_memory_its_version_and_its_cost(told: Told) -> None:
    events = list(told.of(*PARTS))
    for document in ("your_journey", "session_bridge"):
        found = {event["event"]: event["details"] for event in events if event["wave"] == document}
        assert list(found) == list(PARTS)
        assert found["CONTEXT_BUILD"] == {"sessions": 0, "missing": 0, "left_out": 0}
        assert found["COMPACTION"] == {"strategy": "hierarchical", "shortened": 0}
        assert found["VERSION_SAVE"] == {"version_number": 1}
        assert found["COST_TRACK"] == {"calls": 1, "cost_usd": "0"}
    assert {(event["phase"], event["status"]) for event in events} == {("WAVE3", "success")}
    assert len(events) == 2 * len(PARTS)


def phase_of(heir: Heir) -> str:
    wave = heir.declared.wave
    return f"WAVE{wave}" if wave else "TRANSCRIPT"


async def test_progress_counts_upwards_to_no_more_than_its_total(told: Told) -> None:
    progress = [event for event in told.events if event["status"] == "progress"]
    assert {event["event"] for event in progress} == {"YOUR_JOURNEY_GENERATION", "SESSION_BRIDGE_GENERATION"}
    for name in {event["event"] for event in progress}:
        counts = [event["details"] for event in progress if event["event"] == name]
        assert all(before["done"] < after["done"] for before, after in pairwise(counts))
        assert counts[-1]["done"] <= counts[-1]["total"]


async def test_a_phase_with_a_failed_step_is_told_as_failed(shared: Service) -> None:
    shared.engine.reset(FaultPlan(faults_of={"mood_analysis": [Fault.REFUSAL]}), hold=("deep_analysis",))
    _, session = await shared.visited()
    run = (await shared.run(f"/sessions/{session}"))["run_id"]
    found: dict[tuple[str, str], Any] = {}
    async with open_sse(shared.http, f"/runs/{run}/events") as stream:
        while ("WAVE1", "FAILED") not in found:
            data = (await stream.next()).data
            found[data["phase"], data["event"]] = data
    await shared.http.post(f"/v1/runs/{run}/cancel")

    assert found["WAVE1", "FAILED"]["status"] == "failed"
    assert found["WAVE1", "MOOD_ANALYSIS"]["details"] == {"code": "model_failed", "reason": "refused"}


async def test_without_a_worker_a_run_waits(database_url: str) -> None:
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
