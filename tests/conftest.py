"""Databases for tests: one embedded server for all, one migrated template, one clone for each test."""

import fcntl
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from app.store.database import Database, connected
from app.store.embedded import EmbeddedServer, ensure_database, start_embedded
from app.store.migrations import migrate

TEMPLATE = "migrated"
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture(scope="session")
def server_folder(request: pytest.FixtureRequest) -> Path:
    """One folder for all processes of this test run, open to the system user that root's server runs as."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid", uuid4().hex)
    folder = Path(tempfile.gettempdir()).resolve() / f"therabridge-tests-{run[:12]}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return folder


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    with folder.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
async def database_server(server_folder: Path) -> AsyncIterator[EmbeddedServer]:
    with one_at_a_time(server_folder):
        server = start_embedded(server_folder)
        await build_template(server)
    yield server
    with one_at_a_time(server_folder):
        server.stop()
        if not (server.data_dir / "postmaster.pid").exists():
            shutil.rmtree(server_folder)
            server_folder.with_suffix(".lock").unlink()


async def build_template(server: EmbeddedServer) -> None:
    """Under another name first: a template that is there is complete."""
    async with connected(server.url, isolation_level="AUTOCOMMIT") as connection:
        found = await connection.exec_driver_sql(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'")
        if found.first() is not None:
            return
        for setting in CARELESS:
            await connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        await migrate(await ensure_database(server, "unfinished"))
        await connection.exec_driver_sql(f"ALTER DATABASE unfinished RENAME TO {TEMPLATE}")


async def run_sql(server: EmbeddedServer, statement: str) -> None:
    async with connected(server.url, isolation_level="AUTOCOMMIT") as connection:
        await connection.exec_driver_sql(statement)


async def temporary_database(server: EmbeddedServer, template: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    await run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url.replace("/postgres?", f"/{name}?")
    await run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database_url(database_server: EmbeddedServer) -> AsyncIterator[str]:
    """Address of a database of this test's own, at the newest migration."""
    async for url in temporary_database(database_server, TEMPLATE):
        yield url


@pytest.fixture
async def empty_database_url(database_server: EmbeddedServer) -> AsyncIterator[str]:
    """Address of a database of this test's own, without any table."""
    async for url in temporary_database(database_server, "template0"):
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()
