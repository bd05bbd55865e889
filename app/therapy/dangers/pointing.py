"""What a linear model says of a patient's turn: the wide list, and a second opinion on the strict one.

It sees words, their beginnings, pairs of words and word classes. Its weights and thresholds (turn_weights.json) come
from `python -m benchmarks.floor_weights`, which measures them on authors whose talks the weights were not fitted on:
from `points` on it points at a turn; below `doubts` a likely entry of the strict list counts for nothing; from `raises`
on a turn that also holds a word of danger is raised without one.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from app.therapy.dangers.files import SHARED
from app.therapy.dangers.idioms import MAX_KEPT, without_idioms
from app.therapy.dangers.linear import LinearModel, linear_models
from app.therapy.lexicon import Entry, Lexicon
from app.therapy.utterance import Utterance

DANGER = "danger"
"""The model of danger; the others of the file have the names of the kinds."""
CLASSES = ("BODY", "MEDICINE", "BLADE", "WEAPON", "PERSON", "PARTNER", "VEHICLE", "HEIGHT", "BLOW")
"""The shared words whose presence in a sentence counts as such."""
DANGEROUS = frozenset({"BODY", "BLADE", "WEAPON", "VEHICLE", "HEIGHT", "BLOW"})
"""Those that are words of danger."""
WINDOW = 3
"""Sentences that are read together."""
STEM, LONG = 4, 5
"""Letters of the beginning by which a word counts as well, and letters from which on it has one."""
_PERSONS = {
    "i": re.compile(r"\b(?:i|im|ive|id)\b"),
    "me": re.compile(r"\b(?:me|my)\b"),
    "they": re.compile(r"\b(?:he|she|they|hes|shes)\b"),
}
_TO_OTHERS = re.compile(r"\b(?:you|your|youre|youve|youd)\b")
_AMBIGUOUS = frozenset("bit bits face hand hands head foot feet back track tracks edge cigarettes cigarette".split())
"""Words of those classes that stand for much else."""


def is_worth_rereading(said: Iterable[Utterance]) -> bool:
    """Whether one turn, by its sentences, is worth a second look."""
    return turn_score(said) >= _model().thresholds["points"]


def is_doubted(said: Iterable[Utterance]) -> bool:
    """Whether one turn is so harmless all in all that an entry which may be a turn of phrase is one."""
    return turn_score(said) < _model().thresholds["doubts"]


def raised_sentence(said: Iterable[Utterance]) -> Utterance | None:
    """The first sentence with a word of danger among so many in a row that the model raises; None where it raises
    none."""
    sentences = tuple(said)
    raises = _model().thresholds["raises"]
    starts = (start for start, score in enumerate(_scores(_lines(sentences))) if score >= raises)
    near = (one for start in starts for one in sentences[start : start + WINDOW])
    return next((one for one in near if names_danger(one.line)), None)


def kind_of(said: Iterable[Utterance]) -> str:
    """The name of the kind that a turn of danger most likely is about."""
    features = turn_features(said)
    models = linear_models("turn_weights")
    return max(sorted(models.keys() - {DANGER}), key=lambda kind: models[kind].score(features))


def turn_score(said: Iterable[Utterance]) -> float:
    """The greatest score of so many sentences in a row."""
    return max(_scores(_lines(said)))


def _lines(said: Iterable[Utterance]) -> tuple[str, ...]:
    return tuple(one.line for one in said)


@lru_cache(maxsize=MAX_KEPT)
def _scores(lines: tuple[str, ...]) -> tuple[float, ...]:
    """The score of each window of a turn."""
    heard = [frozenset(_features(line)) for line in lines]
    starts = range(max(1, len(heard) - WINDOW + 1))
    return tuple(_model().score(frozenset[str]().union(*heard[start : start + WINDOW])) for start in starts)


def turn_features(said: Iterable[Utterance]) -> frozenset[str]:
    """What the model sees of a turn: its words, its pairs of words, its classes, and classes beside persons."""
    return frozenset(feature for utterance in said for feature in _features(utterance.line))


def names_danger(line: str) -> bool:
    """Whether a sentence holds a word of danger, in whatever sense, and speaks to nobody."""
    if _TO_OTHERS.search(line):
        return False
    bare = without_idioms(line).replace(",", "")
    found = (found for found in _classes().matches(bare) if found.entry.certainty in DANGEROUS)
    return any(bare[one.start : one.end] not in _AMBIGUOUS for one in found)


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


def _model() -> LinearModel:
    return linear_models("turn_weights")[DANGER]
