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
    """The address as libpq writes it, postgresql://…, whatever driver was named in it.

    Raises:
        Misconfigured: it is no address of a PostgreSQL database.
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
    """The address in libpq form, for a program that speaks through libpq: of a server without an encoding of its own
    it would otherwise get bytes for text. Raises Misconfigured."""
    plain = libpq_url(url)
    return plain if "client_encoding=" in plain else f"{plain}{'&' if '?' in plain else '?'}client_encoding=utf8"


def sqlalchemy_url(url: str) -> URL:
    """The same address for `create_async_engine`.

    The query goes to asyncpg as an address of its own, because asyncpg knows `sslmode` and
    its relatives there only.

    Raises:
        Misconfigured: it is no address of a PostgreSQL database.
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
    """The application name of a process's connections; the server keeps 63 characters."""
    return executor[:63]


def make_engine(url: str, *, pooled: bool = False, executor: str = "", **options: Any) -> AsyncEngine:
    """An engine whose connections use UTC and the executor's name, and whose errors never hold a parameter.

    `pooled`: the address leads through a transaction-mode pooler, where no prepared statement may be kept.
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
def connection_errors() -> Iterator[None]:
    """Turn any connection error into one line without the address or its password. Raises
    DatabaseBusy, DatabaseUnavailable."""
    try:
        yield
    except NoneFree:
        raise DatabaseBusy("Every connection to the database is in use. Ask again later.") from None
    except Exception as error:
        # asyncpg raises over a dozen kinds here, of OSError, ValueError and classes of its own.
        cause = _cause(error)
        raise DatabaseUnavailable(f"The database cannot be reached ({cause}); check DATABASE_URL.") from None


@asynccontextmanager
async def connect(url: str, **options: Any) -> AsyncIterator[AsyncConnection]:
    """One connection outside any pool, closed at the end of the block.

    Raises:
        DatabaseUnavailable: it cannot be made.
    """
    engine = make_engine(url, poolclass=NullPool, **options)
    try:
        with connection_errors():
            connection = await engine.connect()
        try:
            yield connection
        finally:
            await connection.close()
    finally:
        await engine.dispose()


@contextmanager
def _staying_connected() -> Iterator[None]:
    """Turn a lost connection into DatabaseUnavailable; other errors pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise DatabaseUnavailable("The connection to the database was lost.") from None


def _cause(error: BaseException) -> str:
    """The class name of the driver's own error: its message may hold the address."""
    original = getattr(error, "orig", None)
    return type(getattr(original, "__cause__", None) or original or error).__name__


def _note_time(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _ping_after_a_pause(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """Check whether an idle connection is still open. A recently used one is trusted, which saves a round trip in each
    transaction."""
    if time.monotonic() - record.info.get("used", 0.0) < TRUSTED_SECONDS:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


class Database:
    """A pool of connections to one database. `url` is in libpq form; `executor` is whose connections they are."""

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
        """A transaction that commits at the end of the block, or rolls back when the block raises.

        Raises:
            DatabaseBusy: none of the pool's connections became free in time.
            DatabaseUnavailable: no connection, or it was lost.
        """
        async with self._begun(self._writes) as db:
            yield db

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """A read-only transaction with a consistent snapshot.

        Raises:
            DatabaseBusy, DatabaseUnavailable: as `transaction`.
        """
        async with self._begun(self._reads) as db:
            yield db

    @asynccontextmanager
    async def _begun(self, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
        with _staying_connected():
            async with sessions.begin() as db:
                with connection_errors():
                    await db.connection()
                yield db

    async def ping(self) -> None:
        """Raises DatabaseUnavailable unless the database answers."""
        async with self.transaction() as db:
            await db.execute(text("SELECT 1"))

    async def revision(self) -> str | None:
        """The migration the database stands at; None for a database without any."""
        async with self.snapshot() as db:
            if not await _has_table(db, "alembic_version"):
                return None
            revision: str | None = await db.scalar(text("SELECT version_num FROM alembic_version"))
            return revision

    async def has_table(self, name: str) -> bool:
        """Whether there is a table of that name, with its schema where it is not the usual one."""
        async with self.snapshot() as db:
            return await _has_table(db, name)

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self._engine.dispose()


async def _has_table(db: Db, name: str) -> bool:
    return await db.scalar(text("SELECT to_regclass(:name)"), {"name": name}) is not None
