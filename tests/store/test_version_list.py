"""The list of what is written for patients as the database gives it."""

from typing import Any
from uuid import UUID

from support.stored_rows import add_patient, add_result

from app.store.database import Database
from app.store.list_fragments import ListedTasks
from app.store.version_list import ListedVersion, VersionFilter, list_versions

LETTER = "prose_generation"


async def listed(database: Database, patient: UUID, **wanted: Any) -> list[ListedVersion]:
    tasks = ListedTasks([LETTER], "risk_screen", "1")
    async with database.snapshot() as db:
        return await list_versions(db, VersionFilter(tasks, patient, **wanted), None, 10)


async def test_letters_are_listed_by_whether_they_are_held(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    await add_result(module_database, patient, first, LETTER, held=True)
    await add_result(module_database, patient, second, LETTER)
    await add_result(module_database, patient, second, "mood_analysis")
    assert [one.session_id for one in await listed(module_database, patient)] == [second, first]
    assert [one.session_id for one in await listed(module_database, patient, held=True)] == [first]
    assert [one.session_id for one in await listed(module_database, patient, held=False)] == [second]
    assert await listed(module_database, patient, superseded=True) == []
    async with module_database.snapshot() as db:
        tasks = ListedTasks([LETTER], "", "")
        (newest,) = await list_versions(db, VersionFilter(tasks, patient), None, 1)
        (oldest,) = await list_versions(db, VersionFilter(tasks, patient), newest.number, 10)
    assert (newest.session_id, oldest.session_id, oldest.screened) == (second, first, None)


async def test_a_letter_tells_what_the_screen_of_its_visit_says(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await add_result(module_database, patient, session, LETTER)
    await add_result(module_database, patient, session, "risk_screen", result={"state": "indeterminate"})
    assert [one.screened for one in await listed(module_database, patient)] == ["indeterminate"]
