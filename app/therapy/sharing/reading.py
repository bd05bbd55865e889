"""How a text is read for the lexicons, where they lie, and what their hints come to."""

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from app.therapy.lexicon import Found, Lexicon, load_lexicon
from app.therapy.sharing.deobfuscation import deobfuscated

READ_AGAIN = 16
"""Texts whose line, and lines whose matches, are kept: each sentence is read for one reason after another."""
TOGETHER = ("crisis", "diagnosis", "interpretation", "jargon", "private", "room")
"""The lexicons that a line is read for at once."""
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


def matches(name: str, line: str) -> Sequence[Found]:
    """The matches of a lexicon in a line, entry by entry. A line is read once for all lexicons of TOGETHER."""
    return _matches(line).get(name, ()) if name in TOGETHER else tuple(lexicon(name).matches(line))


@lru_cache(maxsize=READ_AGAIN)
def _matches(line: str) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for one in _all_entries().matches(line):
        found.setdefault(one.entry.rest["lexicon"], []).append(one)
    return found


@cache
def _all_entries() -> Lexicon:
    """The entries of the lexicons that a line is read for at once, each with the name of its own."""
    return Lexicon(
        [replace(entry, rest={**entry.rest, "lexicon": name}) for name in TOGETHER for entry in lexicon(name).entries]
    )


def matched_words(line: str, found: Sequence[Found], pairs: Set[frozenset[str]]) -> list[str]:
    """The words of a line that certain entries match, or else those of two hints whose groups make a pair."""
    alone = [one for one in found if one.entry.certainty == CERTAIN]
    return [line[one.start : one.end] for one in alone or _paired(found, pairs)]


def _paired(hints: Sequence[Found], pairs: Set[frozenset[str]]) -> list[Found]:
    """The first two hints that make a pair and do not share a word."""
    for at, one in enumerate(hints):
        for other in hints[at + 1 :]:
            apart = one.end <= other.start or other.end <= one.start
            if apart and frozenset({_group(one), _group(other)}) in pairs:
                return [one, other]
    return []


def _group(found: Found) -> str:
    return str(found.entry.rest["group"])
