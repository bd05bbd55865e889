"""Linear models over the features of what was said: weights kept as data beside the lexicons.

A file is `{model: {"bias": number, "thresholds": {name: score}, "weights": {feature: number}}}`, written by a
benchmark that fits it. A score is the sum of the weights of the features found, divided by the square root of how many
there are, so that a long turn says no more than a short one, plus the bias.
"""

import json
import math
from collections.abc import Mapping, Set
from functools import cache, lru_cache
from typing import NamedTuple

from app.therapy.dangers.files import FOLDER

MAX_WORDS_KEPT = 5_000
FEW = 25
"""Features of a text that count as this many where it has fewer: two words are no evidence."""


class LinearModel(NamedTuple):
    """One model of a file."""

    bias: float
    thresholds: Mapping[str, float]
    weights: Mapping[str, float]

    def score(self, features: Set[str]) -> float:
        """How much the features of a text speak for what the model looks for; above 0 more than against it."""
        return self.bias + scale(len(features)) * sum(map(self.weights.__getitem__, features & self.weights.keys()))


def scale(features: int) -> float:
    """What each of so many features counts."""
    return 1 / math.sqrt(max(FEW, features))


@cache
def linear_models(name: str) -> Mapping[str, LinearModel]:
    """The models of `name`.json, read at first use."""
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return {model: LinearModel(**fields) for model, fields in told.items()}


@lru_cache(maxsize=MAX_WORDS_KEPT)
def pieces_of(word: str, size: int) -> tuple[str, ...]:
    """The pieces of so many letters of a word, which begins with "<" and ends with ">"."""
    marked = f"<{word}>"
    return tuple(f"#{marked[start : start + size]}" for start in range(max(1, len(marked) - size + 1)))
