"""How many years of school an English text asks of its reader."""

from collections.abc import Sequence
from itertools import pairwise

from app.therapy.syllables import count_syllables
from app.therapy.wording import ELLIPSIS, Word, sentences, words


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade level, a grade of US schools: for very plain text below 0, for any text not capped.

    A line's end ends a sentence, a semicolon does not; words joined by a hyphen are one. It means something for
    English alone. Raises ValueError for a text without words.

    Source: Kincaid, Fishburne, Rogers and Chissom (1975), Navy Research Branch Report 8-75; what a word and a
    syllable are as in Flesch (1948), A new readability yardstick.
    """
    spoken = [word for word in words(text) if word.form != ELLIPSIS]
    if not spoken:
        raise ValueError("a text without words has no reading grade")
    count = len(spoken) - _hyphens(spoken, text)
    heard = sum(count_syllables(text[word.start : word.end]) for word in spoken)
    return 0.39 * count / _sentences(text) + 11.8 * heard / count - 15.59


def _hyphens(spoken: Sequence[Word], text: str) -> int:
    return sum(text[one.end : other.start] in {"-", "‐", "‑"} for one, other in pairwise(spoken))


def _sentences(text: str) -> int:
    """Those that have words; a row of dots or dashes is none."""
    found = (line[start:end] for line in text.splitlines() for start, end in sentences(line))
    return sum(any(map(str.isalnum, sentence)) for sentence in found)
