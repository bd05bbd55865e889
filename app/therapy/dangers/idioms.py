"""Turns of phrase that only sound like danger: "this traffic is killing me", "dying to see it", "hit the gym"."""

from collections.abc import Iterable
from functools import lru_cache

from app.therapy.dangers.files import entries_of
from app.therapy.utterance import Utterance

MAX_KEPT = 1024
"""Lines that are kept without their idioms: they are read for several things one after another."""


def is_about_play(said: Iterable[Utterance]) -> bool:
    """Whether a turn is about a sport, a game or a story, where people are hit, shot and killed."""
    return any(entries_of("idioms", "context").finds(utterance.line) for utterance in said)


@lru_cache(maxsize=MAX_KEPT)
def without_idioms(line: str) -> str:
    """The line with idioms gone; what stood before and after one does not become a phrase."""
    return entries_of("idioms", "idiom").without(line, " , ")
