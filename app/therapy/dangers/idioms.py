"""Turns of phrase that only sound like danger: "this traffic is killing me", "dying to see it", "hit the gym"."""

from app.therapy.dangers.files import lexicon_of


def without_idioms(line: str) -> str:
    """The line with idioms gone; what stood before and after one does not become a phrase."""
    return lexicon_of("idioms").without(line, " , ")
