"""A database that is away is waited for, for so long and no longer."""

from itertools import count
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app.errors import DatabaseUnavailable, NotFound
from app.store import db_retry
from app.store.database import Database
from app.store.db_retry import retry_while_unavailable

NOWHERE = "postgresql://u:zwiebel@127.0.0.1:1/none"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_retry, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(db_retry, "MAX_PAUSE", 0.02)


class Once:
    """Something done in a transaction, and how often it was tried."""

    def __init__(self, *databases: Database) -> None:
        self.databases = list(databases)
        self.tries = 0

    async def __call__(self) -> int:
        self.tries += 1
        database = self.databases.pop(0) if len(self.databases) > 1 else self.databases[0]
        async with database.transaction() as db:
            return int(await db.scalar(text("SELECT 7")) or 0)


async def test_it_is_done_again_until_the_database_is_back(module_database: Database) -> None:
    away = Database(NOWHERE)
    once = Once(away, away, away, module_database)
    assert await retry_while_unavailable(once, seconds=3600) == 7
    assert once.tries == 4


async def test_what_succeeds_is_done_once(module_database: Database) -> None:
    once = Once(module_database)
    assert await retry_while_unavailable(once, seconds=3600) == 7
    assert once.tries == 1


async def test_a_database_that_stays_away_is_given_up_and_said_without_its_password(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = Once(Database(NOWHERE))
    monkeypatch.setattr(db_retry, "time", SimpleNamespace(monotonic=count().__next__))
    with pytest.raises(DatabaseUnavailable) as away:
        await retry_while_unavailable(once, seconds=3)
    assert once.tries == 3
    assert len(caplog.messages) == once.tries - 1
    assert "zwiebel" not in f"{away.value.detail}{caplog.text}"


async def test_without_any_time_it_is_tried_once_all_the_same() -> None:
    once = Once(Database(NOWHERE))
    with pytest.raises(DatabaseUnavailable):
        await retry_while_unavailable(once, seconds=0)
    assert once.tries == 1


async def test_pauses_grow_up_to_a_longest(monkeypatch: pytest.MonkeyPatch, module_database: Database) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(db_retry, "FIRST_PAUSE", 1.0)
    monkeypatch.setattr(db_retry, "MAX_PAUSE", 3.0)
    monkeypatch.setattr("app.store.db_retry.asyncio.sleep", sleep)
    assert await retry_while_unavailable(Once(*[Database(NOWHERE)] * 4, module_database), seconds=3600) == 7
    assert slept == [1.0, 2.0, 3.0, 3.0]


async def test_any_other_failure_is_not_tried_again() -> None:
    tries = []

    async def refused() -> None:
        tries.append(1)
        raise NotFound("No such run.")

    with pytest.raises(NotFound):
        await retry_while_unavailable(refused, seconds=3600)
    assert tries == [1]
