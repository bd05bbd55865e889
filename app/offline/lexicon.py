"""Words that tell a mood, with weights, and the mood of a sentence made of them.

Our own list, English only, in mood_words.json. A weight runs from -3 (unbearable) to 3 (thriving). Words are in the
form that app.therapy.wording gives: small letters, no apostrophes. docs/measured/mood.md compares it with others.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from app.therapy.wording import words

_STRONGER = frozenset("very really so extremely totally completely absolutely incredibly awfully always".split())
_WEAKER = frozenset("bit little slightly somewhat sort kind maybe kinda fairly".split())
_NOT = frozenset(
    "not no never dont doesnt didnt isnt wasnt arent wont wouldnt cant couldnt hardly without aint havent hasnt hadnt"
    " werent cannot neither nor nothing nobody barely less".split()
)
_PARTS = re.compile(r"[,;:.!?—–]|\bbut\b|\bthough\b|\bthen\b", re.I)
"""Where a "not" or a "very" no longer counts."""
_REACH = 3
"""How many words back a "not" or a "very" still counts."""
_NEGATED = -0.5
""" "Not happy" is half as sad as "happy" is glad, and "not bad" half as glad."""


def _table(groups: dict[str, list[str]]) -> dict[tuple[str, ...], float]:
    entries = ((entry, weight) for weight, lines in groups.items() for line in lines for entry in line.split("; "))
    return {tuple(entry.split()): float(weight) for entry, weight in entries}


WEIGHTS = _table(json.loads(files("app.offline").joinpath("mood_words.json").read_text(encoding="utf-8")))
_MAX_LENGTH = max(map(len, WEIGHTS))


class Feeling(NamedTuple):
    """What a stretch of words weighs, and the words that weigh, pleasant and unpleasant apart."""

    good: float
    bad: float
    pleasant: tuple[str, ...] = ()
    unpleasant: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """How much of a feeling it is, of whichever kind."""
        return self.good + self.bad


def feeling_of(text: str) -> Feeling:
    """The feeling that `text`, best one sentence, is worded with."""
    found = [item for part in _PARTS.split(text) for item in _weighed([word.form for word in words(part)])]
    good, bad = [item for item in found if item[0] > 0], [item for item in found if item[0] < 0]
    return Feeling(
        good=sum(weight for weight, _ in good),
        bad=-sum(weight for weight, _ in bad),
        pleasant=tuple(dict.fromkeys(word for _, word in good)),
        unpleasant=tuple(dict.fromkeys(word for _, word in bad)),
    )


def _weighed(forms: list[str]) -> Iterator[tuple[float, str]]:
    """The entries in one clause, each with its weight as it is meant there and its words from the "not" on."""
    at = 0
    while at < len(forms):
        size, weight = _entry_at(forms, at)
        if weight:
            first = max(0, at - _REACH)
            negated = next((place for place in range(first, at) if forms[place] in _NOT), at)
            yield weight * _manner(forms[first:at]), " ".join(forms[negated : at + size])
        at += size


def _entry_at(forms: list[str], at: int) -> tuple[int, float]:
    """Length and weight of the longest entry that begins at word `at`; (1, 0) where none does."""
    for size in range(min(_MAX_LENGTH, len(forms) - at), 0, -1):
        weight = WEIGHTS.get(tuple(forms[at : at + size]))
        if weight is not None:
            return size, weight
    return 1, 0.0


def _manner(before: list[str]) -> float:
    """What the words just before do to a weight: turn it round, strengthen or weaken it."""
    factor = _NEGATED if any(form in _NOT for form in before) else 1.0
    if any(form in _STRONGER for form in before):
        factor *= 1.5
    if any(form in _WEAKER for form in before[-2:]):
        factor *= 0.6
    return factor
