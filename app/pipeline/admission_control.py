"""Limits how many callers wait for the model or the database. Further callers are rejected at once."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from app.errors import Busy
from app.pipeline.priority_semaphore import PrioritySemaphore

FULL = "Too many callers are waiting for the model. Ask again later; nothing was spent."
CROWDED = "Too many requests are waiting for the database. Ask again later; nothing was changed."


class AdmissionQueue:
    """A queue for a limited number of callers, in addition to those for whom a permit is `free`."""

    def __init__(self, most: int, free: Callable[[], int], full: str = FULL) -> None:
        self._most, self._free, self._full = most, free, full
        self._inside = 0

    @contextmanager
    def admit(self) -> Iterator["WaitingCaller"]:
        """Count a caller as waiting during the block, except while served. Raises Busy if the queue is full."""
        if self._inside >= self._most + self._free():
            raise Busy(self._full)
        self._inside += 1
        try:
            yield WaitingCaller(self)
        finally:
            self._inside -= 1

    def adjust_waiting_count(self, inside: int) -> None:
        """Change the number of waiting callers by one."""
        self._inside += inside


class WaitingCaller:
    """A caller that was admitted."""

    def __init__(self, queue: AdmissionQueue) -> None:
        self._queue = queue

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Give the caller's place in the queue to others while it holds a permit. It may return to the queue
        afterwards.
        """
        self._queue.adjust_waiting_count(-1)
        try:
            yield
        finally:
            self._queue.adjust_waiting_count(+1)


class RequestLimit:
    """Limits the number of requests that use the database at a time. At most `waiting` others wait, each for at most
    `seconds`.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._turns, self._seconds = PrioritySemaphore(at_once), seconds
        self._queue = AdmissionQueue(waiting, lambda: self._turns.free, CROWDED)

    @asynccontextmanager
    async def admit(self, within: float | None = None) -> AsyncIterator[None]:
        """Admit a request to the database during the block. `within` replaces the usual limit of waiting, in seconds.
        Must not be nested. Raises Busy.
        """
        seconds = self._seconds if within is None else min(within, self._seconds)
        async with AsyncExitStack() as stack:
            caller = stack.enter_context(self._queue.admit())
            try:
                await stack.enter_async_context(self._turns.acquire(None, within=seconds))
            except TimeoutError:
                raise Busy(CROWDED) from None
            stack.enter_context(caller.serve())
            yield
