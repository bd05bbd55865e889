"""Items of a settled answer, with the evidence under each, and which of them are left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from app.therapy.evidence import Dropped, Evidence, Settled


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its value, where the model wrote it, and what it rests on."""

    value: Any
    origin: str
    evidence: tuple[Evidence, ...]


def items(settled: Settled, name: str) -> list[Item]:
    """The items of the result's list `name`. One that lost its evidence stands there no more, and has its number
    still."""
    lost = {dropped.path for dropped in settled.dropped}
    origins = (path for number in count() if (path := f"/{name}/{number}") not in lost)
    values: list[Any] = (settled.result or {})[name]
    return [
        Item(value, origin, tuple(found for found in settled.evidence if _is_under(found.path, f"/{name}/{at}")))
        for at, (value, origin) in enumerate(zip(values, origins, strict=False))
    ]


def withhold(found: Sequence[Item], reason: Callable[[Item], str | None]) -> tuple[list[Item], list[Dropped]]:
    """The items for which there is no `reason`, and the others as dropped, with it."""
    reasons = [reason(item) for item in found]
    kept = [item for item, why in zip(found, reasons, strict=True) if why is None]
    return kept, [Dropped(item.origin, why) for item, why in zip(found, reasons, strict=True) if why is not None]


def evidence_at(path: str, kept: Sequence[Item]) -> list[Evidence]:
    """The evidence of items that make up the list at `path`."""
    return [replace(under, path=f"{path}/{at}") for at, item in enumerate(kept) for under in item.evidence]


def _is_under(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}/")
