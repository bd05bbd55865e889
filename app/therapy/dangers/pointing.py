"""The wide list: a linear model over words, their beginnings, pairs of words and word classes.

Its weights (weights.json) come from `python -m benchmarks.floor_weights`. From the threshold on it points at a turn: 15
in 100 harmless talks, of authors whose talks it was not fitted on.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from app.therapy.dangers.files import FOLDER, SHARED
from app.therapy.dangers.idioms import MAX_KEPT, without_idioms
from app.therapy.lexicon import Entry, Lexicon
from app.therapy.utterance import Utterance

CLASSES = ("BODY", "MEDICINE", "BLADE", "WEAPON", "PERSON", "PARTNER", "VEHICLE", "HEIGHT", "BLOW")
"""The shared words whose presence in a sentence counts as such."""
WINDOW = 3
"""Sentences that are read together."""
STEM, LONG = 4, 5
"""Letters of the beginning by which a word counts as well, and letters from which on it has one."""
_PERSONS = {
    "i": re.compile(r"\b(?:i|im|ive|id)\b"),
    "me": re.compile(r"\b(?:me|my)\b"),
    "they": re.compile(r"\b(?:he|she|they|hes|shes)\b"),
}


def is_worth_rereading(said: Iterable[Utterance]) -> bool:
    """Whether one turn, by its sentences, is worth a second look."""
    return turn_score(said) >= float(_model()["threshold"])


def turn_score(said: Iterable[Utterance]) -> float:
    """The greatest score of so many sentences in a row: a long turn says no more than a short one."""
    return _score(tuple(one.line for one in said))


@lru_cache(maxsize=MAX_KEPT)
def _score(lines: tuple[str, ...]) -> float:
    heard = [frozenset(_features(line)) for line in lines]
    starts = range(max(1, len(heard) - WINDOW + 1))
    weights = _model()["weights"]
    together = (frozenset[str]().union(*heard[start : start + WINDOW]) for start in starts)
    return max(float(sum(map(weights.__getitem__, found & weights.keys()))) for found in together)


def turn_features(said: Iterable[Utterance]) -> frozenset[str]:
    """What the model sees of a turn: its words, its pairs of words, its classes, and classes beside persons."""
    return frozenset(feature for utterance in said for feature in _features(utterance.line))


def _features(line: str) -> Iterator[str]:
    bare = without_idioms(line).replace(",", "")
    words = bare.split()
    yield from words
    yield from (f"{word[:STEM]}_" for word in words if len(word) >= LONG)
    yield from (f"{first} {second}" for first, second in pairwise(words))
    here = sorted({found.entry.certainty for found in _classes().matches(bare)})
    yield from here
    for person, expression in _PERSONS.items():
        if here and expression.search(bare):
            yield from (f"{person} {name}" for name in here)


@cache
def _classes() -> Lexicon:
    """Each class as an entry of that certainty."""
    words = json.loads(SHARED.read_text(encoding="utf-8"))["words"]
    return Lexicon([Entry(name, name, "", "", words, {}) for name in CLASSES])


@cache
def _model() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "weights.json").read_text(encoding="utf-8")))
