from datetime import timedelta

from sqlalchemy import func, select
from support.tables import each_row

from app.store.database import Database
from app.store.sql_time import seconds_ago


@each_row("seconds", [0.5, 90.0, 86_400.0])
async def test_it_is_so_many_seconds_before_now(module_database: Database, seconds: float) -> None:
    async with module_database.snapshot() as db:
        now, then = (await db.execute(select(func.now(), seconds_ago(seconds)))).one()
    assert now - then == timedelta(seconds=seconds)
