"""A fair semaphore: patients take turns, and within a patient the step that most others wait for goes first.

Places at the model are handed out this way, and the few at which results are written: loop, pool and processors are
shared, and where forty steps begin at once each of them takes as long as all. A run of one visit beside one of 200
takes at most twice its time alone; before, when the longest chain went first across patients, it took sixty times.
"""

import asyncio
import heapq
from collections import Counter
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count

WRITING_AT_ONCE = 3

Waiting = tuple[float, int, "asyncio.Future[None]"]
"""The weight, negated, when it came, and what it waits for."""


class Permit:
    """A turn that is held; it ends with its block or earlier, once."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave: Callable[[], None] | None = leave

    def end(self) -> None:
        """Give the turn to the next in line."""
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()


class PrioritySemaphore:
    """So many turns at a time. The next one goes to the patient who has the fewest now; among those, to the one who
    has waited longest since the last. Of a patient's waiting steps the heaviest goes first, then the oldest.

    Members are patients who have a run under way. While one of them has no turn and waits for none, as between two
    steps, a turn is kept free for it, as far as half of all turns reach: else it would wait for the end of somebody
    else's call again and again.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._held = Counter[Hashable]()
        self._members = Counter[Hashable]()
        self._waiting: dict[Hashable, list[Waiting]] = {}
        self._last: dict[Hashable, int] = {}
        self._ticks = count()

    @asynccontextmanager
    async def turn(self, patient: Hashable, weight: float = 0.0, within: float | None = None) -> AsyncIterator[Permit]:
        """Wait for a turn, and have it while the block lasts unless it is ended before. Raises TimeoutError when there
        was none `within` so many seconds."""
        await self._wait(patient, weight, within)
        turn = Permit(lambda: self._leave(patient))
        try:
            yield turn
        finally:
            turn.end()

    @contextmanager
    def member(self, patient: Hashable) -> Iterator[None]:
        """Count a patient as a member while the block lasts."""
        self._members[patient] += 1
        try:
            yield
        finally:
            self._members[patient] -= 1
            self._drop(patient)
            self._assign()

    @property
    def free(self) -> int:
        """How many turns are free."""
        return self._at_once - self._held.total()

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return sum(len(waiting) for waiting in self._waiting.values())

    async def _wait(self, patient: Hashable, weight: float, within: float | None) -> None:
        turn = asyncio.get_running_loop().create_future()
        came = next(self._ticks)
        heapq.heappush(self._waiting.setdefault(patient, []), (-weight, came, turn))
        self._last.setdefault(patient, came)
        self._assign()
        try:
            async with asyncio.timeout(within):
                await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._leave(patient)  # it was given at the moment of cancellation
            else:
                turn.cancel()
                self._clear(patient)
                self._assign()
            raise

    def _leave(self, patient: Hashable) -> None:
        self._held[patient] -= 1
        self._last[patient] = next(self._ticks)
        self._drop(patient)
        self._assign()

    def _assign(self) -> None:
        while self._waiting and self.free > 0:
            patient = min(self._waiting, key=lambda one: (self._held[one], self._last[one]))
            if self._held[patient] and self.free <= self._kept_free():
                return
            self._give(patient)

    def _give(self, patient: Hashable) -> None:
        _, _, turn = heapq.heappop(self._waiting[patient])
        if not self._waiting[patient]:
            del self._waiting[patient]
        if not turn.done():  # one that is cancelled at this moment leaves next
            turn.set_result(None)
            self._held[patient] += 1
            self._last[patient] = next(self._ticks)
        self._drop(patient)

    def _kept_free(self) -> int:
        between = sum(1 for one in self._members if not self._held[one] and one not in self._waiting)
        return min(between, self._at_once // 2)

    def _clear(self, patient: Hashable) -> None:
        """Remove those who gave up."""
        waiting = [one for one in self._waiting.pop(patient, []) if not one[2].done()]
        heapq.heapify(waiting)
        if waiting:
            self._waiting[patient] = waiting
        self._drop(patient)

    def _drop(self, patient: Hashable) -> None:
        """Drop a patient without turns; the counters keep no zeros."""
        for counter in (self._held, self._members):
            if not counter[patient]:
                del counter[patient]
        if patient not in self._held and patient not in self._waiting and patient not in self._members:
            self._last.pop(patient, None)
