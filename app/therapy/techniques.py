"""The library of therapeutic techniques, and the only way a technique is recognised: by its exact name.

A near miss in a clinical word can be its opposite (cognitive fusion, cognitive defusion), so that nothing here
measures likeness. The data lies in app/therapy/modalities.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from app.therapy.wording import Words, words

NOT_SPECIFIED = "Not specified"
"""What stands in a technique's place where none of the library was used."""

_DASHES = re.compile("[-\u2010-\u2015\u2212]")
_BLANK_OR_DASH = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_TIES = frozenset({"", "-", "\u2010", "\u2011"})


@dataclass(frozen=True, slots=True)
class Technique:
    """One technique. Its name and its aliases mean no other technique of the library."""

    name: str
    modality: str
    aliases: tuple[str, ...]
    definition: str
    """One or two sentences."""

    @property
    def label(self) -> str:
        """ "MODALITY - NAME", the form in which prompts list it."""
        return f"{self.modality} - {self.name}"


@lru_cache(maxsize=1)
def techniques() -> tuple[Technique, ...]:
    """The library, modality by modality. Read from its files once."""
    folder = files("app.therapy.modalities")
    data = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return tuple(technique for file in data for technique in _read(file.read_text(encoding="utf-8")))


def technique_names() -> tuple[str, ...]:
    """The label of every technique, in the library's order."""
    return tuple(technique.label for technique in techniques())


def modalities() -> tuple[str, ...]:
    """The modalities, in the library's order."""
    return tuple(dict.fromkeys(technique.modality for technique in techniques()))


def techniques_of_modality(text: str) -> tuple[Technique, ...]:
    """The techniques of one modality, whose name is matched as a technique's is; empty for an unknown one."""
    return tuple(technique for technique in techniques() if _key(technique.modality) == _key(text))


def find_technique(text: str) -> Technique | None:
    """The technique whose name, label or alias `text` is; None for anything else.

    Forgiven are capitals, blanks around it, and how its words are joined: blank, hyphen or dash.
    """
    return _by_key().get(_key(text))


def techniques_named_in(text: str) -> list[Technique]:
    """The techniques named in a spoken text, each once, in the order spoken.

    A name or alias counts as a whole and unbroken run of words. Where two overlap the longer one counts; a run
    that a hyphen or a "non" ties to the word beside it is another word.
    """
    spoken = words(text)
    taken: set[int] = set()
    found: dict[int, Technique] = {}
    for at, size, technique in sorted(_runs(spoken, text), key=lambda run: (-run[1], run[0])):
        places = range(at, at + size)
        if taken.isdisjoint(places):
            taken.update(places)
            found[at] = technique
    return list(dict.fromkeys(found[at] for at in sorted(found)))


def _read(text: str) -> Iterator[Technique]:
    raw = json.loads(text)
    for entry in raw["techniques"]:
        yield Technique(entry["name"], raw["modality"], tuple(entry["aliases"]), entry["definition"])


def _key(text: str) -> str:
    return " ".join(_DASHES.sub(" ", text).casefold().split())


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Technique]:
    return {_key(called): t for t in techniques() for called in (t.name, t.label, *t.aliases)}


@lru_cache(maxsize=1)
def _by_words() -> dict[tuple[str, ...], Technique]:
    return {tuple(w.form for w in words(called)): t for t in techniques() for called in (t.name, *t.aliases)}


@lru_cache(maxsize=1)
def _sizes() -> dict[str, tuple[int, ...]]:
    """By the first word of a name or alias, how many words those have that begin with it."""
    sizes: dict[str, set[int]] = {}
    for forms in _by_words():
        sizes.setdefault(forms[0], set()).add(len(forms))
    return {first: tuple(found) for first, found in sizes.items()}


def _runs(spoken: Words, text: str) -> Iterator[tuple[int, int, Technique]]:
    """Every run of words that is a name or alias: its first word, its length, and what it names."""
    for at, first in enumerate(spoken):
        for size in _sizes().get(first.form, ()):
            run = spoken[at : at + size]
            technique = _by_words().get(tuple(word.form for word in run)) if len(run) == size else None
            if technique and _unbroken(run, text) and not _tied(spoken, at, size, text):
                yield at, size, technique


def _unbroken(run: Words, text: str) -> bool:
    return all(_BLANK_OR_DASH.fullmatch(text, word.end, after.start) for word, after in pairwise(run))


def _tied(spoken: Words, at: int, size: int, text: str) -> bool:
    """Whether a run is part of a longer compound, as acceptance is of non-acceptance."""
    end = at + size
    before = text[spoken[at - 1].end : spoken[at].start] if at else None
    after = text[spoken[end - 1].end : spoken[end].start] if end < len(spoken) else None
    denied = before is not None and before.isspace() and spoken[at - 1].form == "non"
    return before in _TIES or after in _TIES or denied
