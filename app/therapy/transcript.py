"""A transcript of a therapy visit as a value: who said what, when."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from app.therapy.spoken_text import blank_out_unspoken


class Role(StrEnum):
    """The role of a speaker in the room."""

    THERAPIST = "therapist"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of speech. `start` and `end` are seconds from the start of the visit."""

    start: float
    end: float
    text: str
    speaker: str


Roles = Mapping[str, Role]


@dataclass(frozen=True)
class Transcript:
    """The segments in the order of the upload. The number of a segment is its index."""

    segments: tuple[Segment, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speaker ids in order of first appearance."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments))

    @cached_property
    def speech(self) -> "Transcript":
        """The same segments as whoever reads them should: sounds that are no speech, and lines said again and again,
        are spaces there. Segments keep their numbers and what was said its place, so that quotes are stored from the
        transcript itself."""
        texts = blank_out_unspoken([segment.text for segment in self.segments])
        return Transcript(tuple(replace(s, text=text) for s, text in zip(self.segments, texts, strict=True)))

    def words_of(self, role: Role, roles: Roles | None) -> int:
        """Return how many words the speakers of a role said; 0 while roles are unknown."""
        spoken = self.speech.segments
        return sum(len(s.text.split()) for s in spoken if (roles or {}).get(s.speaker) is role)

    @cached_property
    def words(self) -> int:
        """The number of words in the upload, of which `speech.words` were spoken."""
        return sum(len(segment.text.split()) for segment in self.segments)

    def fingerprint(self, roles: Roles | None = None) -> str:
        """Return a hex digest of the words and, if given, the roles: what a result rests on."""
        rows = [(s.start, s.end, s.text, s.speaker) for s in self.segments]
        named = sorted((speaker, str(role)) for speaker, role in roles.items()) if roles else None
        return hashlib.sha256(json.dumps([rows, named], ensure_ascii=False).encode()).hexdigest()
