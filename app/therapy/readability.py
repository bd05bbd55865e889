"""How many years of school an English text asks of its reader."""

from collections.abc import Sequence
from itertools import pairwise

from app.therapy.syllables import count_syllables
from app.therapy.wording import ELLIPSIS, Word, sentences, words


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade level: US school grades, below 0 for very plain text, not capped."""
    spoken = [word for word in words(text) if word.form != ELLIPSIS]
    if not spoken:
        raise ValueError("a text without words has no reading grade")
    count = len(spoken) - _hyphens(spoken, text)
    heard = sum(count_syllables(text[word.start : word.end]) for word in spoken)
    return 0.39 * count / _sentences(text) + 11.8 * heard / count - 15.59


def _hyphens(spoken: Sequence[Word], text: str) -> int:
    return sum(text[one.end : other.start] in {"-", "‐", "‑"} for one, other in pairwise(spoken))


def _sentences(text: str) -> int:
    """Count the sentences that have words; a row of dots or dashes has none."""
    found = (line[start:end] for line in text.splitlines() for start, end in sentences(line))
    return sum(any(map(str.isalnum, sentence)) for sentence in found)
