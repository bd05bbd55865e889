"""Speech as plain words: a text's sentences without case, apostrophes, hesitations and stammers, for phrases to be
looked for in."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from app.therapy.wording import ELLIPSIS, Words, fluent_words, sentences, words

_PAUSES = frozenset(",;:–—…")
_MAX_GAP = 8
"""Characters between two words that may be a pause; where more stands, a filler was left out."""


class Utterance(NamedTuple):
    """One sentence: text[char_start:char_end], and its words in small letters with a comma at each pause."""

    char_start: int
    char_end: int
    line: str
    asks: bool
    """Whether a question mark ends it."""


def utterances(text: str) -> Iterator[Utterance]:
    """The sentences of one segment's text, in order; one without words has an empty line.

    "I, um, I don't — want to." has the line "i dont, want to".
    """
    for start, end in sentences(text):
        said = text[start:end]
        yield Utterance(start, end, _line(said), "?" in said[-3:])


def _line(said: str) -> str:
    spoken = [word for word in words(said) if word.form != ELLIPSIS]
    return "".join(_pieces(fluent_words(spoken, said), said))


def _pieces(fluent: Words, said: str) -> Iterator[str]:
    if fluent:
        yield fluent[0].form
    for before, word in pairwise(fluent):
        gap = said[before.end : word.start]
        yield f"{', ' if _is_pause(gap) else ' '}{word.form}"


def _is_pause(gap: str) -> bool:
    """A comma beside a filler that was left out is the filler's."""
    pauses = ".." in gap or " - " in gap or not _PAUSES.isdisjoint(gap)
    return pauses and len(gap) <= _MAX_GAP and not any(map(str.isalnum, gap))
