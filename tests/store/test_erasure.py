"""Erasing, also of rows that the platform made."""

import pytest
from sqlalchemy import text
from support.stored_rows import add_patient, add_result

from app.errors import NotFound
from app.store import erasure, patients, visits
from app.store.database import Database


async def count(database: Database, table: str) -> int:
    async with database.snapshot() as db:
        return int(await db.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_a_visit_takes_every_result_that_rests_on_it(database: Database) -> None:
    patient, (first, second) = await add_patient(database, 1, 2)
    await add_result(database, patient, first)
    await add_result(database, patient, second, "deep_analysis", sources={str(first): "f", str(second): "f"})
    kept = await add_result(database, patient, second)
    async with database.transaction() as db:
        await erasure.erase_visit(db, patient, first)
        left = (await db.scalars(text("SELECT id FROM generations"))).all()
    assert left == [kept.id]
    assert await count(database, "therapy_sessions") == 1


async def test_a_patient_of_ours_goes_altogether(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session)
    other, _ = await add_patient(database, 1)
    async with database.transaction() as db:
        await erasure.erase_patient(db, patient)
    assert await count(database, "generations") == 0
    async with database.snapshot() as db:
        assert (await patients.find(db, other)).id == other
    assert await count(database, "patients") == await count(database, "therapy_sessions") == 1


async def test_a_patient_of_the_platforms_stays_with_nothing_of_ours(database: Database) -> None:
    patient, (ours, theirs) = await add_patient(database, 1, 2)
    for session in (ours, theirs):
        await add_result(database, patient, session)
    async with database.transaction() as db:
        await db.execute(text("UPDATE patients SET created_by_service = false"))
        await db.execute(text("UPDATE therapy_sessions SET created_by_service = false WHERE id = :id"), {"id": theirs})
        await erasure.erase_patient(db, patient)
        left = (await db.scalars(text("SELECT id FROM therapy_sessions"))).all()
        with pytest.raises(NotFound):
            await visits.find(db, theirs)
        with pytest.raises(NotFound):
            await patients.find(db, patient)
        assert await visits.list_visits(db, patient) == []
    assert left == [theirs]
    assert await count(database, "patients") == 1
    async with database.transaction() as db:
        assert await patients.register(db, patient)
        assert (await patients.find(db, patient)).id == patient
    assert await count(database, "generations") == 0
