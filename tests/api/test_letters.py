"""A letter is held while its visit's screen holds, and shown once it is released."""

from collections.abc import AsyncIterator

import pytest
from support.http_service import Service, is_problem, serve
from support.stored_rows import add_patient, add_result

from app.pipeline.documents import holding
from app.pipeline.graph import generator
from app.store.database import Database

DISCLOSED = {"state": "disclosed", "findings": []}
LETTER = {"prose": "You walked.", "word_count": 2}


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as service:
        yield service


async def test_a_letter_that_is_held_is_shown_to_the_resubscriber_alone_until_it_is_released(
    service: Service, database: Database
) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session, "prose_generation", result=LETTER, held=True)

    held = (await service.get(f"/sessions/{session}"))["results"]["prose_generation"]
    assert (held["result"], held["reason"], held["evidence"]) == (None, "held", [])
    reviewed = (await service.get(f"/sessions/{session}", include_held=True))["results"]["prose_generation"]
    assert reviewed["result"] == LETTER

    released = await service.http.post(f"/v1/sessions/{session}/prose/release")
    assert (released.status_code, released.json()["result"]) == (200, LETTER)
    assert (await service.get(f"/sessions/{session}"))["results"]["prose_generation"]["result"] == LETTER


async def test_what_was_released_is_shown_whatever_is_screened_later(service: Service, database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session, "prose_generation", result=LETTER)
    for _ in range(2):
        assert (await service.http.post(f"/v1/sessions/{session}/prose/release")).status_code == 200
    screen = await add_result(database, patient, session, "risk_screen", result=DISCLOSED)
    async with database.transaction() as db:
        await holding.hold_earlier(db, screen)
    assert (await service.get(f"/sessions/{session}"))["results"]["prose_generation"]["result"] == LETTER


async def test_there_is_nothing_to_release_without_a_letter(service: Service, database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    path = f"/v1/sessions/{session}/prose/release"
    is_problem(await service.http.post(path), 404, "not_yet")
    await add_result(
        database, patient, session, "prose_generation", state="insufficient", result=None, reason="withheld"
    )
    is_problem(await service.http.post(path), 404, "not_yet")
    is_problem(await service.http.post(f"/v1/sessions/{patient}/prose/release"), 404, "not_found")


async def test_a_letter_that_counts_can_be_released_though_a_newer_one_came_to_nothing(
    service: Service, database: Database
) -> None:
    patient, (session,) = await add_patient(database, 1)
    fresh = {"prompt_version": generator("prose_generation").declared.prompt_version, "sources": {}}
    await add_result(database, patient, session, "prose_generation", result=LETTER, held=True, **fresh)
    nothing = {"state": "insufficient", "result": None, "reason": "insufficient_data"}
    await add_result(database, patient, session, "prose_generation", **nothing)

    released = await service.http.post(f"/v1/sessions/{session}/prose/release")
    assert (released.status_code, released.json()["result"]) == (200, LETTER)
    assert released.json()["last_attempt"]["reason"] == "insufficient_data"


async def test_the_release_of_a_letter_is_told_once(service: Service, database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    row = await add_result(database, patient, session, "prose_generation", result=LETTER, held=True)
    for _ in range(2):
        assert (await service.http.post(f"/v1/sessions/{session}/prose/release")).status_code == 200
    (told,) = await service.events(str(patient))
    assert (told["event"], told["phase"], told["status"], told["wave"]) == (
        *("VERSION_RELEASE", "WAVE2", "success", "wave2"),
    )
    assert (told["session_id"], told["details"]) == (session, {"generation_id": str(row.id)})
