"""The newest stored results, one at a time."""

from typing import Any
from uuid import UUID

import pytest
from support.stored_rows import add_patient, add_result

from app.store import stored_results
from app.store.database import Database
from app.store.stored_results import StoredResult

WORDS = {"prose": "You slept."}


def quote(path: str) -> dict[str, Any]:
    return {"path": path, "quote": "I slept."}


async def newest(
    database: Database, patient: UUID | None = None, worded: tuple[str, ...] = ()
) -> dict[tuple[UUID, str], StoredResult]:
    async with database.snapshot() as db:
        found = [row async for row in stored_results.newest_results(db, patient, worded)]
    assert len({(row.session_id, row.task) for row in found}) == len(found)
    return {(row.session_id, row.task): row for row in found}


async def test_the_newest_result_of_each_visit_and_task_stands(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    for engine in ("openai", "offline"):
        await add_result(module_database, patient, first, engine=engine)
    await add_result(module_database, patient, first, "deep_analysis")
    await add_result(module_database, patient, second, state="insufficient", result=None, reason="insufficient_data")
    rows = await newest(module_database)
    assert set(rows) == {(first, "mood_analysis"), (first, "deep_analysis"), (second, "mood_analysis")}
    assert rows[first, "mood_analysis"].engine == "offline"
    assert rows[second, "mood_analysis"].reason == "insufficient_data"
    assert rows[first, "mood_analysis"].session_date < rows[second, "mood_analysis"].session_date


async def test_one_patients_results_are_theirs_alone(database: Database) -> None:
    patients = [await add_patient(database, 1) for _ in range(2)]
    for patient, (session,) in patients:
        await add_result(database, patient, session)
    (one, (mine,)), _ = patients
    assert set(await newest(database, one)) == {(mine, "mood_analysis")}
    assert len(await newest(database)) == 2


async def test_quotes_and_the_places_that_rest_on_them_are_counted(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    dropped = [{"path": "/topics/2", "reason": "quote_not_found"}]
    evidence = [quote("/topics/0"), quote("/topics/0"), quote("/topics/1")]
    await add_result(module_database, patient, session, evidence=evidence, dropped=dropped, memory={"sessions": []})
    await add_result(module_database, patient, session, "deep_analysis")
    rows = await newest(module_database)
    row, bare = rows[session, "mood_analysis"], rows[session, "deep_analysis"]
    assert (row.quotes, row.places, row.dropped, row.memory) == (3, 2, dropped, {"sessions": []})
    assert (bare.quotes, bare.places, bare.dropped, bare.memory) == (0, 0, [], None)


async def test_words_come_only_with_the_tasks_they_were_asked_of(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    for task in ("prose_generation", "mood_analysis"):
        await add_result(module_database, patient, session, task, result=WORDS)
    rows = await newest(module_database, worded=("prose_generation",))
    assert rows[session, "prose_generation"].result == WORDS
    assert rows[session, "mood_analysis"].result is None


async def test_many_results_come_in_several_portions(
    module_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_results, "ROWS_AT_ONCE", 2)
    patient, (session,) = await add_patient(module_database, 1)
    tasks = [f"task_{number}" for number in range(5)]
    for task in tasks:
        await add_result(module_database, patient, session, task)
    assert {task for _, task in await newest(module_database, patient)} == set(tasks)
