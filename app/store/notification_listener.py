"""Listens for database notifications on one connection, which is monitored and reopened when lost."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.store.database import Database, connect

log = logging.getLogger(__name__)

CHECK_SECONDS = 10.0
"""Seconds between checks whether the connection is still open: a cut network sends no error."""
ANSWER_SECONDS = 5.0
POLL_SECONDS = 0.5
ECHO_LOOKS = 6
"""How many times POLL_SECONDS a notification of our own may take before a pooler is assumed to drop them."""
POLLS = 120
"""How many polls until listening is tried again."""
MIN_PAUSE = 0.1
MAX_PAUSE = 5.0

Heard = Callable[[str | None], None]
"""Called with a notification's payload, or with None when some may have been missed."""


class Listener:
    """Listens on a channel of a database, and calls `heard` in the loop that it runs in.

    `url` leads to the database itself: through a transaction-mode pooler nothing is heard. Where it turns out to, or
    while the connection is away, what is missed is made up for by a `heard(None)`.
    """

    def __init__(self, url: str, database: Database, channel: str, heard: Heard) -> None:
        self._url = url
        self._database = database
        self._channel = channel
        self._heard = heard
        self._echo = f"echo {uuid4().hex}"
        self._echoed = asyncio.Event()
        self._pause = MIN_PAUSE

    async def run(self) -> NoReturn:
        """Listen until cancelled."""
        while True:
            try:
                async with connect(self._url) as connection:
                    await self._attend(connection)
            except Exception as error:  # whatever it was, who stops listening shows nothing any more
                log.warning("Listening for notifications failed (%s). Retrying.", type(error).__name__)
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, MAX_PAUSE)

    async def _attend(self, connection: AsyncConnection) -> None:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection  # asyncpg's own, which has no types
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        try:
            await driver.add_listener(self._channel, self._on)
            echoes = await self._echoes()
            self._pause = MIN_PAUSE
            await (_keep(driver, lost) if echoes else self._poll(lost))
        finally:
            driver.terminate()  # taking leave could take for ever, where nobody answers any more

    async def _echoes(self) -> bool:
        """Whether a notification of our own arrives. It is sent on another connection, since a pooler passes on what a
        connection sends to itself. Until then notifications may be missed."""
        self._echoed.clear()
        announced = {"channel": self._channel, "echo": self._echo}
        async with self._database.transaction() as db:
            await db.execute(text("SELECT pg_notify(:channel, :echo)"), announced)
        for _ in range(ECHO_LOOKS):
            self._heard(None)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._echoed.wait(), POLL_SECONDS)
                return True
        return False

    async def _poll(self, lost: asyncio.Event) -> None:
        log.warning("No notifications arrive: set DATABASE_DIRECT_URL. Polling instead.")
        until = time.monotonic() + POLLS * POLL_SECONDS
        while time.monotonic() < until and not lost.is_set():
            self._heard(None)
            await asyncio.sleep(POLL_SECONDS)

    def _on(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        if payload == self._echo:
            self._echoed.set()
        else:
            self._heard(str(payload))


async def _keep(driver: Any, lost: asyncio.Event) -> None:
    """Wait until the connection is lost; raises what the driver does when it does not answer."""
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), CHECK_SECONDS)
        except TimeoutError:
            await driver.execute("SELECT 1", timeout=ANSWER_SECONDS)
