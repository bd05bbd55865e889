"""Outlines of results have the columns of a list, and values only on request."""

from support.stored_rows import add_patient, add_result

from app.store import result_outlines
from app.store.database import Database


async def test_the_newest_of_each_task_is_outlined_and_its_values_are_read_apart(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session, "mood_analysis", result={"mood_score": 3.0})
    newest = await add_result(database, patient, session, "mood_analysis", result={"mood_score": 4.0})
    async with database.snapshot() as db:
        (outline,) = await result_outlines.newest_result_outlines(db, patient)
        values = await result_outlines.result_values(db, [outline.id], ["mood_score", "confidence"])
        held = await result_outlines.held_metadata_ids(db, [outline])

    assert outline.id == newest.id
    assert values == {newest.id: {"mood_score": 4.0}}
    assert held == set()
