"""Versions of a note are numbered within their visit, each number given once."""

from uuid import uuid4

import pytest
from sqlalchemy import delete
from support.visit_rows import a_generation, a_visit, add

from app.errors import NotFound
from app.store import progress_notes
from app.store.database import Database
from app.store.models import Generation


async def stored(database: Database, visit: object) -> Generation:
    row = a_generation(visit, id=uuid4(), task="progress_note", result={})  # type: ignore[arg-type] # a Visit
    await add(database, row)
    return row


async def filed(database: Database, row: Generation, form: str) -> int:
    async with database.transaction() as db:
        return (await progress_notes.add(db, row, form, {"format": form}, [])).version_number


async def test_a_result_has_one_version_of_a_format(module_database: Database) -> None:
    visit = await a_visit(module_database)
    row = await stored(module_database, visit)
    assert [await filed(module_database, row, form) for form in ("dap", "soap", "dap")] == [1, 2, 1]
    async with module_database.snapshot() as db:
        listed = await progress_notes.list_versions(db, visit.session_id, None, 10)
        assert [version.version_number for version, _ in listed] == [2, 1]
        assert [
            version.version_number for version, _ in await progress_notes.list_versions(db, visit.session_id, 2, 10)
        ] == [1]
        current = await progress_notes.current_version(db, visit.session_id)
        assert current
        assert (current[0].format, current[1].id) == ("soap", row.id)
        assert await progress_notes.find_version(db, visit.session_id, 3) is None
        newest = await progress_notes.version_of_generation(db, row.id)
        assert newest
        assert newest.format == "soap"


async def test_an_erased_version_leaves_its_number_to_nobody(module_database: Database) -> None:
    visit = await a_visit(module_database)
    row = await stored(module_database, visit)
    await filed(module_database, row, "dap")
    async with module_database.transaction() as db:
        await db.execute(delete(Generation).where(Generation.id == row.id))
    async with module_database.snapshot() as db:
        assert await progress_notes.current_version(db, visit.session_id) is None
    assert await filed(module_database, await stored(module_database, visit), "dap") == 2


async def test_what_was_erased_meanwhile_is_filed_no_more(module_database: Database) -> None:
    visit = await a_visit(module_database)
    row = a_generation(visit, id=uuid4())
    with pytest.raises(NotFound):
        await filed(module_database, row, "dap")
