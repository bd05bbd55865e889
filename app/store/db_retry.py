"""Retries while the database is unavailable, so that a paid model response is not lost."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.errors import DatabaseUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_PAUSE = 0.2
MAX_PAUSE = 2.0


async def retry_while_unavailable(do: Callable[[], Awaitable[T]], seconds: float) -> T:
    """Retry while the database is unavailable, for so long at most. Whether a commit that broke off took place is not
    known, so `do` has to be right also when it did.

    Raises:
        DatabaseUnavailable: it was away all the time.
    """
    until, pause = time.monotonic() + seconds, FIRST_PAUSE
    while True:
        try:
            return await do()
        except DatabaseUnavailable as error:
            if time.monotonic() + pause > until:
                raise
            log.warning("%s Retrying.", error.detail)
        await asyncio.sleep(pause)
        pause = min(2 * pause, MAX_PAUSE)
