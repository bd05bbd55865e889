"""A document of a visit that speaks, or may speak, of danger is kept, and shown to nobody before it is released."""

from collections.abc import AsyncIterator

import pytest
from kept import a_patient, a_result
from service import Json, Service, is_problem, serve
from talks import visit

from app.pipeline import versioning
from app.store import patients, versions
from app.store.database import Database
from app.store.versions import YOUR_JOURNEY

DANGER = "Some nights I think about killing myself, and I have not told anybody about it."


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as service:
        yield service


def troubled(number: int) -> Json:
    """A visit in which the patient speaks of danger once."""
    body = visit(number)
    last = body["segments"][-1]
    said = {
        **last,
        "text": DANGER,
        "start": last["end"],
        "end": last["end"] + 5,
        "speaker": body["segments"][1]["speaker"],
    }
    return {"segments": [*body["segments"], said]}


async def journey_of(service: Service, patient: str, session: str, *, screened: bool) -> Json:
    await service.analysed(session)
    if screened:
        await service.made(session, "risk_screen")
    return await service.journey(patient, session_id=session)


@pytest.mark.parametrize("screened", [True, False])
async def test_what_is_held_is_shown_nowhere_until_it_is_released(service: Service, screened: bool) -> None:
    patient = await service.patient()
    session = await service.visit(patient, 1, **troubled(1))
    envelope = await journey_of(service, patient, session, screened=screened)
    path = f"/v1/patients/{patient}/your-journey"

    assert (envelope["result"], envelope["reason"], envelope["evidence"]) == (None, "held", [])
    assert envelope["version_number"] == 1
    stored = (await service.get(f"/sessions/{session}"))["results"]["roadmap_generation"]
    assert (stored["result"], stored["reason"]) == (None, "held")
    is_problem(await service.http.get(path), 404, "held")
    is_problem(await service.http.get(f"{path}/versions/1"), 404, "held")
    assert [item["held"] for item in (await service.get(f"/patients/{patient}/your-journey/versions"))["items"]] == [
        True
    ]

    reviewed = await service.get(f"/patients/{patient}/your-journey/versions/1", include_held=True)
    released = await service.http.post(f"{path}/versions/1/release")
    assert released.status_code == 200
    assert released.json()["roadmap"] == reviewed["roadmap"]
    assert (await service.get(f"/patients/{patient}/your-journey"))["roadmap"] == reviewed["roadmap"]
    assert "held" not in (await service.get(f"/patients/{patient}/your-journey/versions"))["items"][0]
    again = await service.journey(patient, session_id=session)
    assert (again["reused"], again["result"]) == (True, reviewed["roadmap"])


async def test_what_is_shown_stays_until_the_held_one_is_released(service: Service) -> None:
    patient = await service.patient()
    calm = await service.visit(patient, 1)
    await journey_of(service, patient, calm, screened=True)
    session = await service.visit(patient, 2, **troubled(2))
    await journey_of(service, patient, session, screened=True)

    shown = (await service.get(f"/patients/{patient}/your-journey"))["metadata"]["version_number"]
    await service.http.post(f"/v1/patients/{patient}/your-journey/versions/2/release")
    after = (await service.get(f"/patients/{patient}/your-journey"))["metadata"]["version_number"]

    assert (shown, after) == (1, 2)


async def test_releasing_twice_or_what_was_never_held_changes_nothing(service: Service) -> None:
    patient = await service.patient()
    session = await service.visit(patient, 1)
    await journey_of(service, patient, session, screened=True)
    before = await service.rows("SELECT * FROM generation_metadata")
    for _ in range(2):
        answer = await service.http.post(f"/v1/patients/{patient}/your-journey/versions/1/release")
        assert answer.status_code == 200
    assert await service.rows("SELECT * FROM generation_metadata") == before
    missing = await service.http.post(f"/v1/patients/{patient}/your-journey/versions/2/release")
    is_problem(missing, 404, "not_found")


async def test_a_screen_that_comes_later_holds_what_was_shown_before_it(database: Database) -> None:
    patient, (first, second) = await a_patient(database, 1, 2)
    for session in (first, second):
        async with database.transaction() as db:
            await patients.lock(db, patient)
            await versions.add(db, YOUR_JOURNEY, patient, {}, {"last_session_id": session})
            await versions.point_forward(db, YOUR_JOURNEY, patient)
    screen = await a_result(database, patient, second, "risk_screen", result={"state": "disclosed", "findings": []})

    async with database.transaction() as db:
        await versioning.hold_earlier(db, screen)
    async with database.snapshot() as db:
        shown = await versions.current(db, YOUR_JOURNEY, patient)
    assert shown is not None
    assert shown.number == 1


@pytest.mark.parametrize("state", ["denied_when_asked", "not_assessed"])
async def test_a_screen_that_finds_nothing_holds_nothing(database: Database, state: str) -> None:
    patient, (session,) = await a_patient(database, 1)
    async with database.transaction() as db:
        await patients.lock(db, patient)
        await versions.add(db, YOUR_JOURNEY, patient, {}, {"last_session_id": session})
        await versions.point_forward(db, YOUR_JOURNEY, patient)
    screen = await a_result(database, patient, session, "risk_screen", result={"state": state, "findings": []})
    async with database.transaction() as db:
        await versioning.hold_earlier(db, screen)
    async with database.snapshot() as db:
        assert (await versions.current(db, YOUR_JOURNEY, patient)) is not None
