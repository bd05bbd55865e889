"""Applies the guard to an answer: one repair turn that names the words it objects to, then sentence by sentence."""

from collections.abc import Iterable
from typing import NamedTuple

from app.generators.soft_fault import GuardRemark
from app.therapy.sharing.audience import Place, Reason
from app.therapy.sharing.guard import Guard, Withheld
from app.therapy.visit import Visit

WHY = {
    Reason.CRISIS: "speaks of a crisis or hints at one",
    Reason.NAME: "names somebody: say who they are, 'a friend'",
    Reason.DIAGNOSIS: "is a diagnosis",
    Reason.INTERPRETATION: "tells what words or doings mean or come from",
    Reason.JARGON: "is a word that only therapists use",
    Reason.QUANTITY: "counts",
    Reason.ROOM: "tells of a visit",
}
"""What the model is told of each reason."""


class WrittenText(NamedTuple):
    """A text of an answer: where the model wrote it, where it will stand, and the completed task that it tells."""

    path: str
    text: str
    place: Place
    own: str = ""


def withheld_remarks(written: Iterable[WrittenText], visit: Visit) -> list[GuardRemark]:
    """A line for each sentence that would be withheld, with the words for which it would."""
    guard = visit.kept(Guard)
    return [
        GuardRemark(f"{one.path}: {_named(withheld)}; say it otherwise, or leave the sentence out")
        for one in written
        for withheld in guard.review(one.text, one.place, one.own).withheld
    ]


def _named(withheld: Withheld) -> str:
    words = ", ".join(f"'{found}'" for found in withheld.words)
    return f"{words} {WHY[withheld.reason]}"
