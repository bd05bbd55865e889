"""A listener hears what is committed, comes back when it is cut off, and polls where nothing arrives."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text
from support.notifications import announce, announced, cut_off_listeners

from app.store import notification_listener
from app.store.database import Database

CHANNEL = "somewhere"
NOTIFICATION = b"A"
LONG = 3600.0


async def test_what_is_announced_is_heard_in_order_and_only_on_its_channel(
    module_database: Database, module_database_url: str
) -> None:
    async with announced(module_database_url, module_database, CHANNEL) as heard:
        await announce(module_database, "elsewhere", "not for us")
        for payload in ("one", "two"):
            await announce(module_database, CHANNEL, payload)
        assert [await heard.next(), await heard.next()] == ["one", "two"]


async def test_what_is_rolled_back_is_not_heard(module_database: Database, module_database_url: str) -> None:
    async with announced(module_database_url, module_database, CHANNEL) as heard:
        with pytest.raises(LookupError):
            async with module_database.transaction() as db:
                await db.execute(text(f"NOTIFY {CHANNEL}, 'taken back'"))
                raise LookupError
        await announce(module_database, CHANNEL, "kept")
        assert await heard.next() == "kept"


async def test_a_listener_that_is_cut_off_comes_back_and_says_that_something_may_be_missed(
    module_database: Database, module_database_url: str
) -> None:
    async with announced(module_database_url, module_database, CHANNEL) as heard:
        await announce(module_database, CHANNEL, "before")
        assert await heard.next() == "before"

        assert await cut_off_listeners(module_database) == 1

        await heard.missed()
        await announce(module_database, CHANNEL, "after")
        assert await heard.next() == "after"


async def test_a_database_that_is_away_is_waited_for(
    module_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    away = "postgresql://u:zwiebel@127.0.0.1:1/none"
    task = asyncio.create_task(notification_listener.Listener(away, module_database, CHANNEL, lambda _: None).run())
    while len(caplog.records) < 2:  # noqa: ASYNC110 - a log line sets no event
        await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()
    assert "DatabaseUnavailable" in caplog.text
    assert "zwiebel" not in caplog.text


async def test_a_connection_that_stands_is_looked_at_from_time_to_time(
    module_database: Database, module_database_url: str
) -> None:
    async with pooler(module_database_url) as (url, behind):
        with mock.patch.multiple(notification_listener, CHECK_SECONDS=0.01, ANSWER_SECONDS=LONG):
            async with announced(url, module_database, CHANNEL) as heard:
                await behind.looked.wait()
                await announce(module_database, CHANNEL, "still heard")
                assert await heard.next() == "still heard"


async def test_a_connection_that_no_longer_answers_is_made_again(
    module_database: Database, module_database_url: str
) -> None:
    async with pooler(module_database_url) as (url, behind):
        with mock.patch.multiple(notification_listener, CHECK_SECONDS=0.01, ANSWER_SECONDS=LONG):
            async with announced(url, module_database, CHANNEL) as heard:
                await announce(module_database, CHANNEL, "heard")
                assert await heard.next() == "heard"
                # From the next look on: one that is under way is answered, as it has all the time there is.
                behind.silent_when_looked_at, notification_listener.ANSWER_SECONDS = True, 0.01
                await heard.missed()
                await announce(module_database, CHANNEL, "heard again")
                assert await heard.next() == "heard again"


async def test_where_announcements_are_swallowed_it_says_again_and_again_that_something_may_be_missed(
    module_database: Database, module_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with pooler(module_database_url) as (url, behind):
        behind.swallows = True
        with mock.patch.object(notification_listener, "POLL_SECONDS", 0.02):
            async with announced(url, module_database, CHANNEL) as heard:
                for _ in range(3 * notification_listener.ECHO_LOOKS):
                    await heard.missed()
                assert "DATABASE_DIRECT_URL" in caplog.text


async def test_it_hears_again_once_nothing_is_swallowed_any_more(
    module_database: Database, module_database_url: str
) -> None:
    async with pooler(module_database_url) as (url, behind):
        behind.swallows = True
        with mock.patch.multiple(notification_listener, POLL_SECONDS=0.02, POLLS=3):
            async with announced(url, module_database, CHANNEL) as heard:
                for _ in range(notification_listener.ECHO_LOOKS + 2):
                    await heard.missed()
                behind.swallows = False
                announcing = asyncio.create_task(announce_until_cancelled(module_database))
                assert await heard.next() == "heard"
                announcing.cancel()


async def announce_until_cancelled(database: Database) -> None:
    while True:
        await announce(database, CHANNEL, "heard")
        await asyncio.sleep(0.05)


class Behind:
    """What lies between us and the database: it may swallow announcements, or fall silent towards whoever is there."""

    swallows = silent_when_looked_at = False
    dead: frozenset[asyncio.Task[None]] = frozenset()

    def __init__(self) -> None:
        self.talks: set[asyncio.Task[None]] = set()
        self.looked = asyncio.Event()

    def look(self) -> None:
        """Somebody looks whether the connection stands."""
        self.looked.set()
        if self.silent_when_looked_at:
            self.dead, self.silent_when_looked_at = frozenset(self.talks), False
            notification_listener.ANSWER_SECONDS = LONG


@asynccontextmanager
async def pooler(url: str) -> AsyncIterator[tuple[str, Behind]]:
    """An address that leads to the database through something that swallows announcements when it is told to, as a
    transaction-mode pooler does."""
    behind = Behind()
    folder, socket_path = socket_of(url)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind.talks.add(current())
        theirs, ours = await asyncio.open_unix_connection(socket_path)
        sending = asyncio.create_task(forward(reader, ours, behind))
        try:
            await pass_back(theirs, writer, behind)
        finally:
            sending.cancel()
            for end in (writer, ours):
                end.close()
                with suppress(OSError):
                    await end.wait_closed()
            behind.talks.discard(current())

    with tempfile.TemporaryDirectory() as name:
        server = await asyncio.start_unix_server(talk, f"{name}/{socket_path.name}")
        try:
            yield url.replace(folder, name), behind
        finally:
            server.close()
            await asyncio.gather(*behind.talks, return_exceptions=True)


def socket_of(url: str) -> tuple[str, Path]:
    folder = parse_qs(urlsplit(url).query)["host"][0]
    (path,) = [path for path in Path(folder).glob(".s.PGSQL.*") if path.is_socket()]
    return folder, path


def current() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None
    return task


async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: Behind) -> None:
    while data := await reader.read(65536):
        if b"SELECT 1" in data:
            behind.look()
        writer.write(data)
    writer.close()


async def pass_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: Behind) -> None:
    """Message by message: a letter, four bytes of length that count themselves, the rest."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readexactly(5)
            rest = await reader.readexactly(int.from_bytes(head[1:]) - 4)
            if current() not in behind.dead and not (behind.swallows and head[:1] == NOTIFICATION):
                writer.write(head + rest)
