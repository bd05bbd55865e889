"""Fits linear models (app.therapy.dangers.linear): a logistic regression by gradient descent, in plain Python.

Nothing of a text is left in what is written but features that at least two texts share.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.therapy.dangers.files import FOLDER
from app.therapy.dangers.linear import LinearModel, scale

ROUNDS = 80
STEP = 0.3
SHRINK = 0.00003
"""What a weight costs, beside the mean miss of a text."""
MIN_TEXTS = 2
SMALLEST = 0.05
"""The least weight that is kept."""
BIAS = "*"


class Text(NamedTuple):
    """The features of a text, whether it is what the model looks for, and how much it counts."""

    features: frozenset[str]
    sought: bool
    weight: float = 1
    author: str = ""


def fitted(learned: Sequence[Text]) -> LinearModel:
    """A model of some texts, with Adagrad steps; both classes count the same."""
    heard = Counter(feature for text in learned for feature in text.features)
    known = [[one for one in text.features if heard[one] >= MIN_TEXTS] for text in learned]
    total = {sought: sum(text.weight for text in learned if text.sought is sought) for sought in (True, False)}
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        slopes = defaultdict(float, {name: SHRINK * weight for name, weight in weights.items() if name != BIAS})
        for text, names in zip(learned, known, strict=True):
            each = scale(len(text.features))
            score = weights[BIAS] + each * sum(map(weights.__getitem__, names))
            miss = (1 / (1 + math.exp(-max(-30, min(30, score)))) - text.sought) * text.weight / total[text.sought]
            slopes[BIAS] += miss
            for name in names:
                slopes[name] += miss * each
        for name, slope in slopes.items():
            squares[name] += slope * slope
            weights[name] -= STEP * slope / (math.sqrt(squares[name]) + 1e-9)
    bias = weights.pop(BIAS)
    return LinearModel(bias, {}, dict(weights))


def held_out(learned: Sequence[Text], authors: Iterable[str]) -> Iterator[tuple[float, Text]]:
    """Each author's texts with their scores by a model that was fitted without that author."""
    for author in authors:
        model = fitted([text for text in learned if text.author != author])
        yield from ((model.score(text.features), text) for text in learned if text.author == author)


def threshold(unseen: Iterable[tuple[float, Text]], false_alarms: float) -> float:
    """The score that such a share of the texts that are not sought reaches."""
    scores = sorted((score for score, text in unseen if not text.sought), reverse=True)
    return round(scores[int(len(scores) * false_alarms)], 2)


def write_models(name: str, models: Mapping[str, LinearModel]) -> int:
    """Write the file of some models, and say how many weights it has."""
    told = {model: _told(fields) for model, fields in models.items()}
    (FOLDER / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return sum(len(fields["weights"]) for fields in told.values())


def _told(model: LinearModel) -> dict[str, Any]:
    kept = {name: round(weight, 2) for name, weight in sorted(model.weights.items()) if abs(weight) >= SMALLEST}
    return {"bias": round(model.bias, 2), "thresholds": dict(model.thresholds), "weights": kept}
