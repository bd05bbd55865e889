"""What a linear model says of a patient's turn: the wide list, and a second opinion on the strict one.

It sees words, their beginnings, pairs of words and word classes. Its weights and thresholds (turn_weights.json) come
from `python -m benchmarks.floor_weights`, which measures them on authors whose talks the weights were not fitted on:
from `points` on it points at a turn; below `doubts` a likely entry of the strict list counts for nothing; from `raises`
on a turn that also holds a word of danger is raised without one.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from app.therapy.dangers.files import SHARED
from app.therapy.dangers.idioms import MAX_KEPT, without_idioms
from app.therapy.dangers.linear import MAX_WORDS_KEPT, LinearModel, linear_models
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
    "i": frozenset(["i", "im", "ive", "id"]),
    "me": frozenset(["me", "my"]),
    "they": frozenset(["he", "she", "they", "hes", "shes"]),
}
_OF_SEVERAL = re.compile(r" |\(\?[=!<]|[A-Z]{2}|~|\^|\$")
"""What a pattern has that is more than one word, or looks beside it."""
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
    heard = [_features(line) for line in lines]
    starts = range(max(1, len(heard) - WINDOW + 1))
    return tuple(_model().score(set[str]().union(*heard[start : start + WINDOW])) for start in starts)


def turn_features(said: Iterable[Utterance]) -> frozenset[str]:
    """What the model sees of a turn: its words, its pairs of words, its classes, and classes beside persons."""
    return frozenset[str]().union(*(_features(utterance.line) for utterance in said))


def names_danger(line: str) -> bool:
    """Whether a sentence holds a word of danger, in whatever sense, and speaks to nobody."""
    if _TO_OTHERS.search(line):
        return False
    bare = without_idioms(line).replace(",", "")
    if any(DANGEROUS & _classes_of_word(word) for word in bare.split() if word not in _AMBIGUOUS):
        return True
    found = (found for found in _phrases().matches(bare) if found.entry.certainty in DANGEROUS)
    return any(bare[one.start : one.end] not in _AMBIGUOUS for one in found)


def _features(line: str) -> set[str]:
    bare = without_idioms(line).replace(",", "")
    words = bare.split()
    found = {*words, *map(" ".join, pairwise(words))}
    found.update([f"{word[:STEM]}_" for word in words if len(word) >= LONG])
    here = frozenset(found.entry.certainty for found in _phrases().matches(bare)).union(*map(_classes_of_word, words))
    found |= here
    persons = [person for person, forms in _PERSONS.items() if here and not forms.isdisjoint(words)]
    found.update([f"{person} {name}" for person in persons for name in here])
    return found


@lru_cache(maxsize=MAX_WORDS_KEPT)
def _classes_of_word(word: str) -> frozenset[str]:
    """The classes that a word is of wherever it stands."""
    return frozenset(name for name, expression in _words().items() if expression.fullmatch(word))


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    """The words of each class that are of it wherever they stand."""
    return {name: re.compile("|".join(filter(_is_word, words))) for name, words in _classes().items()}


@cache
def _phrases() -> Lexicon:
    """The others of each class as an entry of that certainty: several words, or one whose neighbours count."""
    others = {name: [word for word in words if not _is_word(word)] for name, words in _classes().items()}
    entries = ((name, {**_shared(), name: words}) for name, words in others.items() if words)
    return Lexicon([Entry(name, name, "", "", words, {}) for name, words in entries])


def _is_word(pattern: str) -> bool:
    return _OF_SEVERAL.search(pattern) is None


def _classes() -> Mapping[str, Sequence[str]]:
    return {name: _shared()[name] for name in CLASSES}


@cache
def _shared() -> Mapping[str, Sequence[str]]:
    return dict(json.loads(SHARED.read_text(encoding="utf-8"))["words"])


def _model() -> LinearModel:
    return linear_models("turn_weights")[DANGER]
