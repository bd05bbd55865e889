"""The SQL that lists share."""

from sqlalchemy import text
from support.stored_rows import add_patient, add_result

from app.store.database import Database
from app.store.list_fragments import HELD_ROWS, ListedTasks, screen_state

TASKS = ListedTasks(["prose_generation"], "risk_screen", "1")


async def test_what_was_released_is_held_no_more(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    row = await add_result(database, patient, session, "prose_generation", held=True)
    async with database.transaction() as db:
        assert list(await db.scalars(text(HELD_ROWS), {"tasks": TASKS.values["tasks"]})) == [row.id]
        await db.execute(text("UPDATE generations SET released_at = now()"))
        assert list(await db.scalars(text(HELD_ROWS), {"tasks": TASKS.values["tasks"]})) == []


async def test_a_visit_that_was_never_screened_has_no_state(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    values = {"screen": TASKS.screen, "screen_prompt": TASKS.screen_prompt, "session": session}
    async with module_database.snapshot() as db:
        assert await db.scalar(text(f"SELECT {screen_state('CAST(:session AS uuid)')}"), values) is None
