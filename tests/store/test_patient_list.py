"""The list of patients as the database gives it."""

from uuid import UUID

from support.stored_rows import add_patient, add_result

from app.store.database import Database
from app.store.list_fragments import ListedTasks
from app.store.patient_list import ListedPatient, PatientOrder, list_patients

TASKS = ListedTasks(["prose_generation"], "risk_screen", "1")


async def listed(database: Database, order: PatientOrder = "created") -> dict[UUID, ListedPatient]:
    async with database.snapshot() as db:
        return {one.id: one for one in await list_patients(db, TASKS, order, None, 200)}


async def test_a_patient_has_the_number_of_their_visits_and_the_newest_of_them(database: Database) -> None:
    patient, _ = await add_patient(database, 1, 3)
    other, _ = await add_patient(database)
    found = await listed(database)
    newest = found[patient].newest_session_date
    assert (found[patient].sessions, found[other].sessions, found[other].newest_session_date) == (2, 0, None)
    assert newest is not None
    assert newest.isoformat() == "2026-05-21T10:00:00+00:00"


async def test_only_tasks_that_write_for_patients_count_as_held(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session, "mood_analysis", held=True)
    assert (await listed(database))[patient].held == 0
    await add_result(database, patient, session, "prose_generation", held=True)
    assert (await listed(database, "held"))[patient].held == 1
