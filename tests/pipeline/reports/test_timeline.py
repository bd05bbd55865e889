"""The timeline of a patient's visits, read in one snapshot."""

from support.stored_rows import add_patient, add_result

from app.pipeline.reports.timeline import load_timeline
from app.store.database import Database

TASKS = ("mood_analysis", "prose_generation")


async def test_only_tasks_that_are_asked_for_are_in_it_and_an_unknown_visit_is_empty(database: Database) -> None:
    patient, sessions = await add_patient(database, 1, 2)
    await add_result(database, patient, sessions[0], "mood_analysis", result={"mood_score": 3.0, "confidence": 0.5})
    async with database.snapshot() as db:
        timeline = await load_timeline(db, patient, sessions, TASKS)
    first, second = (timeline.visit(session) for session in sessions)

    assert list(first["results"]) == list(TASKS)
    assert first["results"]["mood_analysis"]["values"] == {"mood_score": 3.0, "confidence": 0.5}
    assert set(second["results"].values()) == {None}
