"""The guard: says of each sentence why it is withheld from a patient's page, or that it is not.

A sentence that is withheld is left out; it is neither reworded nor replaced. The words known are English; codes,
digits, titles and given names count in any language.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from app.therapy.sharing.audience import Place, Reason, When, withholding_rules
from app.therapy.sharing.content import WORDS
from app.therapy.sharing.deobfuscation import deobfuscated
from app.therapy.sharing.in_session_content import in_session_words
from app.therapy.sharing.names import Names
from app.therapy.sharing.own_words import OwnWords, person_neutral
from app.therapy.sharing.quantities import quantity_words
from app.therapy.transcript import Role
from app.therapy.visit import Visit
from app.therapy.wording import sentences

REPEATED_WORDS = 7
"""So many words in a row of the therapist's, that the patient did not say, are the therapist's and no retelling."""

Run = tuple[str, ...]


class Withheld(NamedTuple):
    """A sentence that may not stand, why, and the words that say so."""

    text: str
    reason: Reason
    words: tuple[str, ...]


class Reviewed(NamedTuple):
    """What of a text may stand, and what is withheld. `kept` is None where nothing is left; `sentences` counts all."""

    kept: str | None
    withheld: tuple[Withheld, ...]
    sentences: int


class Guard:
    """Knows what one visit's words tell of names, of the patient's own account and of the therapist's sentences.
    No I/O."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._reviews: dict[tuple[str, Place, str], Reviewed] = {}

    def review(self, text: str, place: Place, own: str = "") -> Reviewed:
        """A text sentence by sentence, each text once. `own` is the completed task that it tells."""
        key = (text, place, own)
        if key not in self._reviews:
            self._reviews[key] = self._review(*key)
        return self._reviews[key]

    def _review(self, text: str, place: Place, own: str) -> Reviewed:
        parts = [text[start:end] for start, end in sentences(text)]
        judged = [self._withheld(part, place, own) for part in parts]
        kept = [part for part, withheld in zip(parts, judged, strict=True) if withheld is None]
        return Reviewed(" ".join(kept) or None, tuple(filter(None, judged)), len(parts))

    def _withheld(self, sentence: str, place: Place, own: str) -> Withheld | None:
        for reason, when in withholding_rules(place.audience).items():
            if when is When.IN_PROGRESS and place is not Place.PROGRESS:
                continue
            found = self._found(sentence, reason, place, own)
            if found and not self._is_excused(sentence, found, when):
                return Withheld(sentence, reason, tuple(dict.fromkeys(found)))
        return None

    def _found(self, sentence: str, reason: Reason, place: Place, own: str) -> list[str]:
        match reason:
            case Reason.NAME:
                return self._names.found(deobfuscated(sentence))
            case Reason.QUANTITY:
                return quantity_words(sentence, own) or quantity_words(deobfuscated(sentence), own)
            case Reason.ROOM:
                return in_session_words(sentence, scenes_alone=place is not Place.PROGRESS)
            case Reason.INTERPRETATION:
                return WORDS[reason](sentence) or self._of_the_therapist(sentence)
        return WORDS[reason](sentence)

    def _is_excused(self, sentence: str, found: Sequence[str], when: When) -> bool:
        match when:
            case When.UNLESS_SAID:
                return self._own.said(found)
            case When.UNLESS_TOLD:
                return self._own.told(sentence, found)
        return False

    @cached_property
    def _names(self) -> Names:
        quotes = [item.quote for note in self._visit.all_notes for item in note.evidence]
        return Names([*(segment.text for segment in self._visit.transcript.speech.segments), *quotes])

    @cached_property
    def _own(self) -> OwnWords:
        return OwnWords(self._said_by(Role.PATIENT))

    def _of_the_therapist(self, sentence: str) -> list[str]:
        """The first run of the therapist's words in a sentence."""
        return next(([" ".join(run)] for run in _runs([sentence]) if run in self._therapists), [])

    @cached_property
    def _therapists(self) -> frozenset[Run]:
        """The runs of words of the therapist alone; the words of a completed task are the patient's by now."""
        own = [*self._said_by(Role.PATIENT), *self._visit.completed_tasks]
        return frozenset(_runs(self._said_by(Role.THERAPIST))) - frozenset(_runs(own))

    def _said_by(self, role: Role) -> Sequence[str]:
        roles = self._visit.roles or {}
        return [
            segment.text for segment in self._visit.transcript.speech.segments if roles.get(segment.speaker) is role
        ]


def _runs(texts: Iterable[str]) -> Iterable[Run]:
    for text in texts:
        forms = person_neutral(text)
        yield from (tuple(forms[at : at + REPEATED_WORDS]) for at in range(len(forms) - REPEATED_WORDS + 1))
