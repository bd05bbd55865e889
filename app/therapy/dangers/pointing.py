"""The wide list: a linear model over words, pairs of words and word classes, which says what to read again.

It only points. Its weights (weights.json) come from `python -m benchmarks.floor_weights`; a line is pointed at from
the threshold on, which was set at the talks it was fitted on: 15 in 100 harmless ones.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from app.therapy.dangers.files import FOLDER, SHARED
from app.therapy.dangers.idioms import without_idioms
from app.therapy.utterance import utterances

CLASSES = ("BODY", "MEDICINE", "BLADE", "WEAPON", "PERSON", "PARTNER", "VEHICLE", "HEIGHT", "BLOW")
"""The shared words whose presence in a sentence counts as such."""
_PERSONS = {
    "i": re.compile(r"\b(?:i|im|ive|id)\b"),
    "me": re.compile(r"\b(?:me|my)\b"),
    "they": re.compile(r"\b(?:he|she|they|hes|shes)\b"),
}


def is_pointed_at(text: str) -> bool:
    """Whether one turn is worth a second look."""
    model = _model()
    weights = model["weights"]
    return bool(sum(weights.get(feature, 0) for feature in features(text)) >= model["threshold"])


def features(text: str) -> frozenset[str]:
    """What the model sees of a turn: its words, its pairs of words, its classes, and classes beside persons."""
    return frozenset(feature for utterance in utterances(text) for feature in _features(utterance.line))


def _features(line: str) -> Iterator[str]:
    bare = without_idioms(line).replace(",", "")
    words = bare.split()
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))
    here = [name for name, expression in _classes().items() if expression.search(bare)]
    yield from here
    for person, expression in _PERSONS.items():
        if here and expression.search(bare):
            yield from (f"{person} {name}" for name in here)


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    words = json.loads(SHARED.read_text(encoding="utf-8"))["words"]
    return {name: re.compile(rf"\b(?:{'|'.join(words[name])})(?!\w)") for name in CLASSES}


@cache
def _model() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "weights.json").read_text(encoding="utf-8")))
