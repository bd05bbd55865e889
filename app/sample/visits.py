"""The sample patient's visits as values, read from the JSON files next to this module."""

import json
from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID

from app.therapy.transcript import Segment

PATIENT_ID = UUID("f4353c0f-174e-4301-847f-930953e39931")
VISITS = 10


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """One visit. `number` counts from 1 by date; `session_date` is ISO 8601 in UTC.

    Roles are left out on purpose: which speaker is the therapist differs from visit to visit.
    """

    number: int
    session_id: UUID
    session_date: str
    segments: tuple[Segment, ...]

    @property
    def name(self) -> str:
        """The name that its files use."""
        return f"visit_{self.number:02}"

    @property
    def request_body(self) -> dict[str, object]:
        """The body of `PUT /v1/patients/{id}/sessions/{session_id}`."""
        return {"session_date": self.session_date, "segments": [_as_json(s) for s in self.segments]}


def read_sample_visits() -> list[SampleVisit]:
    """Return all ten visits, earliest first. Reads ten files, 115 kB in total, from the installed package."""
    return [_read(number) for number in range(1, VISITS + 1)]


def _read(number: int) -> SampleVisit:
    raw = json.loads((files(__package__) / f"visit_{number:02}.json").read_text(encoding="utf-8"))
    segments = tuple(Segment(**segment) for segment in raw["segments"])
    return SampleVisit(number, UUID(raw["session_id"]), raw["session_date"], segments)


def _as_json(segment: Segment) -> dict[str, float | str]:
    return {"start": segment.start, "end": segment.end, "text": segment.text, "speaker": segment.speaker}
