"""The metadata rows of versions."""

from uuid import uuid4

import pytest
from support.stored_rows import add_patient

from app.errors import NotFound
from app.store import metadata, patients, versions
from app.store.database import Database


async def test_an_edit_changes_what_it_names_and_nothing_else(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with module_database.transaction() as db:
        await patients.lock(db, patient)
        version = await versions.add(
            db, versions.YOUR_JOURNEY, patient, {}, {"total_sessions": 3, "last_session_id": session}
        )
    assert version.metadata is not None
    async with module_database.transaction() as db:
        locked = await metadata.find_locked(db, version.metadata.id)
        edited = await metadata.edit(db, locked, {"sessions_analyzed": 2, "metadata_json": {"a": [None], "b": 1e2}})
        assert edited.metadata_json == {"a": [None], "b": 100}
    async with module_database.snapshot() as db:
        row = await metadata.find(db, version.metadata.id)
    assert (row.sessions_analyzed, row.total_sessions, row.last_session_id) == (2, 3, session)
    assert row.metadata_json == {"a": [None], "b": 100}


async def test_no_row_is_not_found(module_database: Database) -> None:
    async with module_database.snapshot() as db:
        with pytest.raises(NotFound):
            await metadata.find(db, uuid4())
    async with module_database.transaction() as db:
        with pytest.raises(NotFound):
            await metadata.find_locked(db, uuid4())


def test_every_column_is_told() -> None:
    assert {"id", "your_journey_version_id", "metadata_json"} <= {column.key for column in metadata.metadata_columns()}
