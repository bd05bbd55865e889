"""Databases for tests: one embedded server for all, one migrated template, one clone for each test.

Files marked as long are begun first, so that none of them is waited for alone at the end.
Tests read no setting of whoever runs them, and reach nothing beyond this machine.
"""

import fcntl
import gc
import ipaddress
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import hypothesis
import pytest

from app.bootstrap import bring_up
from app.settings import Settings
from app.store.database import Database, connect
from app.store.embedded import EmbeddedServer, ensure_database, start_embedded

TEMPLATE = "migrated"
MEMORY, MEMORY_NEEDED = Path("/dev/shm"), 2 * 1024**3
A_DAY = 86_400

# The machine is shared: how long one example takes says nothing.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")


class BeyondThisMachine(OSError):
    """A test tried to reach the network."""


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses connections and look-ups of names that lead away from this machine."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host and host != "localhost" and not _is_here(host):
        raise BeyondThisMachine(f"a test tried to reach {host}")


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_stay_here)
for _setting in Settings.model_fields:
    os.environ.pop(_setting.upper(), None)
Settings.model_config["env_file"] = None
# The built-in engine answers about the sample patient too, unless a test is about what is recorded.
os.environ["PLAY_RECORDED"] = "false"
# Nobody here is met over TLS, and reading all authorities anew costs each HTTP client 23 ms.
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = os.devnull


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: a file that takes longer than most, started before the others")
    config.addinivalue_line("markers", "quick: belongs to `make prove ARGS=--quick`")


def pytest_collection_finish() -> None:
    """Modules and collected items stay until the end: the garbage collector need not walk them again and again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def server_folder(request: pytest.FixtureRequest) -> Path:
    """One folder for all processes of this test run, open to the system user that root's server runs as."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid", uuid4().hex)
    place = _roomy_memory()
    for left in place.glob("therabridge-tests-*[!k]"):  # by runs that were killed
        if time.time() - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    folder = place / f"therabridge-tests-{run[:12]}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return folder


def _roomy_memory() -> Path:
    """Where hundreds of databases come and go. On a disk each costs up to half a second of the processor: ext4 without
    a journal passes over every file that was deleted in the last minutes before it makes one."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        return MEMORY
    return Path(tempfile.gettempdir()).resolve()


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
    async with connect(server.url, isolation_level="AUTOCOMMIT") as connection:
        found = await connection.exec_driver_sql(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'")
        if found.first() is not None:
            return
        for setting in CARELESS:
            await connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        await bring_up(await ensure_database(server, "unfinished"))
        await connection.exec_driver_sql(f"ALTER DATABASE unfinished RENAME TO {TEMPLATE}")


async def run_sql(server: EmbeddedServer, statement: str) -> None:
    async with connect(server.url, isolation_level="AUTOCOMMIT") as connection:
        await connection.exec_driver_sql(statement)


def name_in(url: str) -> str:
    """The name of the database at an address."""
    return urlsplit(url).path[1:]


async def temporary_database(server: EmbeddedServer, template: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    # Copying files takes a fifth of what it takes to log every page.
    await run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield server.url.replace("/postgres?", f"/{name}?")
    await run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database_url(database_server: EmbeddedServer) -> AsyncIterator[str]:
    """Address of a database of this test's own, at the newest migration."""
    async for url in temporary_database(database_server, TEMPLATE):
        yield url


@pytest.fixture(scope="module")
async def module_database_url(database_server: EmbeddedServer) -> AsyncIterator[str]:
    """The same for the tests of one module together."""
    async for url in temporary_database(database_server, TEMPLATE):
        yield url


@pytest.fixture(scope="session")
def copied(database_server: EmbeddedServer) -> Callable[[str], AbstractAsyncContextManager[str]]:
    """Copies the database at an address, to which nobody may be connected: `async with copied(url) as copy`."""

    def copy(url: str) -> AbstractAsyncContextManager[str]:
        return asynccontextmanager(temporary_database)(database_server, name_in(url))

    return copy


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


@pytest.fixture(scope="module")
async def module_database(module_database_url: str) -> AsyncIterator[Database]:
    """The same for the tests of one module together: each has patients of its own and counts no whole table."""
    database = Database(module_database_url)
    yield database
    await database.close()
