"""A progress event as both logs store it, with the closed list of phases and statuses."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

Status = Literal["started", "progress", "success", "insufficient", "failed", "skipped", "cancelled"]
PHASES = ("TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3", "RUN")
RUN_END, VERSION_RELEASE, VISIT_ERASE = "RUN_END", "VERSION_RELEASE", "VISIT_ERASE"
_GENERATION = "_GENERATION"
_DOCUMENTS_WAVE = PHASES.index("WAVE3")


def document_event_name(key: str) -> str:
    """Return the name of the event that reports the generation of a patient's document."""
    return key.upper() + _GENERATION


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. Holds ids, states and counts, never a patient's words.

    `part_of` is the generation that the event is a part of, if any; `milliseconds` is how long the completed work took.
    Events of a whole run have no visit.
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
        """The document that the event is about, or else its phase."""
        generation = self.part_of or self.event
        if self.wave == _DOCUMENTS_WAVE and generation.endswith(_GENERATION):
            return generation.removesuffix(_GENERATION).lower()
        return PHASES[self.wave].lower()

    def row(self) -> dict[str, Any]:
        """Return the event as a row of the event log."""
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


def run_ended_event(run_id: UUID, outcome: str) -> Event:
    """Return the last event of a run, which ended as `completed`, `partial`, `failed` or `cancelled`."""
    status: Status = "success" if outcome == "completed" else "cancelled" if outcome == "cancelled" else "failed"
    wave = PHASES.index("RUN")
    return Event(None, None, wave, RUN_END, status, run_id, details={"run_status": outcome})


def visit_erased_event() -> Event:
    """Return the event that a visit was erased. It names no visit: nothing of an erased one is kept."""
    return Event(None, None, PHASES.index("RUN"), VISIT_ERASE, "success")
