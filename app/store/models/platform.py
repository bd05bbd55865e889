"""The platform's own tables: who is treated, and the therapy sessions."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class User(Base):
    """An account of the platform."""

    __tablename__ = "users"

    id: Mapped[Key]
    email: Mapped[str | None] = mapped_column(String(255), unique=True)
    first_name: Mapped[str | None] = mapped_column(String(100))
    last_name: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[Now | None]
    updated_at: Mapped[Now | None]


class Patient(Base):
    """A patient. `created_by_service`: registered through this service, not by the platform.

    `erased_at`: erased here; the row is the platform's and stays, but is nothing to this service any more.
    """

    __tablename__ = "patients"
    __table_args__ = (
        Index(
            "idx_patients_listed",
            text("coalesce(created_at, '1970-01-01 00:00:00+00'::timestamptz) DESC"),
            text("id DESC"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    therapist_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    date_of_birth: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    emergency_contact: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[Now | None]
    updated_at: Mapped[Now | None]
    created_by_service: Mapped[bool] = mapped_column(server_default=false())
    erased_at: Mapped[datetime | None]


class TherapySession(Base):
    """A visit: its transcript, and the newest results of Waves 1 and 2 in the platform's columns.

    `speaker_roles` are the roles the caller gave, {speaker id: "therapist" | "patient"};
    `transcript_hash` is the fingerprint of the transcript as handed over; `erased_at` is as a patient's.
    """

    __tablename__ = "therapy_sessions"
    __table_args__ = (
        CheckConstraint(
            "processing_status IN ('pending', 'processing', 'completed', 'failed')",
            name="therapy_sessions_processing_status_check",
        ),
        CheckConstraint("mood_score BETWEEN 0 AND 10", name="therapy_sessions_mood_score_check"),
        CheckConstraint("mood_confidence BETWEEN 0 AND 1", name="therapy_sessions_mood_confidence_check"),
        CheckConstraint(
            "analysis_status IN ('pending', 'wave1_running', 'wave1_complete', 'wave2_running', 'complete', 'failed')",
            name="therapy_sessions_analysis_status_check",
        ),
        Index("idx_therapy_sessions_patient_id", "patient_id"),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    therapist_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    session_date: Mapped[datetime]
    duration_minutes: Mapped[int | None]
    transcript: Mapped[Json | None] = mapped_column(JSON)
    processing_status: Mapped[str | None] = mapped_column(String(20), server_default=text("'pending'"))

    mood_score: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    mood_confidence: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    mood_rationale: Mapped[str | None] = mapped_column(Text)
    mood_indicators: Mapped[Json | None] = mapped_column(JSON)
    emotional_tone: Mapped[str | None] = mapped_column(Text)
    mood_analyzed_at: Mapped[datetime | None]
    topics: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    action_items: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    action_items_summary: Mapped[str | None] = mapped_column(Text)
    technique: Mapped[str | None] = mapped_column(String(255))
    summary: Mapped[str | None] = mapped_column(Text)
    extraction_confidence: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    raw_meta_summary: Mapped[str | None] = mapped_column(Text)
    topics_extracted_at: Mapped[datetime | None]
    has_breakthrough: Mapped[bool | None] = mapped_column(server_default=false())
    breakthrough_data: Mapped[Json | None] = mapped_column(JSON)
    breakthrough_label: Mapped[str | None] = mapped_column(String(50))
    breakthrough_analyzed_at: Mapped[datetime | None]
    wave1_completed_at: Mapped[datetime | None]

    deep_analysis: Mapped[Json | None] = mapped_column(JSON)
    analysis_confidence: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    deep_analyzed_at: Mapped[datetime | None]
    prose_analysis: Mapped[str | None] = mapped_column(Text)
    prose_generated_at: Mapped[datetime | None]
    analysis_status: Mapped[str | None] = mapped_column(String(20), server_default=text("'pending'"))

    created_at: Mapped[Now | None]
    updated_at: Mapped[Now | None]
    created_by_service: Mapped[bool] = mapped_column(server_default=false())
    erased_at: Mapped[datetime | None]
    speaker_roles: Mapped[Json | None] = mapped_column(JSON)
    transcript_hash: Mapped[str | None] = mapped_column(String(64))
