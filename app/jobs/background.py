"""Work in the background of this process, by name: started, cancelled, and stopped with it."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Background:
    """The background work of one process."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def names(self) -> list[str]:
        """What is under way."""
        return list(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Begin a piece of work; one that is under way under that name goes on instead."""
        if name in self._tasks:
            work.close()
            return
        task = asyncio.create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(self._ended)

    async def cancel(self, name: str) -> None:
        """Break a piece of work off, and wait until it has cleaned up."""
        task = self._tasks.get(name)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def stop(self) -> None:
        """Break everything off."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its message may hold what was said; its class does not.
            log.error("background work %s ended with %s", task.get_name(), type(error).__name__)
