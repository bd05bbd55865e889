"""Stored results: the newest of each task."""

from support.stored_rows import a_patient, a_result

from app.store import generations
from app.store.database import Database


async def test_the_newest_of_each_task_is_what_stands(module_database: Database) -> None:
    patient, (first, second) = await a_patient(module_database, 1, 2)
    await a_result(module_database, patient, first)
    mood = await a_result(module_database, patient, first)
    deep = await a_result(module_database, patient, first, "deep_analysis")
    other = await a_result(module_database, patient, second)
    async with module_database.snapshot() as db:
        of_visit = await generations.newest_of_visit(db, first)
        of_patient = await generations.newest_of_patient(db, patient)
        moods = await generations.newest_of_patient(db, patient, ["mood_analysis"])
        outlines = await generations.outlines(db, patient)
    assert {task: row.id for task, row in of_visit.items()} == {"mood_analysis": mood.id, "deep_analysis": deep.id}
    everything = {
        (first, "mood_analysis"): mood.id,
        (first, "deep_analysis"): deep.id,
        (second, "mood_analysis"): other.id,
    }
    assert {key: row.id for key, row in of_patient.items()} == everything
    assert {key: row.id for key, row in outlines.items()} == everything
    assert set(moods) == {(first, "mood_analysis"), (second, "mood_analysis")}


async def test_one_made_alike_is_the_newest_that_matches(module_database: Database) -> None:
    patient, (session,) = await a_patient(module_database, 1)
    rapid = await a_result(module_database, patient, session, model_tier="rapid", choices={"strategy": "full", "x": 1})
    await a_result(module_database, patient, session, choices={"strategy": "progressive"})
    async with module_database.snapshot() as db:
        found = await generations.made_alike(
            db, session, "mood_analysis", {"model_tier": "rapid"}, {"strategy": "full"}
        )
        assert found is not None
        assert found.id == rapid.id
        assert await generations.made_alike(db, session, "mood_analysis", {"model_tier": "balanced"}, {}) is None


async def test_a_row_comes_back_as_the_database_completed_it(module_database: Database) -> None:
    patient, (session,) = await a_patient(module_database, 1)
    one, other = [await a_result(module_database, patient, session) for _ in range(2)]
    assert one.number < other.number
    assert one.created_at.utcoffset() is not None


async def test_a_result_that_was_released_is_held_no_more(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    await a_result(database, patient, session)
    for waits in (True, False):
        async with database.transaction() as db:
            await generations.hold(db, session, ["mood_analysis"])
        async with database.transaction() as db:
            found = await generations.newest(db, session, "mood_analysis")
            assert found is not None
            assert found.waits is waits
            assert await generations.release(db, session, "mood_analysis")
    async with database.transaction() as db:
        assert not await generations.release(db, session, "deep_analysis")
