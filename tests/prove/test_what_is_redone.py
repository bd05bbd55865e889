"""A changed transcript marks what rests on it as stale, and a run redoes exactly that."""

from collections.abc import AsyncIterator

import pytest
from support.http_service import Service, serve
from support.sample_visits import visit

pytestmark = pytest.mark.quick


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as service:
        yield service


async def stale(service: Service, sessions: list[str]) -> set[tuple[str, str]]:
    told = [(session, (await service.get(f"/sessions/{session}"))["results"]) for session in sessions]
    return {(session, task) for session, results in told for task, envelope in results.items() if envelope["stale"]}


async def test_a_run_redoes_exactly_what_a_changed_transcript_made_stale(service: Service) -> None:
    patient = await service.patient()
    sessions = [await service.visit(patient, number) for number in (1, 2, 3)]
    await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    assert await stale(service, sessions) == set()

    body = visit(2)
    body["segments"][-1]["text"] += " I mended the old kettle as well."
    await service.http.put(f"/v1/patients/{patient}/sessions/{sessions[1]}", json=body)
    marked = await stale(service, sessions)

    assert {session for session, _ in marked} == set(sessions[1:])
    assert {task for session, task in marked if session == sessions[2]} == {
        *("deep_analysis", "prose_generation", "session_insights", "progress_note"),
        *("roadmap_generation", "session_bridge_generation"),
    }
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    redone = {(step["session_id"], step["task"]) for step in run["steps"] if step["status"] != "reused"}
    assert redone == marked
    assert await stale(service, sessions) == set()


async def test_a_result_tells_what_it_was_made_with_and_what_it_remembers(service: Service) -> None:
    patient = await service.patient()
    sessions = [await service.visit(patient, number) for number in (1, 2)]
    await service.ended((await service.run(f"/patients/{patient}", model_tier="rapid"))["run_id"])
    for task, envelope in (await service.get(f"/sessions/{sessions[1]}"))["results"].items():
        made = envelope["generation"]
        assert (made["model_tier"], made["engine"]) == ("rapid", "offline")
        assert len(made["prompt_version"]) == 16
        assert made["reasoning_effort"]
        remembers = task in {"deep_analysis", "roadmap_generation", "session_bridge_generation"}
        assert envelope["memory"]["sessions"] == ([sessions[0]] if remembers else [])
        assert (envelope["memory"]["missing"], envelope["memory"]["left_out"]) == ([], 0)
