"""Limits how many callers wait for the model or the database; further callers are turned away at once."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from app.errors import Busy
from app.pipeline.priority_semaphore import PrioritySemaphore

FULL = "Too many callers are waiting for the model. Ask again later; nothing was spent."
CROWDED = "Too many requests are waiting for the database. Ask again later; nothing was changed."


class AdmissionQueue:
    """A queue for so many callers beside those for whom a turn is `free`."""

    def __init__(self, most: int, free: Callable[[], int], full: str = FULL) -> None:
        self._most, self._free, self._full = most, free, full
        self._inside = 0

    @contextmanager
    def admitted(self) -> Iterator["WaitingCaller"]:
        """A caller who waits while the block lasts, except while served. Raises Busy when the queue is full."""
        if self._inside >= self._most + self._free():
            raise Busy(self._full)
        self._inside += 1
        try:
            yield WaitingCaller(self)
        finally:
            self._inside -= 1

    def step(self, inside: int) -> None:
        """Count one more waiting caller, or one less."""
        self._inside += inside


class WaitingCaller:
    """A caller who was admitted."""

    def __init__(self, queue: AdmissionQueue) -> None:
        self._queue = queue

    @contextmanager
    def served(self) -> Iterator[None]:
        """While a caller has a turn, the queue has one more place. A caller who was admitted may return to it."""
        self._queue.step(-1)
        try:
            yield
        finally:
            self._queue.step(+1)


class RequestLimit:
    """Lets so many requests use the database at a time. As many as `waiting` wait, for so many `seconds` at most."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._turns, self._seconds = PrioritySemaphore(at_once), seconds
        self._queue = AdmissionQueue(waiting, lambda: self._turns.free, CROWDED)

    @asynccontextmanager
    async def admitted(self, within: float | None = None) -> AsyncIterator[None]:
        """A request that may use the database while the block lasts; `within` so many seconds where it is not to wait
        for as long as others. Not to be nested. Raises Busy."""
        seconds = self._seconds if within is None else min(within, self._seconds)
        async with AsyncExitStack() as stack:
            caller = stack.enter_context(self._queue.admitted())
            try:
                await stack.enter_async_context(self._turns.turn(None, within=seconds))
            except TimeoutError:
                raise Busy(CROWDED) from None
            stack.enter_context(caller.served())
            yield
