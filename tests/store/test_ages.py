from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.store.ages import ago
from app.store.database import Database


@pytest.mark.parametrize("seconds", [0.5, 90.0, 86_400.0])
async def test_it_is_so_many_seconds_before_now(database: Database, seconds: float) -> None:
    async with database.snapshot() as db:
        now, then = (await db.execute(select(func.now(), ago(seconds)))).one()
    assert now - then == timedelta(seconds=seconds)
