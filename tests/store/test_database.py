"""One address in two forms, and transactions that commit once."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from support.tables import each_row

from app.errors import DatabaseBusy, DatabaseUnavailable, Misconfigured
from app.store.database import Database, libpq_url, sqlalchemy_url, utf8_url
from app.store.models import Patient, ServiceKey, TherapySession


@each_row(
    ("given", "bare"),
    [
        ("postgres://u:p@h:5433/d", "postgresql://u:p@h:5433/d"),
        ("postgresql+asyncpg://u:p@h/d?sslmode=require", "postgresql://u:p@h/d?sslmode=require"),
        ("postgresql+psycopg://u@h/d?options=-c%20jit%3Doff", "postgresql://u@h/d?options=-c%20jit%3Doff"),
        ("  postgresql://u:p%40ss%2F%25@h/d\n", "postgresql://u:p%40ss%2F%25@h/d"),
    ],
)
def test_any_driver_in_an_address_is_taken_out(given: str, bare: str) -> None:
    assert libpq_url(given) == bare


@each_row("given", ["", "nonsense", "mysql://u:hidden@h/d", "sqlite:///x", "postgresql://u:hidden@h:x/d"])
def test_what_is_no_address_of_postgresql_is_refused_in_one_line(given: str) -> None:
    with pytest.raises(Misconfigured, match="DATABASE_URL") as refusal:
        libpq_url(given)
    assert "\n" not in refusal.value.detail
    assert "hidden" not in refusal.value.detail


def test_asyncpg_gets_ssl_settings_and_nothing_that_only_libpq_knows() -> None:
    url = sqlalchemy_url(
        "postgresql://u:p%40@h:5433/d?sslmode=require&channel_binding=require&keepalives=1&application_name=a%20b"
    )
    (_, arguments) = create_async_engine(url).dialect.create_connect_args(url)
    assert arguments == {
        "host": "h",
        "port": 5433,
        "user": "u",
        "password": "p@",
        "database": "d",
        "dsn": "postgresql://?sslmode=require&application_name=a+b",
    }


def test_an_address_never_shows_its_password() -> None:
    assert "hidden" not in repr(sqlalchemy_url("postgresql://u:hidden@h/d?sslmode=require"))


async def test_settings_of_libpq_in_an_address_do_not_keep_us_out(database_url: str) -> None:
    database = Database(f"{database_url}&sslmode=prefer&channel_binding=prefer&application_name=bridge")
    async with database.transaction() as db:
        assert await db.scalar(text("SHOW application_name")) == "bridge"
    await database.close()


async def test_a_transaction_commits_at_its_end(module_database: Database) -> None:
    async with module_database.transaction() as db:
        patient = Patient()
        db.add(patient)
    async with module_database.transaction() as db:
        assert await db.get(Patient, patient.id) is not None


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.transaction() as db:
            db.add(Patient())
            await db.flush()
            raise LookupError
    async with database.transaction() as db:
        assert (await db.scalars(select(Patient))).all() == []


async def test_a_snapshot_sees_one_moment(database: Database) -> None:
    count = text("SELECT count(*) FROM patients")
    async with database.snapshot() as reading:
        before = await reading.scalar(count)
        async with database.transaction() as db:
            db.add(Patient())
        assert await reading.scalar(count) == before == 0


async def test_a_snapshot_writes_nothing(module_database: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        async with module_database.snapshot() as db:
            await db.execute(text("INSERT INTO patients DEFAULT VALUES"))


async def test_a_snapshot_leaves_the_next_transaction_writable(module_database: Database) -> None:
    database_of_one = module_database
    for _ in range(3):
        async with database_of_one.snapshot() as db:
            await db.execute(text("SELECT 1"))
        async with database_of_one.transaction() as db:
            db.add(Patient())


async def test_times_are_utc_and_json_is_what_it_was(module_database: Database) -> None:
    transcript = {"words": ["für", None, 1, 2.5, True], "empty": {}}
    async with module_database.transaction() as db:
        visit = TherapySession(session_date=datetime(2026, 1, 2, tzinfo=UTC), transcript=transcript)
        db.add(visit)
    async with module_database.transaction() as db:
        found = await db.get_one(TherapySession, visit.id)
        assert await db.scalar(text("SHOW timezone")) == "UTC"
    assert found.session_date == datetime(2026, 1, 2, tzinfo=UTC)
    assert found.session_date.utcoffset() == found.created_at.utcoffset() if found.created_at else False
    assert found.transcript == transcript


async def test_none_is_null_and_not_a_json_null(database: Database) -> None:
    async with database.transaction() as db:
        db.add(TherapySession(session_date=datetime(2026, 1, 2, tzinfo=UTC), transcript=None))
    async with database.transaction() as db:
        assert await db.scalar(text("SELECT count(*) FROM therapy_sessions WHERE transcript IS NULL")) == 1


async def test_an_error_of_the_database_does_not_show_the_values(module_database: Database) -> None:
    with pytest.raises(IntegrityError) as failure:
        async with module_database.transaction() as db:
            db.add_all([ServiceKey(name="whispered", key_hash=b"x"), ServiceKey(name="whispered", key_hash=b"x")])
    assert "whispered" not in str(failure.value)


@each_row(
    "url",
    [
        "postgresql://u:hidden@127.0.0.1:1/d",
        "postgresql://u:hidden@/d?host=/nowhere",
        "postgresql://u:hidden@127.0.0.1:1/d?sslmode=bogus",
    ],
)
async def test_an_unreachable_database_is_told_in_one_line_without_the_password(url: str) -> None:
    database = Database(url)
    with pytest.raises(DatabaseUnavailable) as failure:
        await database.ping()
    assert "hidden" not in failure.value.detail
    assert "\n" not in failure.value.detail


async def test_a_connection_that_is_cut_is_an_unavailable_database_and_the_next_one_works(
    module_database: Database,
) -> None:
    with pytest.raises(DatabaseUnavailable, match="lost"):
        async with module_database.transaction() as db:
            pid = await db.scalar(text("SELECT pg_backend_pid()"))
            async with module_database.transaction() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            while True:
                await db.execute(text("SELECT 1"))
                await asyncio.sleep(0.01)
    await module_database.ping()


async def test_an_idle_connection_that_was_cut_is_not_noticed_by_anyone(database: Database) -> None:
    await database.ping()
    async with database.transaction() as db:
        await db.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()"
            )
        )
    await database.ping()


async def test_a_failure_of_the_caller_stays_what_it_is(module_database: Database) -> None:
    with pytest.raises(FileNotFoundError):
        async with module_database.transaction():
            raise FileNotFoundError


async def test_behind_a_pooler_no_statement_is_kept(database_url: str) -> None:
    database = Database(database_url, pool_size=1, pooled=True)
    for _ in range(3):
        async with database.transaction() as db:
            await db.execute(text("SELECT count(*) FROM patients"))
            kept = await db.scalar(
                text(
                    "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%patients%'"
                    " AND statement NOT LIKE '%prepared%'"
                )
            )
            assert kept == 0
    await database.close()


async def test_an_empty_database_stands_at_no_migration(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    assert await database.revision() is None
    await database.close()


def test_whoever_speaks_through_libpq_is_told_the_encoding() -> None:
    assert utf8_url("postgresql://u@h/d") == "postgresql://u@h/d?client_encoding=utf8"
    assert utf8_url("postgres://u@h/d?sslmode=require") == "postgresql://u@h/d?sslmode=require&client_encoding=utf8"
    assert utf8_url("postgresql://u@h/d?client_encoding=latin1") == "postgresql://u@h/d?client_encoding=latin1"


async def test_a_pool_without_a_free_connection_is_busy_and_not_away(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.POOL_SECONDS", 0.01)
    small = Database(database_url, 1)
    async with small.transaction():
        with pytest.raises(DatabaseBusy) as busy:
            await small.ping()
    assert (busy.value.status, busy.value.code) == (429, "busy")
    assert "DATABASE_URL" not in busy.value.detail
    await small.ping()
    await small.close()
