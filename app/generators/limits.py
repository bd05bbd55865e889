"""Limits of an answer that a schema cannot say: words, sentences, and no entry that says what another one says."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar

from pydantic import AfterValidator

from app.therapy.wording import as_words, is_unspaced, sentences


class Entry(Protocol):
    """An entry of a list, with its text for the screen."""

    @property
    def text(self) -> str: ...


EntryT = TypeVar("EntryT", bound=Entry | str)


def in_words(fewest: int, most: int) -> AfterValidator:
    """For a text of `fewest` to `most` words. Where a script puts no spaces between words, none are counted."""

    def check(text: str) -> str:
        count = sum(any(map(str.isalnum, piece)) for piece in text.split())
        if not fewest <= count <= most and not is_unspaced(text):
            raise ValueError(f"{count} words; {fewest} to {most} are wanted")
        return text

    return AfterValidator(check)


def in_sentences(most: int) -> AfterValidator:
    """For a text of at most `most` sentences."""

    def check(text: str) -> str:
        count = sum(1 for _ in sentences(text))
        if count > most:
            raise ValueError(f"{count} sentences; at most {most} are wanted")
        return text

    return AfterValidator(check)


def said_once(entries: list[EntryT]) -> list[EntryT]:
    """The entries themselves. Raises ValueError where two say the same, case and punctuation aside."""
    if found := repeated([entry if isinstance(entry, str) else entry.text for entry in entries]):
        raise ValueError(f"entry {found[1]} says what entry {found[0]} says; leave it out")
    return entries


Distinct = Annotated[list[EntryT], AfterValidator(said_once)]
"""A list in which no entry says what another one says. Its limit is the field's max_length."""


def repeated(texts: Sequence[str]) -> tuple[int, int] | None:
    """The places of the first two texts that are the same, case and punctuation aside; None where none are."""
    places: dict[str, int] = {}
    for place, text in enumerate(texts):
        first = places.setdefault(as_words(text), place)
        if first != place:
            return first, place
    return None
