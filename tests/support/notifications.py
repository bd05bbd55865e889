"""What a listener hears, for the tests of whoever announces."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import text

from app.store.database import Database
from app.store.notification_listener import Listener


@dataclass
class Heard:
    """What was heard so far, told in order."""

    payloads: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)

    async def next(self) -> str:
        """The next payload."""
        while (payload := await self.payloads.get()) is None:
            pass
        return payload

    async def missed(self) -> None:
        """Wait until it is said that something may have been missed."""
        while await self.payloads.get() is not None:
            pass


@asynccontextmanager
async def announced(url: str, database: Database, channel: str) -> AsyncIterator[Heard]:
    """Listening for as long as the block lasts; it has begun once the block begins."""
    heard = Heard()
    listening = asyncio.create_task(Listener(url, database, channel, heard.payloads.put_nowait).run())
    try:
        await heard.missed()
        yield heard
    finally:
        while not listening.done():  # a cancellation may be taken for a failure to connect
            listening.cancel()
            await asyncio.wait([listening], timeout=0.1)


async def announce(database: Database, channel: str, payload: str) -> None:
    """Announce something to whoever listens."""
    async with database.transaction() as db:
        await db.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": channel, "payload": payload})


async def cut_off_listeners(database: Database) -> int:
    """Terminate the backends that listen to this database; how many there were."""
    listening = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query ILIKE 'listen %'"
    )
    async with database.transaction() as db:
        return int(await db.scalar(text(listening)) or 0)
