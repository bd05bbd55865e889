"""Counts the finished items of an answer while the model writes it, reading each character once."""

import re
from typing import get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_ANSWER = re.compile(r'\{\s*"answer"\s*:\s*\{')
_MARK = re.compile(r'["\\{}\[\],]')
_TAIL_CHARS = 64
"""How much of the text before the answer is kept, so that its beginning is found across pieces."""
_FIELDS, _ENTRIES = 2, 3
"""Depths: inside the answer's object, and inside a list that is one of its fields."""


def most_items(output: type[BaseModel]) -> int:
    """Return the most items that an answer can have: one per field, or a list's maximum length."""
    return sum(_longest(field) for field in output.model_fields.values())


class ItemCounter:
    """Finished items of one streamed `{"answer": {…}}`. Fields count as one item, list fields once per entry."""

    def __init__(self) -> None:
        self.done = 0
        self._begun = False
        self._tail = ""
        self._open: list[str] = []
        self._in_string = self._escaped = False
        self._has_value = False

    def feed(self, piece: str) -> int:
        """Read the next piece of text, and return the number of finished items so far."""
        if not self._begun:
            piece = self._find_beginning(piece)
        at = 0
        while at < len(piece):
            if self._escaped:
                self._escaped, at = False, at + 1
                continue
            found = _MARK.search(piece, at)
            self._has_value = self._has_value or bool(piece[at : found.start() if found else None].strip())
            if found is None:
                break
            self._read(found.group())
            at = found.end()
        return self.done

    def _find_beginning(self, piece: str) -> str:
        text = self._tail + piece
        found = _ANSWER.search(text)
        self._tail = text[-_TAIL_CHARS:]
        if found is None:
            return ""
        self._begun, self._open = True, ["{", "{"]
        return text[found.end() :]

    def _read(self, mark: str) -> None:
        if self._in_string:
            self._in_string, self._escaped = mark != '"', mark == "\\"
        elif mark == '"':
            self._in_string = self._has_value = True
        elif mark in "{[":
            self._open.append(mark)
            self._has_value = False
        elif mark == ",":
            self._end_value()
        elif self._open:
            self._close()

    def _close(self) -> None:
        """A container ends; with it its last value, and it is itself a value of the one around it."""
        self._end_value()
        ended_list = self._open.pop() == "["
        # The entries of a list that is a field have been counted one by one.
        self._has_value = not (ended_list and len(self._open) == _FIELDS)

    def _end_value(self) -> None:
        depth = len(self._open)
        entry = depth == _ENTRIES and self._open[-1] == "["
        self.done += self._has_value and (depth == _FIELDS or entry)
        self._has_value = False


def _longest(field: FieldInfo) -> int:
    if get_origin(field.annotation) is not list:
        return 1
    return next((limit.max_length for limit in field.metadata if hasattr(limit, "max_length")), 1)
