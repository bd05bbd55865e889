"""Runs of the waves, their steps, and the claims of executors."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import Base, Key, Now
from app.store.step_status import status_check_constraint


class Run(Base):
    """The waves for one or more visits of a patient."""

    __tablename__ = "runs"
    __table_args__ = (
        CheckConstraint(
            "status IN ('queued', 'running', 'completed', 'partial', 'failed', 'cancelled')",
            name="runs_status_check",
        ),
        Index("idx_runs_patient", "patient_id", "created_at"),
        Index("idx_runs_created", text("created_at DESC"), text("id DESC")),
        Index("idx_runs_status", "status", text("created_at DESC"), text("id DESC")),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(20))
    model_tier: Mapped[str] = mapped_column(String(20))
    force: Mapped[bool] = mapped_column(server_default=false())
    executor: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[Now]
    ended_at: Mapped[datetime | None]


class RunStep(Base):
    """One task for one visit within a run. `position` is its place in the run's list."""

    __tablename__ = "run_steps"
    __table_args__ = (CheckConstraint(status_check_constraint(), name="run_steps_status_check"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("therapy_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    task: Mapped[str] = mapped_column(String(50), primary_key=True)
    wave: Mapped[int]
    position: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    error_code: Mapped[str | None] = mapped_column(String(50))
    generation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("generations.id", ondelete="SET NULL"))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Executor(Base):
    """A process that executes tasks. It counts as dead when its last heartbeat is older than a lease."""

    __tablename__ = "executors"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[Now]


class Claim(Base):
    """The attempt that is making a result now, so that two concurrent callers pay only once. `attempt_id` is the
    attempt that holds the claim, and the id of its result.
    """

    __tablename__ = "claims"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("therapy_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    task: Mapped[str] = mapped_column(String(50), primary_key=True)
    executor: Mapped[str] = mapped_column(String(100))
    attempt_id: Mapped[uuid.UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    claimed_at: Mapped[Now]
