"""Stored results: the newest of each task."""

from typing import Any

from sqlalchemy import text
from support.stored_rows import add_patient, add_result

from app.store import generations
from app.store.database import Database


async def test_the_newest_of_each_task_is_what_stands(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    await add_result(module_database, patient, first)
    mood = await add_result(module_database, patient, first)
    deep = await add_result(module_database, patient, first, "deep_analysis")
    other = await add_result(module_database, patient, second)
    async with module_database.snapshot() as db:
        of_visit = await generations.newest_of_visit(db, first)
        moods = await generations.newest_of_patient(db, patient, ["mood_analysis"])
        outlines = await generations.newest_outlines(db, patient)
    assert {row.id for row in of_visit} == {mood.id, deep.id}
    assert {row.id for row in outlines} == {mood.id, deep.id, other.id}
    assert {row.id for row in moods} == {mood.id, other.id}


async def test_of_a_task_the_newest_that_says_something_is_found_beside_the_newest_that_does_not(
    database: Database,
) -> None:
    patient, (session,) = await add_patient(database, 1)
    nothing: dict[str, Any] = {"state": "insufficient", "result": None, "reason": "insufficient_data"}
    await add_result(database, patient, session)
    says = await add_result(database, patient, session)
    await add_result(database, patient, session, **nothing)
    does_not = await add_result(database, patient, session, **nothing)
    async with database.snapshot() as db:
        assert {row.id for row in await generations.newest_of_visit(db, session)} == {says.id, does_not.id}
        found = await generations.made_alike(db, session, "mood_analysis", {}, {}, state="success")
    assert found is not None
    assert found.id == says.id


async def test_past_visits_are_renamed_where_they_were_known_by_a_name(database: Database) -> None:
    patient, (session, another) = await add_patient(database, 1, 2)
    for of, past in ((session, "old"), (session, "older"), (another, "old"), (session, None)):
        await add_result(database, patient, of, past=past)
    async with database.transaction() as db:
        await generations.rename_past(db, session, "old", "new")
        rows = (await db.execute(text("SELECT session_id, past FROM generations ORDER BY number"))).all()
    assert [tuple(row) for row in rows] == [(session, "new"), (session, "older"), (another, "old"), (session, None)]


async def test_one_made_alike_is_the_newest_that_matches(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    rapid = await add_result(
        module_database, patient, session, model_tier="rapid", choices={"strategy": "full", "x": 1}
    )
    await add_result(module_database, patient, session, choices={"strategy": "progressive"})
    async with module_database.snapshot() as db:
        found = await generations.made_alike(
            db, session, "mood_analysis", {"model_tier": "rapid"}, {"strategy": "full"}
        )
        assert found is not None
        assert found.id == rapid.id
        assert await generations.made_alike(db, session, "mood_analysis", {"model_tier": "balanced"}, {}) is None


async def test_a_row_comes_back_as_the_database_completed_it(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    one, other = [await add_result(module_database, patient, session) for _ in range(2)]
    assert one.number < other.number
    assert one.created_at.utcoffset() is not None


async def test_a_result_that_was_released_is_held_no_more(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session)
    for waits in (True, False):
        async with database.transaction() as db:
            await generations.hold(db, session, ["mood_analysis"])
        async with database.transaction() as db:
            found = await generations.newest_of_task(db, session, "mood_analysis")
            assert found is not None
            assert found.waits is waits
            assert await generations.release(db, found) is waits
