"""Time that passes only when nobody has anything left to do now, so that hours are over in a moment."""

import asyncio
import heapq
from collections.abc import Coroutine
from itertools import count
from typing import Any

SETTLED_AFTER = 40
"""Turns of the event loop after which whoever was woken has done what it can do at this moment."""


class VirtualTime:
    """A clock and the sleepers on it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._ticks = count()

    async def sleep(self, seconds: float) -> None:
        """Sleep in this time."""
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._ticks), woken))
        await woken

    async def until_done(self, work: Coroutine[Any, Any, Any]) -> float:
        """Let time pass until some work is done; how long it took."""
        began, task = self.now, asyncio.create_task(work)
        while True:
            for _ in range(SETTLED_AFTER):
                await asyncio.sleep(0)
            if task.done():
                task.result()
                return self.now - began
            self._pass()

    def _pass(self) -> None:
        self.now = self._sleepers[0][0]
        while self._sleepers and self._sleepers[0][0] <= self.now:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
