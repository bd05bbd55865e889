"""A progress event as both logs store it, with the closed list of phases and statuses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

Status = Literal["started", "progress", "success", "insufficient", "failed", "skipped", "cancelled"]
PHASES = ("TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3", "RUN")
RUN_END, VERSION_RELEASE = "RUN_END", "VERSION_RELEASE"
_GENERATION = "_GENERATION"
_DOCUMENTS_WAVE = PHASES.index("WAVE3")


def document_event(key: str) -> str:
    """The name of the event that tells of the generation of a patient's document."""
    return key.upper() + _GENERATION


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. Ids, states and counts only: never a patient's words.

    `part_of` is the generation that an event is a part of, if it is not one itself; `milliseconds` is how long what
    has ended took. What is about a whole run is about no visit.
    """

    session_id: UUID | None
    session_date: datetime | None
    wave: int
    event: str
    status: Status
    run_id: UUID | None = None
    attempt: int = 1
    details: dict[str, Any] = field(default_factory=dict)
    part_of: str | None = None
    milliseconds: int | None = None

    @property
    def wave_name(self) -> str:
        """Which document it is about, or else which phase."""
        generation = self.part_of or self.event
        if self.wave == _DOCUMENTS_WAVE and generation.endswith(_GENERATION):
            return generation.removesuffix(_GENERATION).lower()
        return PHASES[self.wave].lower()

    def row(self) -> dict[str, Any]:
        """The event as the log of events stores it."""
        return {
            "session_id": self.session_id,
            "session_date": self.session_date.astimezone(UTC).isoformat() if self.session_date else None,
            "phase": PHASES[self.wave],
            "event": self.event,
            "status": self.status,
            "run_id": self.run_id,
            "attempt": self.attempt,
            "wave": self.wave_name,
            "details": self.details,
        }


def run_ended(run_id: UUID, outcome: str) -> Event:
    """The last event of a run, which has come to `completed`, `partial`, `failed` or `cancelled`."""
    status: Status = "success" if outcome == "completed" else "cancelled" if outcome == "cancelled" else "failed"
    wave = PHASES.index("RUN")
    return Event(None, None, wave, RUN_END, status, run_id, details={"run_status": outcome})
