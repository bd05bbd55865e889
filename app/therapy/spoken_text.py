"""The spoken part of a transcript: without non-speech sounds, and with repeated lines counted once."""

import re
from collections.abc import Iterator, Sequence

from app.therapy.non_speech import blank_out_sounds
from app.therapy.wording import sentences

MANY = 3
"""So many times in a row, the same words are a recogniser's loop, or one thing said with force."""


_STOP = re.compile(r"[.?!…]+\s+")
"""Roughly where sentences end: most lines are no loop, and need not be read more closely."""


def blank_out_unspoken(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts of a transcript's segments with spaces where nothing was spoken: each as long as before, so that
    places in it stay. Of the same line three times or more in a row, in one segment or in several, the first stays."""
    return tuple(_once(list(map(_without_loops, map(blank_out_sounds, texts)))))


def _without_loops(text: str) -> str:
    """Return the text with spaces in place of a sentence's repetitions, if it stands there three times in a row."""
    if not _again([_bare(piece) for piece in _STOP.split(text)]):
        return text
    places = list(sentences(text))
    said = [_bare(text[start:end]) for start, end in places]
    for at in _again(said):
        start, end = places[at]
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _once(texts: list[str]) -> list[str]:
    """The texts, those empty that only say again what those before them said; silent ones between do not count."""
    loud = [at for at, text in enumerate(texts) if text.strip()]
    again = {loud[place] for place in _again([_bare(texts[at]) for at in loud])}
    return [" " * len(text) if at in again else text for at, text in enumerate(texts)]


def _bare(text: str) -> str:
    return text.strip(" .,!?…-").casefold()


def _again(said: Sequence[str]) -> list[int]:
    """Return the indexes at which a run of three or more continues."""
    return [at for begin, end in _runs(said) if end - begin >= MANY for at in range(begin + 1, end)]


def _runs(said: Sequence[str]) -> Iterator[tuple[int, int]]:
    begin = 0
    for at in range(1, len(said) + 1):
        if at == len(said) or said[at] != said[begin]:
            yield begin, at
            begin = at
