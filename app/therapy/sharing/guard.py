"""The guard: says of each sentence why it is withheld from a patient's page, or that it is not.

A sentence that is withheld is left out; it is neither reworded nor replaced. The words known are English; codes,
digits, titles and given names count in any language.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from app.therapy.sharing.audience import Audience, Place, Reason, When, withholding_rules
from app.therapy.sharing.content import WORDS
from app.therapy.sharing.deobfuscation import deobfuscated
from app.therapy.sharing.in_session_content import in_session_words
from app.therapy.sharing.names import Names
from app.therapy.sharing.own_words import OwnWords, person_neutral
from app.therapy.sharing.quantities import quantity_words
from app.therapy.sharing.retellings import names_therapist_as_source, tells_agreement
from app.therapy.transcript import Role
from app.therapy.visit import AGREED, Visit
from app.therapy.wording import sentences

REPEATED_WORDS = 7
"""So many words in a row of the therapist's, that the patient did not say, are the therapist's and no retelling."""
_APART = " | "


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
                plain = deobfuscated(sentence)
                return quantity_words(sentence, own) or (quantity_words(plain, own) if plain != sentence else [])
            case Reason.ROOM:
                return in_session_words(sentence, scenes_alone=place is not Place.PROGRESS)
            case Reason.INTERPRETATION:
                return WORDS[reason](sentence) or self._of_the_therapist(sentence, place)
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

    def _of_the_therapist(self, sentence: str, place: Place) -> list[str]:
        """The first run of the therapist's words in a sentence that claims them as its own; whoever else may read the
        page is not told what the therapist said."""
        run = next((run for run in _runs(sentence) if run in self._therapists and not self._is_patients(run)), None)
        if run is None or tells_agreement(sentence):
            return []
        is_attributed = place.audience is Audience.PATIENT and names_therapist_as_source(sentence)
        return [] if is_attributed else [run.strip()]

    def _is_patients(self, run: str) -> bool:
        """Whether the patient said a run too, all of it but its first or last word."""
        _, *later, last = run.split()
        return f" {' '.join([*later, last])} " in self._patients or run[: -len(last) - 1] in self._patients

    @cached_property
    def _therapists(self) -> str:
        said = self._said_by(Role.THERAPIST)
        return _read_in_a_row([turn[start:end] for turn in said for start, end in sentences(turn)])

    @cached_property
    def _patients(self) -> str:
        """The patient's own words, and those of tasks: what was set or done is theirs by now."""
        agreed = [note for note in self._visit.all_notes if note.kind == AGREED]
        tasks = [*self._visit.completed_tasks, *(note.text for note in agreed)]
        return _read_in_a_row([*self._said_by(Role.PATIENT), *tasks, *(w.quote for n in agreed for w in n.evidence)])

    def _said_by(self, role: Role) -> Sequence[str]:
        roles = self._visit.roles or {}
        return [
            segment.text for segment in self._visit.transcript.speech.segments if roles.get(segment.speaker) is role
        ]


def _runs(text: str) -> Iterator[str]:
    forms = person_neutral(text)
    starts = range(len(forms) - REPEATED_WORDS + 1)
    return (f" {' '.join(forms[at : at + REPEATED_WORDS])} " for at in starts)


def _read_in_a_row(texts: Sequence[str]) -> str:
    """Texts as words with a space on both sides, so that a run is found as it stands."""
    return f" {_APART.join(' '.join(person_neutral(text)) for text in texts)} "
