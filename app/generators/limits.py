"""Limits of an answer beside those of its schema: no entry that repeats an earlier one, no text that was cut short.

Numbers of words and of sentences stand in the prompts alone. They are guidance: a text is held to its characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.therapy.evidence import SAID_ONCE, Quotation

EntryT = TypeVar("EntryT")

Distinct = Annotated[list[EntryT], SAID_ONCE]
"""A list in which an entry that says what an earlier one says is dropped. Its limit is the field's max_length."""

_ENDED = re.compile(r"""[.?!…。！？]["'”’»)\]」』）]*\s*\Z""")


@dataclass(frozen=True, slots=True)
class TruncatedText:
    """A text that ends at its limit without an end mark: what comes after was cut off, if need be in mid-word.

    `place` is its JSON pointer, `entry` that of the item of a list that may be dropped for it; None where the answer
    needs the text.
    """

    place: str
    limit: int
    entry: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: stops at its limit of {self.limit} characters without an end; end it before that"


def cut_short(answer: BaseModel, path: str = "") -> Iterator[TruncatedText]:
    """The texts of an answer that were cut short, quotations left out: those are found, or they are not."""
    for name, field in type(answer).model_fields.items():
        if not (isinstance(answer, Quotation) and name == "quote"):
            yield from _cut(getattr(answer, name), field, f"{path}/{name}")


def _cut(value: Any, field: FieldInfo, path: str) -> Iterator[TruncatedText]:
    if isinstance(value, BaseModel):
        yield from cut_short(value, path)
    elif isinstance(value, list):
        yield from _cut_entries(value, field, path)
    elif isinstance(value, str):
        limit = _limit(field, "max_length")
        if limit and len(value) >= limit and not _ENDED.search(value):
            yield TruncatedText(path, limit)


def _cut_entries(entries: list[Any], field: FieldInfo, path: str) -> Iterator[TruncatedText]:
    """Each with the innermost entry to be dropped, unless too few entries would be left."""
    item = FieldInfo.from_annotation(get_args(field.annotation)[0])
    places = [f"{path}/{index}" for index in range(len(entries))]
    found = [list(_cut(entry, item, place)) for entry, place in zip(entries, places, strict=True)]
    whole = sum(all(cut.entry for cut in cuts) for cuts in found)
    droppable = whole >= (_limit(field, "min_length") or 0)
    for cuts, place in zip(found, places, strict=True):
        yield from (replace(cut, entry=cut.entry or (place if droppable else None)) for cut in cuts)


def _limit(field: FieldInfo, name: str) -> int | None:
    return next((getattr(limit, name) for limit in field.metadata if hasattr(limit, name)), None)
