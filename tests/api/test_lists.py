"""The lists over all patients: each item once, in order, and what is held found again."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from support.http_service import Json, Service, is_problem, serve
from support.sample_visits import visit
from support.stored_rows import add_patient, add_result
from support.tables import each_row

from app.pipeline.graph import generator_of_task
from app.store.database import Database

SCREENED = {"state": "disclosed", "findings": []}
DANGER = "I think about killing myself most nights, and I have the pills at home."


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as service:
        yield service


async def all_items(service: Service, path: str, **params: Any) -> list[Json]:
    """The items of all pages."""
    found: list[Json] = []
    while True:
        body = await service.get(path, **params)
        found += body["items"]
        if body["next"] is None:
            return found
        params = {**params, "cursor": body["next"]}


async def troubled(service: Service) -> tuple[str, str]:
    """A patient with a visit that speaks of danger, and with everything that is written for them."""
    body = visit()
    said = [*body["segments"], {"start": 900.0, "end": 910.0, "text": DANGER, "speaker": "B"}]
    patient, session = await service.patient(), str(uuid4())
    answer = await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json={**body, "segments": said})
    assert answer.status_code == 201
    await service.analysed(session)
    await service.journey(patient)
    assert (await service.http.post(f"/v1/patients/{patient}/session-bridge")).status_code == 200
    return patient, session


async def test_patients_are_listed_newest_first_with_what_a_clinician_looks_for(service: Service) -> None:
    calm, _ = await service.visited(1)
    await service.visit(calm, 2)
    nobody = await service.patient()
    patient, session = await troubled(service)

    items = await all_items(service, "/patients", limit=1)

    assert [item["patient_id"] for item in items] == [patient, nobody, calm]
    assert {key: value for key, value in items[0].items() if key != "created_at"} == {
        "patient_id": patient,
        "sessions": 1,
        "newest_session_date": "2026-05-07T10:00:00+00:00",
        "held": 2,
        "risk_state": "disclosed",
        "risk_session_id": session,
        "runs_under_way": [],
    }
    assert (items[1]["sessions"], items[1]["newest_session_date"], items[1]["risk_state"]) == (0, None, None)
    assert (items[2]["sessions"], items[2]["held"], items[2]["risk_state"]) == (2, 0, None)


async def test_patients_with_most_to_release_come_first_when_asked(service: Service, database: Database) -> None:
    patients = []
    for count in (1, 0, 2, 1, 0):
        patient, sessions = await add_patient(database, 1, 2)
        for session in sessions[:count]:
            await add_result(database, patient, session, "prose_generation", held=True)
        patients.append(str(patient))
    one, none, two, also_one, nothing = patients

    for limit in (1, 2, 200):
        items = await all_items(service, "/patients", sort="held", limit=limit)
        assert [item["patient_id"] for item in items] == [two, also_one, one, nothing, none]
    assert [item["held"] for item in items] == [2, 1, 1, 0, 0]


async def test_an_erased_patient_is_in_no_list(service: Service) -> None:
    patient, _ = await troubled(service)
    await service.execute("UPDATE patients SET created_by_service = false, created_at = NULL")
    assert (await all_items(service, "/patients"))[0]["created_at"] is None
    await service.http.delete(f"/v1/patients/{patient}")
    for path in ("/patients", "/runs", "/versions"):
        assert await all_items(service, path) == []
    is_problem(await service.http.get(f"/v1/patients/{patient}/runs"), 404, "not_found")
    is_problem(await service.http.get("/v1/versions", params={"patient_id": patient}), 404, "not_found")


async def test_the_risk_state_is_that_of_the_newest_visit_that_was_screened(
    service: Service, database: Database
) -> None:
    patient, (first, second, _) = await add_patient(database, 1, 2, 3)
    prompt = generator_of_task("risk_screen").declared.prompt_version
    await add_result(database, patient, first, "risk_screen", result=SCREENED)

    async def told() -> tuple[Any, Any]:
        (item,) = await all_items(service, "/patients")
        return item["risk_state"], item["risk_session_id"]

    assert await told() == ("disclosed", str(first))
    calm = {"state": "not_assessed", "findings": []}
    await add_result(database, patient, second, "risk_screen", result=SCREENED, prompt_version=prompt)
    await add_result(database, patient, second, "risk_screen", result=calm, prompt_version="")
    assert await told() == ("disclosed", str(second)), "the rules alone take nothing back"
    await add_result(
        database, patient, second, "risk_screen", result=calm, prompt_version="", sources={str(second): "other"}
    )
    assert await told() == ("not_assessed", str(second)), "of other words a model has said nothing"
    await add_result(
        database, patient, second, "risk_screen", state="insufficient", result=None, sources={str(second): "more"}
    )
    assert await told() == ("indeterminate", str(second))


async def test_what_is_held_is_listed_until_it_is_released(service: Service) -> None:
    patient, session = await troubled(service)
    items = await all_items(service, "/versions", held="true", limit=1)
    assert [(item["kind"], item["task"], item["version_number"]) for item in items] == [
        ("session_bridge", "session_bridge_generation", 1),
        ("your_journey", "roadmap_generation", 1),
    ]
    for item in items:
        assert (item["patient_id"], item["session_id"], item["reason"]) == (patient, session, "disclosed")
        assert (item["held"], item["superseded"], item["released_at"]) == (True, False, None)
        assert item["session_date"] == "2026-05-07T10:00:00+00:00"
        assert (await service.http.post(item["release"])).status_code == 200

    assert await all_items(service, "/versions", held="true") == []
    released = await all_items(service, "/versions", held="false", patient_id=patient)
    assert len(released) == 2
    assert all(item["released_at"] and item["release"] is item["reason"] is None for item in released)
    assert (await all_items(service, "/patients"))[0]["held"] == 0


async def test_a_held_letter_is_listed_and_one_that_was_replaced_is_gone(service: Service, database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    prompt = generator_of_task("prose_generation").declared.prompt_version
    letter: Json = {"task": "prose_generation", "prompt_version": prompt, "sources": {}}
    nothing: Json = {**letter, "state": "insufficient", "result": None, "reason": "withheld"}
    await add_result(database, patient, session, **letter, held=True, result={"prose": "Old."})
    await add_result(database, patient, session, **letter, held=True, result={"prose": "New."})
    await add_result(database, patient, session, **nothing)

    (item,) = await all_items(service, "/versions", held="true")

    assert (item["kind"], item["version_number"], item["reason"]) == ("letter", None, "rules")
    released = await service.http.post(item["release"])
    assert (released.status_code, released.json()["result"]) == (200, {"prose": "New."})
    assert [one["held"] for one in await all_items(service, "/versions")] == [False]
    await add_result(database, patient, session, **{**nothing, "sources": {str(session): "other"}})
    assert await all_items(service, "/versions") == []


async def test_a_version_that_a_newer_one_replaces_stays_held_and_waits_for_nobody(service: Service) -> None:
    patient, _ = await troubled(service)
    await service.journey(patient, force=True)
    journeys = [one for one in await all_items(service, "/versions", held="true") if one["kind"] == "your_journey"]
    assert [(one["version_number"], one["superseded"]) for one in journeys] == [(2, False), (1, True)]
    waiting = await all_items(service, "/versions", held="true", superseded="false")
    assert sorted((one["kind"], one["version_number"]) for one in waiting) == [
        ("session_bridge", 1),
        ("your_journey", 2),
    ]
    assert (await all_items(service, "/patients", sort="held"))[0]["held"] == 2


async def test_runs_are_listed_newest_first_by_patient_and_by_status(service: Service) -> None:
    service.engine.hold()
    patient, session = await service.visited()
    other, _ = await service.visited()
    first = await service.run(f"/sessions/{session}", model_tier="rapid")
    await service.engine.arrived()
    second = await service.run(f"/patients/{other}")

    items = await all_items(service, "/runs", limit=1)

    assert [item["run_id"] for item in items] == [second["run_id"], first["run_id"]]
    mine = await all_items(service, f"/patients/{patient}/runs")
    assert [item["run_id"] for item in mine] == [first["run_id"]]
    assert mine[0].keys() == {
        *("run_id", "patient_id", "status", "model_tier", "force", "created_at", "ended_at", "cost_usd", "steps"),
    }
    assert (mine[0]["status"], mine[0]["model_tier"], mine[0]["ended_at"]) == ("running", "rapid", None)
    assert mine[0]["steps"] == {"total": len(first["steps"]), "ended": 0, "failed": 0}
    told = {one["patient_id"]: one["runs_under_way"] for one in await all_items(service, "/patients")}
    assert told == {patient: [first["run_id"]], other: [second["run_id"]]}

    for run in (first, second):
        await service.http.post(f"/v1/runs/{run['run_id']}/cancel")
    assert await all_items(service, "/runs", status="running") == []
    cancelled = await all_items(service, "/runs", status="cancelled")
    assert [item["run_id"] for item in cancelled] == [second["run_id"], first["run_id"]]
    assert cancelled[1]["steps"] == {"total": len(first["steps"]), "ended": len(first["steps"]), "failed": 0}
    assert cancelled[1]["cost_usd"] == (await service.get(f"/runs/{first['run_id']}"))["cost_usd"]


async def test_a_page_is_one_query(service: Service) -> None:
    await troubled(service)
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for path in ("/patients", "/patients?sort=held", "/runs", "/versions?held=true"):
            said.clear()
            assert (await service.http.get(f"/v1{path}")).status_code == 200
            assert len([one for one in said if "FROM" in one and "service_keys" not in one]) == 1, said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@each_row(
    ("path", "params"),
    [
        ("/patients", {"sort": "name"}),
        ("/patients", {"status": "x"}),
        ("/patients", {"cursor": "W10="}),
        ("/patients", {"sort": "held", "cursor": "WyJ4IiwgInkiLCAieiJd"}),
        ("/patients", {"sort": "held", "cursor": "Wy0xLCAiMjAyNi0wMS0wMSIsICIxIl0="}),
        ("/runs", {"status": "waiting"}),
        ("/runs", {"cursor": "WzFd"}),
        ("/versions", {"held": "perhaps"}),
        ("/versions", {"patient_id": "x"}),
        ("/versions", {"cursor": "WyIxIl0="}),
        ("/versions", {"cursor": "WzFlNDBd"}),
    ],
)
async def test_an_unknown_filter_or_a_forged_cursor_is_refused(shared: Service, path: str, params: Json) -> None:
    is_problem(await shared.http.get(f"/v1{path}", params=params), 422, "invalid_request")


async def test_what_is_switched_off_is_listed_nowhere(service: Service, database_url: str) -> None:
    await troubled(service)
    async with serve(database_url, disabled_artifacts=["risk-screen", "your-journey"]) as other:
        (patient,) = await all_items(other, "/patients")
        assert (patient["risk_state"], patient["held"]) == (None, 1)
        (item,) = await all_items(other, "/versions")
        assert (item["kind"], item["reason"]) == ("session_bridge", "rules")


async def test_visits_are_listed_without_their_words(shared: Service) -> None:
    patient, session = await shared.visited()
    (item,) = await all_items(shared, f"/patients/{patient}/sessions")
    assert item == {"session_id": session, "session_date": "2026-05-07T10:00:00+00:00"}
    assert UUID(item["session_id"])
