"""Migrates a database to the newest revision, one process at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from alembic import command
from app.errors import Misconfigured
from app.store.database import connect

PROJECT = Path(__file__).resolve().parents[2]
ADOPTED = "013"
PLATFORM_TABLES = {
    *("patients", "therapy_sessions", "analysis_processing_log", "pipeline_events", "generation_costs"),
    *("patient_roadmap", "roadmap_versions"),
}
# Any number that no other program uses on the same database.
LOCK = 7_301_842_116_013


def _config() -> Config:
    if not (PROJECT / "alembic.ini").is_file():
        raise Misconfigured(f"The migrations are missing: alembic.ini and alembic/ belong into {PROJECT}.")
    config = Config(PROJECT / "alembic.ini")
    config.set_main_option("script_location", str(PROJECT / "alembic").replace("%", "%%"))
    return config


@lru_cache(maxsize=1)
def _revisions() -> tuple[str, ...]:
    """All revisions, newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def head_revision() -> str:
    """The newest migration that this code knows."""
    return _revisions()[0]


async def migrate(url: str, adopt: bool = False) -> str:
    """Bring the database at `url` to the newest migration and return that; there already, nothing happens.

    `adopt`: take over a database that holds the platform's tables at 013 and has no migrations of ours.

    Raises:
        Misconfigured: the database is the platform's and `adopt` was not said, or is of another chain of
            migrations. Nothing was changed.
        DatabaseUnavailable: it cannot be reached.
    """
    # Alembic reads files and blocks; a thread with a loop of its own keeps the caller's loop free.
    await asyncio.to_thread(lambda: asyncio.run(_migrate(url, adopt)))
    return head_revision()


@asynccontextmanager
async def migration_lock(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection with an exclusive lock on migrating, which is released when the connection closes."""
    async with connect(url) as connection:
        await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        yield connection


async def _migrate(url: str, adopt: bool) -> None:
    async with migration_lock(url) as connection:
        await connection.run_sync(_upgrade, adopt)


def _upgrade(connection: Connection, adopt: bool) -> None:
    stamp_first = _needs_stamp(connection, adopt)
    config = _config()
    config.attributes["connection"] = connection
    if stamp_first:
        command.stamp(config, ADOPTED)
    command.upgrade(config, "head")


def _needs_stamp(connection: Connection, adopt: bool) -> bool:
    """Whether the database is to be stamped 013 before the upgrade."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        stamped = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
        if foreign := sorted(stamped - set(_revisions())):
            raise Misconfigured(
                f"This database is at migration {', '.join(foreign)}, which this service does not know;"
                " nothing was changed. Set DATABASE_URL to another database, or update the service."
            )
        if stamped:
            return False
    return _is_platforms(tables, adopt)


def _is_platforms(tables: set[str], adopt: bool) -> bool:
    if not tables & PLATFORM_TABLES:
        return False
    if missing := sorted(PLATFORM_TABLES - tables):
        raise Misconfigured(
            f"This database holds some of the platform's tables, but not {', '.join(missing)};"
            " nothing was changed. Bring it to the platform's migration 013 first."
        )
    if not adopt:
        raise Misconfigured(
            "This database holds the platform's tables at 013; nothing was changed."
            " Run `therabridge migrate --adopt` to go on from there."
        )
    return True
