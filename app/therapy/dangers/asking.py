"""Whether a therapist's turn asks the patient after danger, and which, where the rules do not know the question.

Linear models over the last sentences of the turn (question_weights.json): one for the question, one for each kind. They
come from `python -m benchmarks.question_weights`.
"""

from collections.abc import Sequence
from functools import lru_cache

from app.therapy.dangers.idioms import MAX_KEPT
from app.therapy.dangers.linear import LinearModel, linear_models, pieces_of
from app.therapy.dangers.pointing import turn_features
from app.therapy.utterance import Utterance

LAST = 2
"""Sentences at the end of a turn that are read: what was said before is no question."""
PIECE = 4
"""Letters of the pieces of words that count."""
ASKS = "asks"
"""The model of the question; the others have the names of the kinds."""


def question_score(said: Sequence[Utterance]) -> float:
    """How much a turn of a therapist sounds like a question after danger."""
    return _score(tuple(said[-LAST:]))


@lru_cache(maxsize=MAX_KEPT)
def _score(said: tuple[Utterance, ...]) -> float:
    return _model().score(question_features(said))


def may_be_asked(said: Sequence[Utterance]) -> bool:
    """Whether a turn may be a question after danger where its answer names a danger and denies it."""
    return question_score(said) >= _model().thresholds["may"]


def is_asked(said: Sequence[Utterance]) -> bool:
    """Whether a turn is to be taken for a question after danger where its answer is a plain no."""
    return question_score(said) >= _model().thresholds["asks"]


def is_affirmed(said: Sequence[Utterance]) -> bool:
    """Whether it is where its answer is a yes to a negative question."""
    return question_score(said) >= _model().thresholds["affirmed"]


def is_surely_asked(said: Sequence[Utterance]) -> bool:
    """Whether it is whatever its answer."""
    return question_score(said) >= _model().thresholds["surely"]


def kind_asked(said: Sequence[Utterance]) -> str:
    """The name of the kind that a question after danger is about."""
    features = question_features(said)
    models = linear_models("question_weights")
    return max(sorted(models.keys() - {ASKS}), key=lambda kind: models[kind].score(features))


def question_features(said: Sequence[Utterance]) -> frozenset[str]:
    """What the models see of a turn: words, pairs, classes, pieces of words, how its sentences begin and end."""
    last = said[-LAST:]
    words = [one.line.replace(",", "").split() for one in last]
    edges = (edge for spoken in words for edge in _edges(spoken))
    pieces = (pieces_of(word, PIECE) for spoken in words for word in spoken)
    return turn_features(last).union(edges, ("?",) if last and last[-1].asks else (), *pieces)


def _edges(words: Sequence[str]) -> Sequence[str]:
    return [f"^ {words[0]}", f"^ {' '.join(words[:2])}", f"{words[-1]} $"] if words else []


def _model() -> LinearModel:
    return linear_models("question_weights")[ASKS]
