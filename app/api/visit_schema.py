"""Request schema of a visit, with its validation."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.api.storable import Moment, Storable
from app.errors import TooLarge
from app.store.visits import StoredVisit
from app.therapy.transcript import Role, Segment, Transcript

MAX_SEGMENTS = 10_000
MAX_WORDS = 120_000
SPEAKER_CHARS = 200

Speaker = Annotated[Storable, Field(min_length=1, max_length=SPEAKER_CHARS)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]


class _Body(BaseModel):
    """Base of the request models. Unknown keys from the audio pipeline's file are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, use_attribute_docstrings=True)


class HandedSegment(_Body):
    """One stretch of speech by one speaker."""

    start: Seconds
    """Seconds from the start of the visit."""
    end: Seconds
    """Seconds, not before `start`."""
    text: Storable
    """What was said; may be empty."""
    speaker: Speaker | None = None
    """Who said it, as the diarisation names them; or else `speaker_id`."""
    speaker_id: Speaker | None = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end < self.start:
            raise ValueError("ends before it starts")
        return self

    @model_validator(mode="after")
    def _is_somebodys(self) -> Self:
        if not self.stated_speaker_id:
            raise ValueError("names no speaker")
        return self

    @property
    def stated_speaker_id(self) -> str:
        """The speaker id from either key, or an empty string if neither is given."""
        return self.speaker or self.speaker_id or ""


class HandedVisit(_Body):
    """One visit with its transcript."""

    session_date: Moment
    """When it took place; UTC where no offset is given."""
    segments: list[HandedSegment] = Field(min_length=1)
    """In the order of the transcript."""
    speaker_roles: dict[Speaker, Role] | None = None
    """Who is therapist and who is patient, where that is known. Who does not speak is left out."""

    @model_validator(mode="after")
    def _somebody_speaks(self) -> Self:
        if not any(any(char.isalnum() for char in segment.text) for segment in self.segments):
            raise ValueError("no words were said")
        return self

    def stored(self, patient_id: UUID, session_id: UUID) -> StoredVisit:
        """Return the visit in the form in which it is stored. Raises TooLarge."""
        transcript = Transcript(tuple(Segment(s.start, s.end, s.text, s.stated_speaker_id) for s in self.segments))
        if len(transcript.segments) > MAX_SEGMENTS or transcript.words > MAX_WORDS:
            raise TooLarge(f"A visit has at most {MAX_SEGMENTS} segments and {MAX_WORDS} words.")
        present = set(transcript.speakers)
        roles = {speaker: role for speaker, role in (self.speaker_roles or {}).items() if speaker in present}
        words = transcript.fingerprint()
        return StoredVisit(session_id, patient_id, self.session_date, transcript, words, roles or None, words)
