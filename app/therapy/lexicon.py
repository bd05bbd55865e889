"""Lexicons: word patterns kept as data, each with a sentence that it finds and one that it spares.

A file is `{"words": {"PERSON": ["him", …]}, "entries": [{"pattern", "certainty", "finds", "spares"}, …]}`, read from
beside the code. A pattern is a regular expression over a text in small letters, matched from a word's start to a word's
end, at most 200 characters, with at most one group of synonyms. In it

- a space is a space or a pause (", ");
- a word in capitals is one of the file's words, or of those shared between files, which may hold such words too;
- `~3` stands for up to three words, as few as will do unless it ends the pattern; none of them is one of NOT, where
  there are such words.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

MAX_PATTERN = 200
MAX_KEY = 6
"""Letters of a word's beginning by which entries are looked up."""
MIN_KEY = 2
MAX_TEXTS_KEPT, MAX_WORDS_KEPT = 1_024, 5_000
COMMON, SHORT = 40, 4
"""How many longer words one of the commonest, and one of two or three letters, weighs."""

Classes = Mapping[str, Sequence[str]]

_COMMON = frozenset(
    "an and are as at be been but by can do for from get go going got had has have he her him his how if im in into is"
    " it its ive just know like me my no not of off on one or out over she so some that the them then there they thing"
    " things think this time to too up was we well were what when where with would you your".split()
)
_CLASS = re.compile(r"\b[A-Z][A-Z_]+\b")
_GAP = re.compile(r" ?~(\d)")
_INSIDE = r"(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*"
_AROUND = re.compile(rf"\(\?<?[=!]{_INSIDE}\)")
"""What has to stand, or must not stand, beside a match."""
_TOKEN = re.compile(rf"(?:\({_INSIDE}\)|[^ ()])+")
_SYNONYMS = re.compile(rf"^(?:\(\?:|\()({_INSIDE})\)")
_BEGINNING = re.compile(r"[a-z0-9]+")
_OPTIONAL = frozenset("?*{")
_WORD = re.compile(r"\w+")
_ENDS_A_WORD = re.compile(r".* $").match
_EMPTYING = re.compile(r"[?*]|\{0,\d*\}\??")


class Found(NamedTuple):
    """A match: text[start:end]."""

    entry: "Entry"
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """One pattern. `certainty` is a word of the file's own; `rest` are its other keys."""

    pattern: str
    certainty: str
    finds: str
    spares: str
    classes: Classes
    rest: Mapping[str, Any]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The pattern, compiled at first use."""
        whole = _expanded(self.pattern, self.classes)
        nots = "|".join(self.classes.get("NOT", ()))
        word = rf"(?!(?:{nots})\b)\w+" if nots else r"\w+"
        whole = _GAP.sub(lambda found: f"(?: {word}){{0,{found[1]}}}{'?' if found.end() < len(whole) else ''}", whole)
        return re.compile(rf"\b(?:{whole})(?!\w)".replace(" ", ",? "))

    @cached_property
    def keys(self) -> tuple[frozenset[str], ...]:
        """Sets of beginnings of words, the rarest first: of each, one stands in every text that the pattern matches."""
        return tuple(sorted(self._required(_GAP.sub("", _AROUND.sub("", self.pattern))), key=_commonness))

    def _required(self, pattern: str) -> list[frozenset[str]]:
        """The beginnings of each token that a match of a pattern has to have."""
        return list(filter(None, map(self._beginnings, _TOKEN.findall(pattern))))

    def _keys(self, pattern: str) -> frozenset[str]:
        """The rarest of these; none where it has no such words."""
        return min(self._required(pattern), key=_commonness, default=frozenset())

    def _beginnings(self, token: str) -> frozenset[str]:
        """The beginnings of a token's words; none where it need not stand there."""
        synonyms, named = _SYNONYMS.match(token), _CLASS.match(token)
        group = synonyms or named
        optional = group and _EMPTYING.match(token, group.end())
        if group and optional:
            ends_a_word = group[0].endswith(" )") or (named and all(map(_ENDS_A_WORD, self.classes[named[0]])))
            return self._beginnings(token[optional.end() :]) if ends_a_word else frozenset()
        if synonyms:
            return _all(map(self._keys, _alternatives(synonyms[1])))
        if named:
            return _all(self._keys(_AROUND.sub("", words)) for words in self.classes[named[0]])
        found = _BEGINNING.match(token.lstrip("^"))
        return frozenset({_cut(found[0], token.lstrip("^")[found.end() :])} - {""}) if found else frozenset()


class Lexicon:
    """The entries of one file, in its order. An entry is tried only where words begin with its keys."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for key in entry.keys[0] if entry.keys else {""}:
                index.setdefault(key, []).append(number)
        return index

    @cached_property
    def _also(self) -> tuple[tuple[frozenset[str], ...], ...]:
        """What else a text has to have for each entry, beside the key it was found by."""
        return tuple(entry.keys[1:] for entry in self.entries)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._by_key)

    def tried(self, text: str) -> list[Entry]:
        """The entries that may match a text."""
        heard = beginnings_of(text)
        numbers = {number for key in heard & self._known for number in self._by_key[key]}
        also, misses = self._also, heard.isdisjoint
        return [self.entries[number] for number in sorted(numbers) if not any(map(misses, also[number]))]

    def matches(self, text: str) -> Iterator[Found]:
        """All matches in a text in small letters, entry by entry."""
        for entry in self.tried(text):
            for found in entry.expression.finditer(text):
                yield Found(entry, found.start(), found.end())

    def finds(self, text: str) -> bool:
        """Whether any entry matches."""
        return any(entry.expression.search(text) for entry in self.tried(text))

    def without(self, text: str, put: str) -> str:
        """The text with `put` in place of every match."""
        for entry in self.tried(text):
            text = entry.expression.sub(put, text)
        return text

    def where(self, **rest: Any) -> "Lexicon":
        """The entries with those values."""
        return Lexicon([entry for entry in self.entries if all(_value(entry, key) == rest[key] for key in rest)])


def load_lexicon(path: Path, *, shared: Path | None = None) -> Lexicon:
    """The lexicon of a file; `shared` is a file of words for several.

    Raises ValueError for an entry that is too long, has two groups of synonyms, lacks a sentence, or names no words.
    """
    told = json.loads(path.read_text(encoding="utf-8"))
    words = json.loads(shared.read_text(encoding="utf-8"))["words"] if shared else {}
    classes = {**words, **told.get("words", {})}
    return Lexicon([_entry(fields, classes, path.name) for fields in told["entries"]])


def _expanded(pattern: str, classes: Classes) -> str:
    while _CLASS.search(pattern):
        pattern = _CLASS.sub(lambda found: f"(?:{'|'.join(classes[found[0]])})", pattern)
    return pattern


def _entry(fields: dict[str, Any], classes: Classes, file: str) -> Entry:
    pattern, certainty, finds, spares = (
        str(fields.get(key, "")).strip() for key in ("pattern", "certainty", "finds", "spares")
    )
    faults = {
        "is longer than 200 characters": len(pattern) > MAX_PATTERN,
        "has more than one group of synonyms": len(re.findall(r"\((?=[^()]*\|)", _AROUND.sub("", pattern))) > 1,
        "lacks a sentence or its certainty": not (pattern and certainty and finds and spares),
        "names words that are not there": any(name not in classes for name in _CLASS.findall(pattern)),
    }
    if any(faults.values()):
        fault = next(name for name, is_so in faults.items() if is_so)
        raise ValueError(f"{file}: an entry {fault}: {pattern!r}")
    known = {"pattern", "certainty", "finds", "spares"}
    rest = {key: value for key, value in fields.items() if key not in known}
    return Entry(pattern, certainty, finds, spares, classes, rest)


@lru_cache(maxsize=MAX_TEXTS_KEPT)
def beginnings_of(text: str) -> frozenset[str]:
    """The beginnings of a text's words, and the empty one. Several lexicons look at a text one after another."""
    return frozenset([""]).union(*map(_beginnings_of_word, set(_WORD.findall(text))))


@lru_cache(maxsize=MAX_WORDS_KEPT)
def _beginnings_of_word(word: str) -> tuple[str, ...]:
    """Talk has few words, so they are kept."""
    return tuple(word[:size] for size in range(MIN_KEY, min(MAX_KEY, len(word)) + 1))


def _value(entry: Entry, key: str) -> Any:
    return entry.certainty if key == "certainty" else entry.rest.get(key)


def _alternatives(group: str) -> list[str]:
    """The synonyms of a group, split at its own bars only."""
    parts, depth = [""], 0
    for letter in group:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _all(groups: Iterator[frozenset[str]]) -> frozenset[str]:
    """The union; none where one of them is empty, since that one may stand without a known beginning."""
    heard = list(groups)
    return frozenset().union(*heard) if all(heard) else frozenset()


def _cut(beginning: str, after: str) -> str:
    """A beginning without the letter that may be missing, at most as long as a key."""
    key = (beginning[:-1] if after[:1] in _OPTIONAL and after else beginning)[:MAX_KEY]
    return key if len(key) >= MIN_KEY else ""


def _commonness(keys: frozenset[str]) -> float:
    """How many words of talk begin with one of the keys, roughly: the common ones count for many others."""
    return sum(COMMON if key in _COMMON else SHORT if len(key) < 4 else 1 for key in keys)
