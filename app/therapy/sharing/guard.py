"""The guard: says of a text why it is withheld from a patient's page, or that it is not.

A text that is withheld is left out; it is neither reworded nor replaced. The words known are English; codes, digits,
titles and given names count in any language.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property

from app.therapy.danger import speaks_of_danger
from app.therapy.sharing.content import CRISIS, INTERPRETATION, reason_within
from app.therapy.sharing.names import Names
from app.therapy.sharing.quantities import is_counted
from app.therapy.sharing.room import is_of_the_room
from app.therapy.sharing.unmasking import unmasked
from app.therapy.transcript import Role
from app.therapy.visit import Note, Visit
from app.therapy.wording import words

TITLED = "sections"
"""The kind of notes that begin with a title of ours; the parts of a note stand with a colon between them."""
REPEATED_WORDS = 7
"""So many words in a row of the therapist's, that the patient did not say, are the therapist's and no retelling."""

NAME = "withheld_name"
QUANTITY = "withheld_quantity"
ROOM = "withheld_room"

Run = tuple[str, ...]


class Place(StrEnum):
    """Where a text would stand: on the bridge, in the prose, or in the prompt for the bridge."""

    PROGRESS = "progress"
    TOPIC = "topic"
    PREPARATION = "preparation"
    PROSE = "prose"
    PROMPT = "prompt"


class Guard:
    """Holds what one visit's words tell of names and of the therapist's own sentences. No I/O.

    `reason` is one of withheld_crisis, withheld_name, withheld_diagnosis, withheld_interpretation, withheld_jargon,
    and, of progress alone, withheld_quantity and withheld_room.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def reason(self, text: str, place: Place) -> str | None:
        """Why `text` is withheld there; None when it may stand."""
        read = unmasked(text)
        of_any_visit = reason_within(text)
        if of_any_visit == CRISIS:
            return of_any_visit
        if self._names.stand_in(read):
            return NAME
        if of_any_visit is None and self._repeats_the_therapist(read):
            return INTERPRETATION
        return of_any_visit or (_reason_in_progress(text, read) if place is Place.PROGRESS else None)

    def reason_for_note(self, note: Note) -> str | None:
        """Why a note is not shown to who writes for the patient: its own words, or danger in those it rests on."""
        if any(speaks_of_danger(item.quote) for item in note.evidence):
            return CRISIS
        parts = note.text.split(": ")[note.kind == TITLED :]
        return next((why for part in parts if (why := self.reason(part, Place.PROMPT))), None)

    @cached_property
    def _names(self) -> Names:
        quotes = [item.quote for note in self._visit.all_notes for item in note.evidence]
        return Names([*(segment.text for segment in self._visit.transcript.segments), *quotes])

    def _repeats_the_therapist(self, text: str) -> bool:
        return not self._therapists.isdisjoint(_runs([text]))

    @cached_property
    def _therapists(self) -> frozenset[Run]:
        """The runs of words of the therapist alone; the words of a completed task are the patient's by now."""
        own = [*self._said_by(Role.PATIENT), *self._visit.completed_tasks]
        return frozenset(_runs(self._said_by(Role.THERAPIST))) - frozenset(_runs(own))

    def _said_by(self, role: Role) -> Sequence[str]:
        roles = self._visit.roles or {}
        return [segment.text for segment in self._visit.transcript.segments if roles.get(segment.speaker) is role]


def _reason_in_progress(text: str, read: str) -> str | None:
    if is_counted(text) or is_counted(read):
        return QUANTITY
    return ROOM if is_of_the_room(read) else None


def _runs(texts: Iterable[str]) -> Iterable[Run]:
    for text in texts:
        forms = [word.form for word in words(text)]
        yield from (tuple(forms[at : at + REPEATED_WORDS]) for at in range(len(forms) - REPEATED_WORDS + 1))
