"""Migrating: what is done to which database, and what is left alone."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from support.platform_tables import (
    SHAPES,
    config_on,
    create_unstamped_platform,
    fingerprints,
    run,
    values,
)

from alembic import command
from app.errors import DatabaseUnavailable, Misconfigured
from app.store.database import connect
from app.store.migrations import head_revision, migrate
from app.store.models import Base

REVISION = "SELECT version_num FROM alembic_version"
COLUMNS = """
SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text, pg_get_expr(adbin, adrelid)
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, CASE contype WHEN 'p' THEN 'key' ELSE conname END, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"""
INDEXES = """
SELECT pg_get_indexdef(indexrelid), '' FROM pg_index JOIN pg_class c ON c.oid = indrelid
WHERE relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))"""


async def structure(url: str) -> set[tuple[object, ...]]:
    async with connect(url) as connection:
        queries = [await connection.execute(text(query)) for query in (COLUMNS, CONSTRAINTS, INDEXES)]
        rows = {tuple(row) for query in queries for row in query}
    return {row for row in rows if "alembic_version" not in str(row)}


async def test_an_empty_database_comes_to_the_newest_migration_by_several_processes_from_any_folder(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert await asyncio.gather(*(migrate(empty_database_url) for _ in range(3))) == [head_revision()] * 3
    assert await values(empty_database_url, REVISION) == [head_revision()]


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = await structure(database_url)
    assert await migrate(database_url) == await migrate(database_url, adopt=True) == head_revision()
    assert await structure(database_url) == before


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_platform_database_is_left_alone(empty_database_url: str, shape: str) -> None:
    await create_unstamped_platform(empty_database_url, shape)
    before = await structure(empty_database_url)
    with pytest.raises(Misconfigured, match="therabridge migrate --adopt") as refusal:
        await migrate(empty_database_url)
    assert "\n" not in refusal.value.detail
    assert await structure(empty_database_url) == before


@pytest.mark.parametrize("shape", SHAPES)
async def test_an_adopted_platform_becomes_like_a_new_database(
    empty_database_url: str, database_url: str, shape: str
) -> None:
    await create_unstamped_platform(empty_database_url, shape)
    before = await fingerprints(empty_database_url, shape)
    assert await migrate(empty_database_url, adopt=True) == head_revision()
    assert await fingerprints(empty_database_url, shape) == before
    assert await structure(empty_database_url) == await structure(database_url)


async def test_a_half_built_platform_is_not_adopted(empty_database_url: str) -> None:
    await run(empty_database_url, "CREATE TABLE therapy_sessions (id uuid)")
    with pytest.raises(Misconfigured, match="but not analysis_processing_log"):
        await migrate(empty_database_url, adopt=True)


@pytest.mark.parametrize("adopt", [False, True])
async def test_a_database_of_another_chain_is_left_alone(empty_database_url: str, adopt: bool) -> None:
    await create_unstamped_platform(empty_database_url, "A")
    await run(
        empty_database_url,
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO alembic_version VALUES ('8c1f0e')",
    )
    with pytest.raises(Misconfigured, match="8c1f0e"):
        await migrate(empty_database_url, adopt=adopt)
    assert await values(empty_database_url, REVISION) == ["8c1f0e"]


async def test_adopting_an_empty_database_is_migrating_it(empty_database_url: str) -> None:
    assert await migrate(empty_database_url, adopt=True) == head_revision()
    assert await values(empty_database_url, "SELECT count(*) FROM patients") == [0]


async def test_a_database_that_is_not_there_is_named_in_one_line(database_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="InvalidCatalogNameError"):
        await migrate(database_url.replace("/test_", "/missing_"))


async def test_the_models_are_the_newest_migration(database_url: str) -> None:
    async with connect(database_url) as connection:
        await connection.run_sync(lambda c: command.check(config_on(c)))


async def test_the_models_have_the_checks_defaults_and_indexes_of_the_migrations(
    database_url: str, empty_database_url: str
) -> None:
    async with connect(empty_database_url) as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.commit()
    assert await structure(empty_database_url) == await structure(database_url)
