"""Items of a settled answer, with the evidence under each, and what of them is left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.sharing.guard import Reviewed
from app.therapy.sharing.patient_view import is_grave


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: its value, where the model wrote it, and what it rests on."""

    value: Any
    origin: str
    evidence: tuple[Evidence, ...]


def list_items(settled: Settled, name: str) -> list[ListItem]:
    """The items of the result's list `name`. One that lost its evidence stands there no more, and has its number
    still."""
    lost = {dropped.path for dropped in settled.dropped}
    origins = (path for number in count() if (path := f"/{name}/{number}") not in lost)
    values: list[Any] = (settled.result or {})[name]
    return [
        ListItem(value, origin, evidence_under(settled, f"/{name}/{at}"))
        for at, (value, origin) in enumerate(zip(values, origins, strict=False))
    ]


def evidence_under(settled: Settled, path: str) -> tuple[Evidence, ...]:
    """The evidence at a path of a result and below it."""
    return tuple(found for found in settled.evidence if found.path == path or found.path.startswith(f"{path}/"))


Review = Callable[[ListItem], Reviewed]


def withhold_sentences(
    found: Sequence[ListItem], review: Review, field: str | None = None
) -> tuple[list[ListItem], list[Dropped]]:
    """The items with what of their text may stand, and a line for each sentence that may not. `field` is the text's
    name in an item that is an object. An item of which nothing is left is dropped, and so is its evidence; of what is
    shortened, evidence that speaks of a crisis is."""
    kept: list[ListItem] = []
    dropped: list[Dropped] = []
    for item in found:
        reviewed = review(item)
        dropped += [Dropped(item.origin, withheld.reason.code) for withheld in reviewed.withheld]
        if reviewed.kept and not reviewed.withheld:
            kept.append(item)
        elif reviewed.kept:
            value = reviewed.kept if field is None else {**item.value, field: reviewed.kept}
            kept.append(ListItem(value, item.origin, without_crisis_words(item.evidence)))
    return kept, dropped


def without_crisis_words(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Evidence without the words that speak of a crisis."""
    return tuple(item for item in evidence if not is_grave(item.quote))


def evidence_at(path: str, kept: Sequence[ListItem]) -> list[Evidence]:
    """The evidence of items that make up the list at `path`."""
    return [replace(under, path=f"{path}/{at}") for at, item in enumerate(kept) for under in item.evidence]
