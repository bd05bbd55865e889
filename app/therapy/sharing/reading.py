"""How a text is read for the lexicons, where they lie, and what their hints come to."""

from collections.abc import Set
from functools import cache, lru_cache
from pathlib import Path

from app.therapy.lexicon import Found, Lexicon, load_lexicon
from app.therapy.sharing.deobfuscation import deobfuscated

READ_AGAIN = 4
"""Texts whose line is kept for the next lexicon: each sentence is read for all of them in a row."""
CERTAIN = "certain"
"""The certainty of an entry that tells by itself; a hint tells with one of another group."""
FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of that name, read once from its file."""
    return load_lexicon(FOLDER / f"{name}.json")


@lru_cache(maxsize=READ_AGAIN)
def normalise_line(text: str) -> str:
    """A text in small letters, unmasked, without apostrophes: "don't" as "dont"."""
    return deobfuscated(text).lower().replace("'", "")


def matched_words(line: str, words: Lexicon, pairs: Set[frozenset[str]]) -> list[str]:
    """The words of a line that certain entries match, or else those of two hints whose groups make a pair."""
    found = list(words.matches(line))
    alone = [one for one in found if one.entry.certainty == CERTAIN]
    return [line[one.start : one.end] for one in alone or _paired(found, pairs)]


def _paired(hints: list[Found], pairs: Set[frozenset[str]]) -> list[Found]:
    """The first two hints that make a pair and do not share a word."""
    for at, one in enumerate(hints):
        for other in hints[at + 1 :]:
            apart = one.end <= other.start or other.end <= one.start
            if apart and frozenset({_group(one), _group(other)}) in pairs:
                return [one, other]
    return []


def _group(found: Found) -> str:
    return str(found.entry.rest["group"])
