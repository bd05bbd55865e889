"""The wide list: a linear model over words, pairs of words and word classes, which says what to read again.

It only points. Its weights (weights.json) come from `python -m benchmarks.floor_weights`; a line is pointed at from
the threshold on, which was set at the talks it was fitted on: 15 in 100 harmless ones.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from app.therapy.dangers.files import FOLDER, SHARED
from app.therapy.dangers.idioms import without_idioms
from app.therapy.lexicon import Entry, Lexicon
from app.therapy.utterance import Utterance

CLASSES = ("BODY", "MEDICINE", "BLADE", "WEAPON", "PERSON", "PARTNER", "VEHICLE", "HEIGHT", "BLOW")
"""The shared words whose presence in a sentence counts as such."""
_PERSONS = {
    "i": re.compile(r"\b(?:i|im|ive|id)\b"),
    "me": re.compile(r"\b(?:me|my)\b"),
    "they": re.compile(r"\b(?:he|she|they|hes|shes)\b"),
}


def is_pointed_at(said: Iterable[Utterance]) -> bool:
    """Whether one turn, by its sentences, is worth a second look."""
    model = _model()
    weights = model["weights"]
    return bool(sum(weights.get(feature, 0) for feature in features(said)) >= model["threshold"])


def features(said: Iterable[Utterance]) -> frozenset[str]:
    """What the model sees of a turn: its words, its pairs of words, its classes, and classes beside persons."""
    return frozenset(feature for utterance in said for feature in _features(utterance.line))


def _features(line: str) -> Iterator[str]:
    bare = without_idioms(line).replace(",", "")
    words = bare.split()
    yield from words
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
