"""What a generator is shown of a visit: the transcript, what was found in it so far, and what is remembered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.transcript import Role, Roles, Transcript

T = TypeVar("T")

AGREED = "action items"
"""The kind of notes on what was agreed."""
Trend = Literal["rising", "steady", "falling"]
"""Of the mood, over visits."""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding of this or an earlier visit, with the words of the transcript that it rests on."""

    session_id: UUID
    about: str
    kind: str
    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of earlier visits, nearest first, and what is not."""

    strategy: str = "hierarchical"
    notes: tuple[Note, ...] = ()
    journey: tuple[Note, ...] = ()
    sessions: tuple[UUID, ...] = ()
    missing: tuple[UUID, ...] = ()
    left_out: int = 0
    shortened: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with a result, without words."""
        return {
            "strategy": self.strategy,
            "sessions": [str(session) for session in self.sessions],
            "missing": [str(session) for session in self.missing],
            "left_out": self.left_out,
            "shortened": self.shortened,
        }


@dataclass(frozen=True)
class Visit:
    """One visit as a generator sees it. `results` are the stored results of this visit by task name; `roles_failed`
    says that it was not even settled that nobody can tell who is who: telling them apart has failed. `number` counts
    the patient's visits from 1. `agreed` is what was agreed in the visit before, `advice` what the analysis of this one
    recommends. `trend` is that of the mood over the visits remembered and this one, `since` the first of their dates.
    """

    session_id: UUID
    session_date: datetime
    transcript: Transcript
    roles: Roles | None = None
    roles_failed: bool = False
    results: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    screen_words: tuple[Evidence, ...] = ()
    """The words under its risk screen, which comes to no notes."""
    memory: Memory = field(default_factory=Memory)
    completed_tasks: Sequence[str] = ()
    number: int = 1
    agreed: tuple[Note, ...] = ()
    advice: tuple[Note, ...] = ()
    trend: Trend | None = None
    since: datetime | None = None

    @cached_property
    def patient_words(self) -> int:
        """The number of words the patient said; 0 while roles are unknown."""
        return self.transcript.words_of(Role.PATIENT, self.roles)

    def cached(self, make: "Callable[[Visit], T]") -> T:
        """What is made of this visit by `make`, which is asked once: whoever asks again gets the same."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast(T, self._kept[make])

    @cached_property
    def _kept(self) -> dict[object, object]:
        return {}

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """The notes in the order in which a prompt numbers them: this visit's, the earlier ones', the journey's, and
        what was agreed.
        """
        return self.notes + self.memory.notes + self.memory.journey + self.agreed + self.advice

    @property
    def first_agreed(self) -> int:
        """The number of the first note about what was agreed."""
        return len(self.notes) + len(self.memory.notes) + len(self.memory.journey)
