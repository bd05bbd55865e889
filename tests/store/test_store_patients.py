"""Patients, and the lock under which their versions are numbered."""

import asyncio
from uuid import uuid4

import pytest
from support.stored_rows import add_patient

from app.errors import NotFound
from app.store import patients
from app.store.database import Database


async def test_a_patient_is_new_once_however_many_register_them(module_database: Database) -> None:
    patient = uuid4()

    async def registered() -> bool:
        async with module_database.transaction() as db:
            return await patients.register(db, patient)

    assert sorted(await asyncio.gather(*(registered() for _ in range(5)))) == [False] * 4 + [True]


async def test_the_lock_lets_one_in_at_a_time_and_rows_be_added(module_database: Database) -> None:
    patient, _ = await add_patient(module_database)
    inside = most = 0

    async def hold() -> None:
        nonlocal inside, most
        async with module_database.transaction() as db:
            await patients.lock(db, patient)
            inside += 1
            most = max(most, inside)
            await patients.find(db, patient)  # whoever is let in as well would come in meanwhile
            inside -= 1

    await asyncio.gather(*(hold() for _ in range(5)))
    assert most == 1


async def test_nobody_is_neither_found_nor_locked(module_database: Database) -> None:
    async with module_database.transaction() as db:
        for seek in (patients.find, patients.lock):
            with pytest.raises(NotFound):
                await seek(db, uuid4())
