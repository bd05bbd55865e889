"""Patients and visits: registering, reading, and erasing so that nothing is left."""

import asyncio
from typing import Any
from uuid import uuid4

from support.http_service import Service, is_problem
from support.sample_visits import GIVEN, segments, visit
from support.tables import each_row

from app.generators.registry import generators_by_task

PLANTED = "zinnoberblau"


async def test_a_patient_is_registered_once(shared: Service) -> None:
    patient = str(uuid4())
    answers = [await shared.http.put(f"/v1/patients/{patient}", json={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == {"patient_id": patient}


@each_row("body", [{"name": "Ada"}, [], "x", 1, True])
async def test_no_name_is_wanted(shared: Service, body: Any) -> None:
    patient = str(uuid4())
    is_problem(await shared.http.put(f"/v1/patients/{patient}", json=body), 422, "invalid_request")
    assert (await shared.http.get(f"/v1/patients/{patient}")).status_code == 404


async def test_a_patient_is_told_with_the_number_of_the_newest_event(shared: Service) -> None:
    patient, session = await shared.visited()
    before = await shared.get(f"/patients/{patient}")
    await shared.made(session, "mood_analysis")
    after = await shared.get(f"/patients/{patient}")
    assert before == {"patient_id": patient, "sessions": 1, "last_event_id": 0, "runs_under_way": []}
    assert after["last_event_id"] == len(await shared.events(patient)) == 4


async def test_a_visit_needs_a_patient(shared: Service) -> None:
    answer = await shared.http.put(f"/v1/patients/{uuid4()}/sessions/{uuid4()}", json=visit())
    is_problem(answer, 404, "not_found")


async def test_a_visit_of_another_patient_is_a_conflict_and_stays_theirs(shared: Service) -> None:
    patient, session = await shared.visited(1)
    thief = await shared.patient()

    answer = await shared.http.put(f"/v1/patients/{thief}/sessions/{session}", json=visit(2))

    is_problem(answer, 409, "conflict")
    told = await shared.get(f"/sessions/{session}")
    assert (told["patient_id"], told["segments"]) == (patient, visit(1)["segments"])


async def test_the_same_visit_from_many_hands_at_once_is_one(shared: Service) -> None:
    patient, session = await shared.patient(), str(uuid4())
    path = f"/v1/patients/{patient}/sessions/{session}"
    answers = await asyncio.gather(*(shared.http.put(path, json=visit()) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]


async def test_a_visit_is_told_with_a_place_for_every_task(shared: Service) -> None:
    patient, session = await shared.visited(speaker_roles=GIVEN)
    told = await shared.get(f"/sessions/{session}")
    assert told == {
        "session_id": session,
        "patient_id": patient,
        "session_date": "2026-05-07T10:00:00+00:00",
        "segments": visit()["segments"],
        "roles": GIVEN,
        "status": "pending",
        "results": dict.fromkeys(generators_by_task(), None),
    }
    await shared.made(session, "mood_analysis")
    assert (await shared.get(f"/sessions/{session}"))["status"] == "partial"


async def everything(service: Service) -> str:
    """All rows of all tables as text."""
    tables = await service.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    parts = [str(await service.rows(f"SELECT t::text AS row FROM {table['tablename']} AS t")) for table in tables]
    return "\n".join(parts)


def planted(number: int = 1) -> Any:
    """A visit of whose words one is found nowhere else, said so that it gets into every result."""
    body = visit(number)
    said = [(segment["speaker"], segment["text"]) for segment in body["segments"]]
    told = f"I realised that my {PLANTED} evenings make me sad and I always feel {PLANTED} and afraid. I was proud."
    return {**body, "segments": segments([*said, ("B", told), ("B", f"I want to stop the {PLANTED} nights.")])}


async def test_nothing_of_who_is_erased_is_left_anywhere_but_what_was_spent(shared: Service) -> None:
    patient, first = await shared.patient(), str(uuid4())
    await shared.http.put(f"/v1/patients/{patient}/sessions/{first}", json=planted())
    run = await shared.ended((await shared.run(f"/patients/{patient}"))["run_id"])
    second = await shared.visit(patient, 2)
    await shared.analysed(second)
    before = await everything(shared)
    assert before.count(PLANTED) > 5

    assert (await shared.http.delete(f"/v1/sessions/{first}")).status_code == 204

    after = await everything(shared)
    assert PLANTED not in after
    assert first not in after
    is_problem(await shared.http.get(f"/v1/sessions/{first}"), 404, "not_found")
    assert (await shared.get(f"/sessions/{second}"))["results"]["mood_analysis"] is not None
    assert (await shared.journey_after(patient, second))["result"]
    spent = (await shared.get("/costs"))["total"]

    assert (await shared.http.delete(f"/v1/patients/{patient}")).status_code == 204

    after = await everything(shared)
    assert [word for word in (patient, second, run["run_id"]) if word in after] == []
    for path in (f"patients/{patient}", f"sessions/{second}", f"patients/{patient}/your-journey"):
        is_problem(await shared.http.get(f"/v1/{path}"), 404, "not_found")
    assert (await shared.get("/costs"))["total"] == spent
    is_problem(await shared.http.delete(f"/v1/patients/{patient}"), 404, "not_found")


@each_row("what", ["sessions", "patients"])
async def test_erasing_cancels_what_runs(shared: Service, what: str) -> None:
    shared.engine.reset(hold=("mood_analysis",))
    patient, session = await shared.visited(speaker_roles=GIVEN)
    run = await shared.run(f"/sessions/{session}")
    await shared.engine.arrived("mood_analysis")

    assert (await shared.http.delete(f"/v1/{what}/{session if what == 'sessions' else patient}")).status_code == 204

    assert await shared.count("generations", patient) == await shared.count("claims") == 0
    left = await shared.http.get(f"/v1/runs/{run['run_id']}")
    assert left.status_code == 404 or left.json()["status"] == "cancelled"
    assert await shared.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []


async def test_an_erased_visit_can_be_handed_over_again(shared: Service) -> None:
    patient, session = await shared.visited(1)
    await shared.analysed(session)
    await shared.http.delete(f"/v1/sessions/{session}")

    answer = await shared.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1))

    assert answer.status_code == 201
    assert set((await shared.get(f"/sessions/{session}"))["results"].values()) == {None}
