"""How many callers may wait for a turn at the model: the next one is told at once to come back later."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.errors import Busy

FULL = "Too many callers are waiting for the model. Ask again later; nothing was spent."


class WaitingRoom:
    """Room for so many callers beside those for whom a turn is `free`."""

    def __init__(self, most: int, free: Callable[[], int]) -> None:
        self._most, self._free = most, free
        self._inside = 0

    @contextmanager
    def admitted(self) -> Iterator["Guest"]:
        """A caller who waits while the block lasts, save while served. Raises Busy when the room is full."""
        if self._inside >= self._most + self._free():
            raise Busy(FULL)
        self._inside += 1
        try:
            yield Guest(self)
        finally:
            self._inside -= 1

    def step(self, inside: int) -> None:
        """Count one more inside, or one less."""
        self._inside += inside


class Guest:
    """One who was admitted."""

    def __init__(self, room: WaitingRoom) -> None:
        self._room = room

    @contextmanager
    def served(self) -> Iterator[None]:
        """While a guest has a turn, the room has a place more. Whoever was admitted may come back into it."""
        self._room.step(-1)
        try:
            yield
        finally:
            self._room.step(+1)
