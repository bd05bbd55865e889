"""The clinician's progress notes: one row per visit, and the numbered versions that were filed."""

import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class ProgressNote(Base):
    """A visit's note. `versions_made` counts versions erased meanwhile too, so that no number is given twice."""

    __tablename__ = "progress_notes"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("therapy_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    versions_made: Mapped[int] = mapped_column(default=0, server_default="0")


class ProgressNoteVersion(Base):
    """A result filed in a format; never changed, never replaced, and gone with the result. `evidence` points into
    `note`."""

    __tablename__ = "progress_note_versions"
    __table_args__ = (
        UniqueConstraint("session_id", "version_number"),
        UniqueConstraint("generation_id", "format"),
        Index("idx_progress_note_versions_patient", "patient_id"),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("progress_notes.session_id", ondelete="CASCADE"))
    generation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("generations.id", ondelete="CASCADE"))
    version_number: Mapped[int]
    format: Mapped[str] = mapped_column(String(10))
    note: Mapped[Json] = mapped_column(JSON)
    evidence: Mapped[Json] = mapped_column(JSON)
    created_at: Mapped[Now]
