"""A document of a visit that speaks, or may speak, of danger is kept, and shown to nobody before it is released."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest
from support.http_service import Json, Service, is_problem, serve
from support.sample_visits import visit
from support.stored_rows import add_patient, add_result

from app.generators.specimen import SPECIMEN
from app.offline.fault_injection import Failure, FaultPlan
from app.pipeline.documents import holding
from app.pipeline.input.generator_input import GeneratorInput
from app.store import generations, patients, versions
from app.store.database import Database
from app.store.versions import YOUR_JOURNEY
from app.therapy.transcript import Role, Segment, Transcript

DANGER = "Some nights I think about killing myself, and I have not told anybody about it."


@pytest.fixture(scope="module")
async def service(module_database_url: str) -> AsyncIterator[Service]:
    async with serve(module_database_url) as service:
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


async def words_changed_to_dangerous_ones(service: Service) -> tuple[str, str]:
    """A patient and a visit that was screened, and has other words since."""
    patient = await service.patient()
    session = await service.visit(patient, 1)
    await journey_of(service, patient, session, screened=True)
    changed = await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1, **troubled(1)))
    assert changed.status_code == 200
    return patient, session


async def test_a_screen_of_other_words_does_not_take_the_floors_place(service: Service) -> None:
    patient, session = await words_changed_to_dangerous_ones(service)
    envelope = await journey_of(service, patient, session, screened=False)
    assert (envelope["version_number"], envelope["reason"]) == (2, "held")


async def test_a_held_journey_is_not_what_the_next_one_goes_on_from(service: Service) -> None:
    patient = await service.patient()
    sessions = [await service.visit(patient, 1), await service.visit(patient, 2, **troubled(2))]
    sessions.append(await service.visit(patient, 3))
    for session in sessions[:2]:
        await journey_of(service, patient, session, screened=True)
    await service.analysed(sessions[2])
    before = service.asked
    await service.journey(patient, session_id=sessions[2])
    await service.http.post(f"/v1/patients/{patient}/your-journey/versions/2/release")
    await service.journey(patient, session_id=sessions[2], force=True)

    first, held = [
        (await service.get(f"/patients/{patient}/your-journey/versions/{number}"))["roadmap"]["summary"]
        for number in (1, 2)
    ]
    asked = [call.decode() for call in service.conduct.calls[before:]]
    assert first != held
    assert [(first in call, held in call) for call in asked] == [(True, False), (False, True)]


async def test_an_outage_takes_nothing_away_from_a_screen_that_holds(service: Service) -> None:
    patient = await service.patient()
    calm, session = await service.visit(patient, 1), await service.visit(patient, 2, **troubled(2))
    await journey_of(service, patient, calm, screened=True)
    await service.made(session, "risk_screen")
    before = (await service.get(f"/patients/{patient}/risk"))["items"]

    service.engine.reset(FaultPlan(faults=[Failure(401)] * 2))
    for one in (calm, session):
        failed = await service.made(one, "risk_screen", force=True)
        assert failed["result"]["state"] == "indeterminate"

    assert (await service.get(f"/patients/{patient}/risk"))["items"] == before
    assert [item["state"] for item in before] == ["not_assessed", "disclosed"]
    assert (await service.get(f"/patients/{patient}/your-journey"))["metadata"]["version_number"] == 1


async def test_what_was_released_is_shown_whatever_is_screened_later(service: Service) -> None:
    patient = await service.patient()
    session = await service.visit(patient, 1)
    await journey_of(service, patient, session, screened=True)
    for _ in range(2):
        answer = await service.http.post(f"/v1/patients/{patient}/your-journey/versions/1/release")
        assert answer.status_code == 200
    when = "SELECT released_at FROM generation_metadata WHERE last_session_id = :session"
    (released,) = await service.rows(when, session=UUID(session))
    again = await service.http.post(f"/v1/patients/{patient}/your-journey/versions/1/release")
    assert (again.status_code, await service.rows(when, session=UUID(session))) == (200, [released])
    changed = await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1, **troubled(1)))
    assert changed.status_code == 200
    assert (await service.made(session, "risk_screen"))["result"]["state"] == "disclosed"
    assert (await service.get(f"/patients/{patient}/your-journey"))["metadata"]["version_number"] == 1
    missing = await service.http.post(f"/v1/patients/{patient}/your-journey/versions/2/release")
    is_problem(missing, 404, "not_found")


async def test_a_screen_that_comes_later_holds_what_was_shown_before_it(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    for session in (first, second):
        async with module_database.transaction() as db:
            await patients.lock_patient(db, patient)
            await versions.insert_version(db, YOUR_JOURNEY, patient, {}, {"last_session_id": session})
            await versions.update_current_version(db, YOUR_JOURNEY, patient)
    screen = await add_result(
        module_database, patient, second, "risk_screen", result={"state": "disclosed", "findings": []}
    )

    async with module_database.transaction() as db:
        await holding.hold_results_made_before_screen(db, screen)
    async with module_database.snapshot() as db:
        shown = await versions.current_version(db, YOUR_JOURNEY, patient)
    assert shown is not None
    assert shown.number == 1


@pytest.mark.parametrize("state", ["denied_when_asked", "not_assessed"])
async def test_a_screen_that_finds_nothing_holds_nothing(module_database: Database, state: str) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with module_database.transaction() as db:
        await patients.lock_patient(db, patient)
        await versions.insert_version(db, YOUR_JOURNEY, patient, {}, {"last_session_id": session})
        await versions.update_current_version(db, YOUR_JOURNEY, patient)
    screen = await add_result(module_database, patient, session, "risk_screen", result={"state": state, "findings": []})
    async with module_database.transaction() as db:
        await holding.hold_results_made_before_screen(db, screen)
    async with module_database.snapshot() as db:
        assert (await versions.current_version(db, YOUR_JOURNEY, patient)) is not None


async def test_a_screen_that_comes_later_holds_the_letter_of_its_visit_and_no_other(database: Database) -> None:
    patient, (first, second) = await add_patient(database, 1, 2)
    for session in (first, second):
        await add_result(database, patient, session, "prose_generation", result={"prose": "You walked."})
        await add_result(database, patient, session, "session_insights")
    screen = await add_result(database, patient, second, "risk_screen", result={"state": "disclosed", "findings": []})
    async with database.transaction() as db:
        await holding.hold_results_made_before_screen(db, screen)
    async with database.snapshot() as db:
        rows = await generations.newest_generations_of_patient(db, patient, ["prose_generation", "session_insights"])
    assert {(row.session_id, row.task) for row in rows if row.is_held} == {(second, "prose_generation")}


def test_letters_are_what_is_written_for_the_patient_and_has_no_versions() -> None:
    assert holding.unversioned_patient_tasks() == ("prose_generation",)


async def test_a_letter_is_held_when_it_is_stored_as_a_version_is(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    calm, grave = Segment(0.0, 9.0, "I walked.", "P"), Segment(0.0, 9.0, DANGER, "P")
    told = []
    for said in (calm, grave):
        visit = replace(SPECIMEN, session_id=session, transcript=Transcript((said,)), roles={"P": Role.PATIENT})
        material, endangered = GeneratorInput(visit, {}, None), holding.speaks_of_danger(visit)
        async with database.transaction() as db:
            told.append(await holding.letter_facts(db, "prose_generation", patient, material, endangered))
            assert await holding.letter_facts(db, "session_insights", patient, material, None) == {}
            with pytest.raises(holding.DangerNotChecked):
                await holding.letter_facts(db, "prose_generation", patient, material, None)
    assert told == [{"held": False}, {"held": True}]


def test_lists_know_what_is_written_for_patients_and_is_not_switched_off() -> None:
    everything = holding.listed_tasks(frozenset())
    assert set(everything.written) == {"prose_generation", "roadmap_generation", "session_bridge_generation"}
    assert (everything.screen, bool(everything.screen_prompt)) == ("risk_screen", True)
    fewer = holding.listed_tasks(frozenset({"risk_screen", "prose_generation"}))
    assert (set(fewer.written), fewer.screen, fewer.screen_prompt) == (
        {"roadmap_generation", "session_bridge_generation"},
        "",
        "",
    )
