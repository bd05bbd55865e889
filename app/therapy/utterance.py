"""Speech as plain words: a text's sentences without case, apostrophes, hesitations and stammers, for phrases to be
looked for in."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from app.therapy.wording import ELLIPSIS, Words, fluent_words, is_fluent, sentences, words

_PAUSES = frozenset(",;:–—…")
_ODD = frozenset('[](){}<>*_"~#-')
"""Characters of sounds that are no speech, dashes and such, which take a closer look."""
_PAUSE = re.compile(r"[^a-z0-9]*[,;:][^a-z0-9]*")
_OTHER = re.compile(r"[^a-z0-9,]+|(?<=,)(?! )")
_MAX_GAP = 8
"""Characters between two words that may be a pause; where more stands, a filler was left out."""


class Utterance(NamedTuple):
    """One sentence, text[char_start:char_end], and its words in lower case with a comma at each pause."""

    char_start: int
    char_end: int
    line: str
    asks: bool
    """Whether a question mark ends it."""


def utterances(text: str) -> Iterator[Utterance]:
    """Yield the sentences of one segment's text in order. A sentence without words has an empty line."""
    for start, end in sentences(text):
        said = text[start:end]
        yield Utterance(start, end, _line(said), "?" in said[-3:])


def _line(said: str) -> str:
    plain = _plain_line(said)
    if plain is not None:
        return plain
    spoken = [word for word in words(said) if word.form != ELLIPSIS]
    return "".join(_pieces(fluent_words(spoken, said), said))


def _plain_line(said: str) -> str | None:
    """The line of a sentence in which nothing is to be left out, at a third of the work; None of any other."""
    if not said.isascii() or not _ODD.isdisjoint(said):
        return None
    line = _OTHER.sub(" ", _PAUSE.sub(", ", said.lower().replace("'", "").replace("`", ""))).strip(" ,")
    forms = line.replace(",", "").split(" ")
    return line if is_fluent(forms) and ".." not in said else None


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
