"""Linear models over the features of what was said: weights kept as data beside the lexicons.

A file is `{model: {"bias": number, "thresholds": {name: score}, "weights": {feature: number}}}`, written by a
benchmark that fits it. A score is the sum of the weights of the features found, divided by the square root of how many
there are, so that a long turn says no more than a short one, plus the bias.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

from app.therapy.dangers.files import FOLDER

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


def letters_of(words: Iterable[str], size: int) -> Iterator[str]:
    """The pieces of so many letters of some words, which begin with "<" and end with ">"."""
    marked = (f"<{word}>" for word in words)
    yield from (f"#{word[start : start + size]}" for word in marked for start in range(max(1, len(word) - size + 1)))
