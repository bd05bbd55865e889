"""Reads the patient's statements that the offline engine found back from notes, for the pages."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.offline.notes_for_patient import may_be_told
from app.offline.patient_statements import Kind, split_label
from app.offline.prompt import NoteLine
from app.therapy.wording import as_words

THIS_VISIT = "this visit"
HEADINGS = {
    Kind.BETTER: "What got better",
    Kind.SKILL: "What you used",
    Kind.CHANGED: "What you did",
    Kind.DONE: "What you did",
    Kind.SEEN: "What you came to see",
    Kind.WANTED: "What you want",
    Kind.HARD: "What was hard",
    Kind.ON_MIND: "What was on your mind",
}
"""What stands before a sentence on a page for the patient."""
_BY_HEADING = {heading: kind for kind, heading in reversed(HEADINGS.items())}
_LED = re.compile(rf"({'|'.join(_BY_HEADING)})(?:, [^:]+)?: “(.*)”")


class RememberedStatement(NamedTuple):
    """A sentence of the patient's, the number of the note that holds it, and which visit that is about, in words."""

    kind: Kind
    text: str
    note: int
    about: str

    @property
    def when(self) -> str:
        """ ", 2 visits ago", to be put after a heading; "" for the latest visit."""
        return "" if self.about == THIS_VISIT else f", {self.about}"


def remembered_sentences(notes: Iterable[NoteLine]) -> list[RememberedStatement]:
    """The sentences of the notes that may be told to the patient, in the notes' order, each once."""
    told: dict[str, RememberedStatement] = {}
    for note in filter(may_be_told, notes):
        found = _read(note)
        if found:
            told.setdefault(as_words(found.text), found)
    return list(told.values())


def _read(note: NoteLine) -> RememberedStatement | None:
    """A finding of ours, or a point of an earlier journey that was made of one."""
    found = split_label(note.text)
    if found:
        return RememberedStatement(*found, note.number, note.about)
    led = _LED.fullmatch(note.text)
    return RememberedStatement(_BY_HEADING[led[1]], led[2], note.number, "earlier") if led else None
