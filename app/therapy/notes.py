"""Turns a stored result into notes: one for each finding that has evidence."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.visit import Note

_BESIDE = "evidence"
_OWN_QUOTATIONS = re.compile(rf"/{_BESIDE}(?:/\d+)?$")
"""An object's own quotations; their note is about the object."""


_HEADS = frozenset({"agreed", "technique", "skill", "goal", "heading"})
"""What an object is about, and so is told first: a stored object has lost the order of its fields."""


def notes_of_result(
    session_id: UUID, about: str, result: Mapping[str, Any], evidence: Iterable[Evidence]
) -> list[Note]:
    """Return the findings of a result in order, each with all its evidence. `about` says which visit it belongs to."""
    found: dict[str, list[Evidence]] = {}
    for item in evidence:
        found.setdefault(_OWN_QUOTATIONS.sub("", item.path), []).append(item)
    notes = []
    for path, items in found.items():
        text = _text(_at(result, path))
        if text:
            notes.append(Note(session_id, about, _kind(path), text, tuple(items)))
    return notes


def _at(result: Any, path: str) -> Any:
    """Return the value at a JSON pointer, or None."""
    for part in path.split("/")[1:]:
        if isinstance(result, list) and part.isdigit() and int(part) < len(result):
            result = result[int(part)]
        elif isinstance(result, Mapping):
            result = result.get(part)
        else:
            return None
    return result


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        named = sorted(value.items(), key=lambda entry: entry[0] not in _HEADS)
        parts = (_text(child) for name, child in named if name != _BESIDE)
        return ": ".join(part for part in parts if part)
    return value.replace("_", " ") if isinstance(value, str) else ""


def _kind(path: str) -> str:
    named = [part for part in path.split("/") if part and not part.isdigit()]
    return named[-1].replace("_", " ") if named else "finding"
