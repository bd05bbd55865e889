"""The event log of a patient, and the platform's processing log."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class LogEvent(StrEnum):
    """The names that the processing log accepts."""

    START = "START"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"
    FILE_LOAD = "FILE_LOAD"
    DB_UPDATE = "DB_UPDATE"
    MOOD_ANALYSIS = "MOOD_ANALYSIS"
    TOPIC_EXTRACTION = "TOPIC_EXTRACTION"
    BREAKTHROUGH_DETECTION = "BREAKTHROUGH_DETECTION"
    DEEP_ANALYSIS = "DEEP_ANALYSIS"
    PROSE_GENERATION = "PROSE_GENERATION"
    YOUR_JOURNEY_GENERATION = "YOUR_JOURNEY_GENERATION"
    SESSION_BRIDGE_GENERATION = "SESSION_BRIDGE_GENERATION"


class ProcessingLog(Base):
    """The platform's log of what was done for a visit. A cancelled step is failed with error `cancelled`."""

    __tablename__ = "analysis_processing_log"
    __table_args__ = (
        CheckConstraint("status IN ('started', 'completed', 'failed')", name="analysis_processing_log_status_check"),
    )

    id: Mapped[Key]
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="CASCADE"))
    wave: Mapped[str] = mapped_column(String(20))
    event: Mapped[LogEvent | None] = mapped_column(Enum(LogEvent, name="LogEvent"))
    status: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[Now | None]
    completed_at: Mapped[datetime | None]
    error_message: Mapped[str | None] = mapped_column(Text)
    retry_count: Mapped[int | None] = mapped_column(server_default=text("0"))
    processing_duration_ms: Mapped[int | None]


class PipelineEvent(Base):
    """One event. `number` grows without gaps per patient; rows of the platform have none.

    `consumed` is the platform's and never touched here.
    """

    __tablename__ = "pipeline_events"
    __table_args__ = (
        UniqueConstraint("patient_id", "number"),
        Index("idx_pipeline_events_run", "run_id", "number"),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="CASCADE"))
    session_date: Mapped[str | None] = mapped_column(String(50))
    phase: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(50))
    status: Mapped[str] = mapped_column(String(20))
    message: Mapped[str | None] = mapped_column(Text)
    details: Mapped[Json | None] = mapped_column("metadata", JSON)
    created_at: Mapped[Now | None]
    consumed: Mapped[bool | None] = mapped_column(server_default=false())
    number: Mapped[int | None] = mapped_column(BigInteger)
    run_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    attempt: Mapped[int | None]
    wave: Mapped[str | None] = mapped_column(String(50))


class PatientEventCounter(Base):
    """The last number given to an event of a patient; its row lock is what keeps numbers in commit order."""

    __tablename__ = "patient_event_counters"

    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
