"""Fits the weights of the wide list: `python -m benchmarks.floor_weights`, some minutes.

A logistic regression over the features of app.therapy.dangers.pointing, in plain Python: the talks in tests/texts/ that
were written before, and the lexicons' own example sentences. The threshold is set at talks of authors that were left
out of the fit, one author after another. No text is left in what it writes but words and pairs of words that at least
two texts share.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from app.sample.visits import sample_visits
from app.therapy.danger import STRICT, Kind
from app.therapy.dangers.files import FOLDER, lexicon_of
from app.therapy.dangers.pointing import turn_features as features_of
from app.therapy.utterance import utterances

TEXTS = Path(__file__).parents[1] / "tests" / "texts"
ROUNDS = 60
STEP = 0.5
SHRINK = 0.002
MIN_TEXTS = 2
EXAMPLE_WEIGHT = 0.4
"""Of a lexicon's example, which is a sentence and no talk."""
FALSE_ALARMS = 0.15
"""The share of the harmless talks that weights fitted without their author point at."""
AUTHORS = tuple(f"risk_talks{n}" for n in ("", "_second", "_third", "_fourth", "_fifth", "_sixth"))


class Text(NamedTuple):
    """What one patient says, whether it speaks of danger, and how much it counts."""

    features: frozenset[str]
    danger: bool
    weight: float
    author: str = ""


def texts() -> Iterator[Text]:
    """All that is learned from."""
    for name in (*AUTHORS, "risk_lines", "risk_lines_second"):
        told = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
        yield from (Text(_longest(one["turns"]), True, 1, name) for one in told["disclosures"])
        yield from (Text(_longest(turns), True, 1, name) for turns in told["admissions"])
        yield from (Text(_longest(one["turns"]), False, 1, name) for one in told["others"])
        yield from (Text(features(line), False, 1, name) for line in told["ordinary"])
    for name in ("risk_snippets", "risk_snippets_second"):
        yield from _snippets(json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8")))
    for name in ("guard_honest", "guard_honest_second"):
        told = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
        yield from (Text(features(line), False, 1) for line in _strings(told))
    yield from (Text(features(text), False, 1, "sample") for text in (*_of_sample(), *_of_short_talks()))
    yield from _examples()


def _of_sample() -> Iterator[str]:
    """What the sample patient says in visits in which nothing was disclosed."""
    expected = json.loads((files("app.sample") / "expected.json").read_text(encoding="utf-8"))["visits"]
    for visit, about in zip(sample_visits(), expected, strict=True):
        if about["risk"] != "disclosed":
            yield from (one.text for one in visit.segments if one.speaker != about["therapist"])


def _of_short_talks() -> Iterator[str]:
    talks = json.loads((TEXTS / "short_conversations.json").read_text(encoding="utf-8"))
    yield from (turn["text"] for talk in talks for turn in talk["turns"] if turn["speaker"] == "P")


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
    """Each author's texts with their scores by weights that were fitted without that author."""
    for author in AUTHORS:
        weights = fitted([text for text in learned if text.author != author])
        texts_of = (text for text in learned if text.author == author)
        yield from ((sum(weights.get(name, 0) for name in text.features), text) for text in texts_of)


def main() -> None:
    """Write weights.json beside the lexicons."""
    learned = list(texts())
    weights = fitted(learned)
    unseen = list(held_out(learned))
    scores = sorted((score for score, text in unseen if not text.danger), reverse=True)
    threshold = round(scores[int(len(scores) * FALSE_ALARMS)], 2)
    kept = {name: round(weight, 2) for name, weight in sorted(weights.items()) if name != "*" and abs(weight) >= 0.05}
    told = {"threshold": threshold, "weights": kept}
    (FOLDER / "weights.json").write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(learned)} texts, {len(kept)} weights, threshold {threshold}")
    caught = [score >= threshold for score, text in unseen if text.danger]
    harmless = [score >= threshold for score, text in unseen if not text.danger]
    found = f"{sum(caught)} of {len(caught)}, {sum(harmless)} of {len(harmless)} harmless ones"
    print(f"from {threshold} on, authors left out: {found}")


if __name__ == "__main__":
    main()
