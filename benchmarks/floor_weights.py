"""Fits the weights of the wide list: `python -m benchmarks.floor_weights`, about a minute.

A logistic regression over the features of app.therapy.dangers.pointing, in plain Python: the talks in tests/texts/ that
were written before, and the lexicons' own example sentences. No text is left in what it writes but words and pairs of
words that at least two texts share.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from app.therapy.danger import STRICT, Kind
from app.therapy.dangers.files import FOLDER, lexicon_of
from app.therapy.dangers.pointing import features as features_of
from app.therapy.utterance import utterances

TEXTS = Path(__file__).parents[1] / "tests" / "texts"
ROUNDS = 150
STEP = 0.5
SHRINK = 0.002
MIN_TEXTS = 2
FOLDS = 5
EXAMPLE_WEIGHT = 0.4
"""Of a lexicon's example, which is a sentence and no talk."""
FALSE_ALARMS = 0.1
"""The share of the harmless talks that is pointed at by weights fitted without them."""


class Text(NamedTuple):
    """What one patient says, whether it speaks of danger, and how much it counts."""

    features: frozenset[str]
    danger: bool
    weight: float


def texts() -> Iterator[Text]:
    """All that is learned from."""
    for name in ("risk_talks", "risk_talks_second", "risk_lines"):
        told = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
        yield from (Text(_longest(one["turns"]), True, 1) for one in told["disclosures"])
        yield from (Text(_longest(turns), True, 1) for turns in told["admissions"])
        yield from (Text(_longest(one["turns"]), False, 1) for one in told["others"])
        yield from (Text(features(line), False, 1) for line in told["ordinary"])
    for name in ("risk_snippets", "risk_snippets_second"):
        yield from _snippets(json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8")))
    for name in ("guard_honest", "guard_honest_second"):
        told = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
        yield from (Text(features(line), False, 1) for line in _strings(told))
    yield from _examples()


def _snippets(told: list[dict[str, Any]]) -> Iterator[Text]:
    for one in told:
        if one["state"] != "indeterminate":
            turns = [["patient" if turn["speaker"] == "P" else "therapist", turn["text"]] for turn in one["turns"]]
            yield Text(_longest(turns), one["state"] == "disclosed", 1)


def _examples() -> Iterator[Text]:
    for kind in Kind:
        for entry in lexicon_of(kind).entries:
            if entry.certainty in STRICT:
                yield Text(features(entry.finds), True, EXAMPLE_WEIGHT)
                yield Text(features(entry.spares), False, EXAMPLE_WEIGHT)
    yield from (Text(features(entry.finds), False, EXAMPLE_WEIGHT) for entry in lexicon_of("idioms").entries)


def features(text: str) -> frozenset[str]:
    """What the model sees of a turn."""
    return features_of(utterances(text))


def _longest(turns: list[list[str]]) -> frozenset[str]:
    said = [text for who, text in turns if who == "patient"] or [turns[0][1]]
    return max(map(features, said), key=len)


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str) and " " in told:
        yield told
    elif isinstance(told, list | dict):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _strings(one)


def fitted(learned: list[Text]) -> dict[str, float]:
    """The weights, by batch gradient descent with Adagrad steps; both classes count the same."""
    heard = Counter(feature for text in learned for feature in text.features)
    known = [frozenset(one for one in text.features if heard[one] >= MIN_TEXTS) for text in learned]
    total = {danger: sum(text.weight for text in learned if text.danger is danger) for danger in (True, False)}
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(float)
    for _ in range(ROUNDS):
        slopes = defaultdict(float, {name: SHRINK * weight for name, weight in weights.items()})
        for text, names in zip(learned, known, strict=True):
            score = weights["*"] + sum(weights[name] for name in names)
            miss = (1 / (1 + math.exp(-max(-30, min(30, score)))) - text.danger) * text.weight / total[text.danger]
            for name in (*names, "*"):
                slopes[name] += miss
        for name, slope in slopes.items():
            squares[name] += slope * slope
            weights[name] -= STEP * slope / (math.sqrt(squares[name]) + 1e-6)
    return weights


def held_out(learned: list[Text]) -> Iterator[tuple[float, Text]]:
    """Each text with its score by weights that were fitted without it."""
    for fold in range(FOLDS):
        weights = fitted([text for number, text in enumerate(learned) if number % FOLDS != fold])
        yield from ((sum(weights.get(name, 0) for name in text.features), text) for text in learned[fold::FOLDS])


def main() -> None:
    """Write weights.json beside the lexicons."""
    learned = list(texts())
    weights = fitted(learned)
    unseen = [(score, text) for score, text in held_out(learned) if text.weight == 1]
    scores = sorted(score for score, text in unseen if not text.danger)
    threshold = round(scores[int(len(scores) * (1 - FALSE_ALARMS))], 2)
    kept = {name: round(weight, 2) for name, weight in sorted(weights.items()) if name != "*" and abs(weight) >= 0.05}
    told = json.dumps({"threshold": threshold, "weights": kept}, ensure_ascii=False, indent=0)
    (FOLDER / "weights.json").write_text(told + "\n", encoding="utf-8")
    caught = [score >= threshold for score, text in unseen if text.danger]
    print(f"{len(learned)} texts, {len(kept)} weights, threshold {threshold}")
    print(f"held out: {sum(caught)} of {len(caught)} found at {FALSE_ALARMS:.0%} false alarms")


if __name__ == "__main__":
    main()
