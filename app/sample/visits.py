"""The sample patient's visits as values, read from the JSON files that lie beside this module."""

import json
from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID

from app.therapy.transcript import Segment

PATIENT_ID = UUID("f4353c0f-174e-4301-847f-930953e39931")
VISITS = 10


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """One visit. `number` counts from 1 in the order of dates; `session_date` is ISO 8601, in UTC.

    Roles are left out on purpose: who of the two is the therapist differs from visit to visit.
    """

    number: int
    session_id: UUID
    session_date: str
    segments: tuple[Segment, ...]

    @property
    def name(self) -> str:
        """As its files are called."""
        return f"visit_{self.number:02}"

    @property
    def body(self) -> dict[str, object]:
        """What `PUT /v1/patients/{id}/sessions/{session_id}` takes."""
        return {"session_date": self.session_date, "segments": [_as_json(s) for s in self.segments]}


def sample_visits() -> list[SampleVisit]:
    """All ten visits, earliest first. Reads ten small files, 115 kB in all, from the installed package."""
    return [_read(number) for number in range(1, VISITS + 1)]


def _read(number: int) -> SampleVisit:
    raw = json.loads((files(__package__) / f"visit_{number:02}.json").read_text(encoding="utf-8"))
    segments = tuple(Segment(**segment) for segment in raw["segments"])
    return SampleVisit(number, UUID(raw["session_id"]), raw["session_date"], segments)


def _as_json(segment: Segment) -> dict[str, float | str]:
    return {"start": segment.start, "end": segment.end, "text": segment.text, "speaker": segment.speaker}
