"""Access to the database: its URL, a connection pool, and transactions that commit once, at their end."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from pydantic_core import from_json, to_json
from sqlalchemy import URL, NullPool, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from app.errors import DatabaseBusy, DatabaseUnavailable, Misconfigured

DRIVER = "postgresql+asyncpg"
CONNECT_SECONDS = 10
POOL_SECONDS = 10
"""Seconds to wait for a pooled connection: as long as for a new one."""
TRUSTED_SECONDS = 1.0

Db = AsyncSession
"""An open transaction, as the functions of this package take it."""

# What asyncpg reads in an address. Anything else of libpq's (channel_binding, keepalives, gssencmode, …) it
# would send to the server as a setting, and the server would refuse the connection.
UNDERSTOOD = {
    *("host", "port", "user", "password", "passfile", "dbname", "database", "target_session_attrs"),
    *("sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword", "sslnegotiation"),
    *("ssl_min_protocol_version", "ssl_max_protocol_version", "krbsrvname", "gsslib"),
    *("application_name", "options"),
}


def libpq_url(url: str) -> str:
    """Return the URL in libpq form, postgresql://…, whichever driver it names.

    Raises Misconfigured: it is not the URL of a PostgreSQL database.
    """
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise Misconfigured(_advice("is no address")) from None
    if parsed.drivername.split("+")[0] not in {"postgresql", "postgres"}:
        raise Misconfigured(_advice(f"names {parsed.drivername}"))
    # Not rendered again: SQLAlchemy writes a space as "+", which libpq does not read as one.
    return "postgresql://" + url.strip().partition("://")[2]


def utf8_url(url: str) -> str:
    """Return the URL in libpq form with UTF-8 as client encoding. Without it, a server without an encoding of its own
    sends bytes instead of text. Raises Misconfigured.
    """
    plain = libpq_url(url)
    return plain if "client_encoding=" in plain else f"{plain}{'&' if '?' in plain else '?'}client_encoding=utf8"


def sqlalchemy_url(url: str) -> URL:
    """Return the URL for `create_async_engine`.

    The query is passed to asyncpg as a DSN of its own, the only place where asyncpg reads `sslmode` and related
    parameters.

    Raises Misconfigured: it is not the URL of a PostgreSQL database.
    """
    parsed = make_url(libpq_url(url)).set(drivername=DRIVER)
    pairs = [(name, value) for name, values in parsed.normalized_query.items() for value in values]
    query = urlencode([pair for pair in pairs if pair[0] in UNDERSTOOD])
    result = parsed.set(query={"dsn": f"postgresql://?{query}"} if query else {})
    assert result.get_driver_name() == "asyncpg"
    return result


def _advice(fault: str) -> str:
    return f"DATABASE_URL {fault}; it looks like postgresql://user:password@host:5432/name."


def _to_json(value: object) -> str:
    return to_json(value).decode()


def application_name(executor: str) -> str:
    """Return the application name of a process's connections, cut to the 63 characters that the server keeps."""
    return executor[:63]


def make_engine(url: str, *, pooled: bool = False, executor: str = "", **options: Any) -> AsyncEngine:
    """Return an engine whose connections use UTC and the executor's name, and whose errors never contain a parameter.

    `pooled`: the URL leads through a transaction-mode pooler, so prepared statements are not kept.
    """
    named = {"application_name": application_name(executor)} if executor else {}
    arguments: dict[str, Any] = {"timeout": CONNECT_SECONDS, "server_settings": {"timezone": "UTC", **named}}
    if pooled:
        arguments |= {
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
            "prepared_statement_name_func": lambda: f"s_{uuid4().hex}",
        }
    return create_async_engine(
        sqlalchemy_url(url),
        connect_args=arguments,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=from_json,
        **options,
    )


@contextmanager
def translate_connection_errors() -> Iterator[None]:
    """Translate connection errors into one line without URL or password. Raises DatabaseBusy, DatabaseUnavailable."""
    try:
        yield
    except NoneFree:
        raise DatabaseBusy("Every connection to the database is in use. Ask again later.") from None
    except Exception as error:
        # asyncpg raises over a dozen kinds here, of OSError, ValueError and classes of its own.
        cause = _cause(error)
        raise DatabaseUnavailable(f"The database cannot be reached ({cause}); check DATABASE_URL.") from None


@asynccontextmanager
async def open_database_connection(url: str, **options: Any) -> AsyncIterator[AsyncConnection]:
    """Open one connection outside any pool; it is closed at the end of the block.

    Raises DatabaseUnavailable: the connection cannot be made.
    """
    engine = make_engine(url, poolclass=NullPool, **options)
    try:
        with translate_connection_errors():
            connection = await engine.connect()
        try:
            yield connection
        finally:
            await connection.close()
    finally:
        await engine.dispose()


@contextmanager
def _staying_connected() -> Iterator[None]:
    """Translate a lost connection into DatabaseUnavailable. Other errors pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise DatabaseUnavailable("The connection to the database was lost.") from None


def _cause(error: BaseException) -> str:
    """Return the class name of the driver's error. Its message may contain the URL."""
    original = getattr(error, "orig", None)
    return type(getattr(original, "__cause__", None) or original or error).__name__


def _note_time(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _ping_after_a_pause(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """Check that an idle connection is still open. A recently used one is trusted, which saves a round trip per
    transaction.
    """
    if time.monotonic() - record.info.get("used", 0.0) < TRUSTED_SECONDS:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


class Database:
    """A connection pool for one database. `url` is in libpq form; `executor` is the process that owns
    the connections.
    """

    def __init__(self, url: str, pool_size: int = 15, *, pooled: bool = False, executor: str = "") -> None:
        sizes = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": POOL_SECONDS}
        self._engine = make_engine(url, pooled=pooled, executor=executor, **sizes)
        event.listen(self._engine.sync_engine, "checkout", _ping_after_a_pause)
        event.listen(self._engine.sync_engine, "checkin", _note_time)
        reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writes = async_sessionmaker(self._engine, expire_on_commit=False)
        self._reads = async_sessionmaker(reading, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that commits at the end of the block, or rolls back if the block raises.

        Raises DatabaseBusy: no connection of the pool became free in time. DatabaseUnavailable: the connection failed
        or was lost.
        """
        async with self._begun(self._writes) as db:
            yield db

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Open a read-only transaction with a consistent snapshot.

        Raises DatabaseBusy, DatabaseUnavailable: as `transaction`.
        """
        async with self._begun(self._reads) as db:
            yield db

    @asynccontextmanager
    async def _begun(self, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
        with _staying_connected():
            async with sessions.begin() as db:
                with translate_connection_errors():
                    await db.connection()
                yield db

    async def ping(self) -> None:
        """Check that the database answers. Raises DatabaseUnavailable."""
        async with self.transaction() as db:
            await db.execute(text("SELECT 1"))

    async def revision(self) -> str | None:
        """Return the migration that the database is at, or None for a database without any."""
        async with self.snapshot() as db:
            if not await _has_table(db, "alembic_version"):
                return None
            revision: str | None = await db.scalar(text("SELECT version_num FROM alembic_version"))
            return revision

    async def has_table(self, name: str) -> bool:
        """Return whether a table exists. The name includes the schema unless it is the default one."""
        async with self.snapshot() as db:
            return await _has_table(db, name)

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self._engine.dispose()


async def _has_table(db: Db, name: str) -> bool:
    return await db.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is not None
