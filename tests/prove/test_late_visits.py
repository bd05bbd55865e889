"""A visit that comes late, or moves, makes stale what would have remembered it, and a run redoes exactly that."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from support.http_service import Service, serve
from support.sample_visits import GIVEN, visit

from app.pipeline.graph import generator, tasks

pytestmark = pytest.mark.quick

LATER = {task for task in tasks() if generator(task).declared.wave > 1}
Found = set[tuple[str, str]]


@dataclass
class Treated:
    """A patient with three visits, of 7, 14 and 21 May, and all that is made of them, in the database at `url`."""

    url: str
    patient: str = ""
    sessions: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
async def treated(module_database_url: str) -> Treated:
    """Made once; each test changes a copy of its own."""
    made = Treated(module_database_url)
    async with serve(module_database_url) as service:
        made.patient = await service.patient()
        made.sessions = [await service.visit(made.patient, number, speaker_roles=GIVEN) for number in (1, 2, 3)]
        await service.ended((await service.run(f"/patients/{made.patient}"))["run_id"])
        assert await stale(service, made.sessions) == set()
    return made


@pytest.fixture
async def service(treated: Treated, copied: Callable[[str], Any]) -> AsyncIterator[Service]:
    async with copied(treated.url) as url, serve(url) as service:
        yield service


async def stale(service: Service, sessions: list[str]) -> Found:
    told = [(session, (await service.get(f"/sessions/{session}"))["results"]) for session in sessions]
    return {(session, task) for session, results in told for task, one in results.items() if one and one["stale"]}


async def redone(service: Service, patient: str) -> Found:
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    assert run["status"] == "completed"
    return {(step["session_id"], step["task"]) for step in run["steps"] if step["status"] != "reused"}


async def moved(service: Service, patient: str, session: str, number: int, day: str) -> None:
    body = visit(number, speaker_roles=GIVEN, session_date=f"2026-05-{day}T10:00:00Z")
    assert (await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json=body)).status_code == 200


async def test_a_visit_handed_over_late_makes_what_comes_after_it_stale(service: Service, treated: Treated) -> None:
    patient, sessions = treated.patient, treated.sessions
    late = await service.visit(patient, 1, speaker_roles=GIVEN, session_date="2026-05-10T10:00:00Z")
    after = {(session, task) for session in sessions[1:] for task in LATER}
    assert await stale(service, [*sessions, late]) == after

    whole = {(late, task) for task in tasks() if task != "speaker_labeling"}
    assert await redone(service, patient) == after | whole
    assert await stale(service, [*sessions, late]) == set()
    memory = (await service.get(f"/sessions/{sessions[2]}"))["results"]["deep_analysis"]["memory"]
    assert memory["sessions"] == [sessions[1], late, sessions[0]]
    assert memory["missing"] == []


async def test_the_first_visit_of_all_may_come_late(service: Service, treated: Treated) -> None:
    patient, sessions = treated.patient, treated.sessions
    await service.visit(patient, 1, speaker_roles=GIVEN, session_date="2026-05-01T10:00:00Z")
    assert await stale(service, sessions) == {(session, task) for session in sessions for task in LATER}


async def test_a_newest_visit_makes_nothing_stale(service: Service, treated: Treated) -> None:
    patient, sessions = treated.patient, treated.sessions
    await service.visit(patient, 1, speaker_roles=GIVEN, session_date="2026-05-28T10:00:00Z")
    assert await stale(service, sessions) == set()


async def test_a_visit_that_moves_makes_itself_and_all_that_it_passes_and_comes_before_stale(
    service: Service, treated: Treated
) -> None:
    patient, sessions = treated.patient, treated.sessions
    await moved(service, patient, sessions[0], 1, "17")
    passed = {(session, task) for session in sessions for task in LATER}
    assert await stale(service, sessions) == passed
    assert await redone(service, patient) == passed
    assert await stale(service, sessions) == set()

    await moved(service, patient, sessions[0], 1, "23")
    assert await stale(service, sessions) == {
        (session, task) for session in (sessions[0], sessions[2]) for task in LATER
    }


async def test_a_visit_that_moves_without_passing_another_makes_nothing_stale(
    service: Service, treated: Treated
) -> None:
    patient, sessions = treated.patient, treated.sessions
    await moved(service, patient, sessions[1], 2, "15")
    assert await stale(service, sessions) == set()


async def test_a_visit_that_moves_back_makes_everything_fresh_again(service: Service, treated: Treated) -> None:
    patient, sessions = treated.patient, treated.sessions
    await moved(service, patient, sessions[0], 1, "17")
    await moved(service, patient, sessions[0], 1, "07")
    assert await stale(service, sessions) == set()


async def test_erasing_a_visit_makes_nothing_stale_that_did_not_remember_it(service: Service, treated: Treated) -> None:
    sessions = treated.sessions
    # A memory that had no room for the first visit: what is left of the third knows that there was one.
    await service.execute(
        "UPDATE generations SET sources = sources - :gone WHERE session_id = :of", gone=sessions[0], of=sessions[2]
    )
    assert (await service.http.delete(f"/v1/sessions/{sessions[0]}")).status_code == 204
    left = (await service.get(f"/sessions/{sessions[2]}"))["results"]
    assert left["deep_analysis"] is not None
    assert await stale(service, sessions[1:]) == set()


async def test_what_was_made_while_an_earlier_visit_was_not_analysed_is_redone_once_that_is(
    service: Service, treated: Treated
) -> None:
    patient, sessions = treated.patient, treated.sessions
    late = await service.visit(patient, 1, speaker_roles=GIVEN, session_date="2026-05-10T10:00:00Z")
    made = await service.made(sessions[2], "deep_analysis")
    assert (made["stale"], made["memory"]["missing"]) == (False, [late])
    for task in ("prose_generation", "session_insights"):
        await service.made(sessions[2], task)

    await redone(service, patient)
    made_with_a_gap = {(sessions[2], task) for task in ("deep_analysis", "prose_generation", "session_insights")}
    assert made_with_a_gap <= await stale(service, sessions)
    assert made_with_a_gap <= await redone(service, patient)
    assert await stale(service, [*sessions, late]) == set()
    assert await redone(service, patient) == set()
