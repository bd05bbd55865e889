"""Every model call and its cost. Nobody's words are stored here."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class ModelCall(Base):
    """One call: opened before it, closed with its usage. It outlives the patient it was made for.

    `outcome` is one word of the exchange with the model; `cost_usd` is null when the price is unknown. `attempt` counts
    the calls of one generation; `executor` is the process that made the call, `attempt_id` the attempt at a result that
    it was made in, `step_attempt` the number of that attempt at a run's step, null outside of runs. Lines from before
    021 have none of the three. `extracted`: the answer's JSON object was cut out of other text.
    """

    __tablename__ = "model_calls"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'failed')", name="model_calls_state_check"),
        Index("idx_model_calls_patient", "patient_id"),
        Index("idx_model_calls_opened", "opened_at"),
        Index("idx_model_calls_run", "run_id"),
        Index("idx_model_calls_open", "executor", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patients.id", ondelete="SET NULL"))
    session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="SET NULL"))
    run_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"))
    generation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("generations.id", ondelete="SET NULL"))
    task: Mapped[str] = mapped_column(String(50))
    model_tier: Mapped[str] = mapped_column(String(20))
    model_asked: Mapped[str] = mapped_column(String(100))
    model: Mapped[str | None] = mapped_column(String(100))
    engine: Mapped[str] = mapped_column(String(20))
    reasoning_effort: Mapped[str | None] = mapped_column(String(20))
    service_tier_asked: Mapped[str | None] = mapped_column(String(20))
    service_tier: Mapped[str | None] = mapped_column(String(20))
    attempt: Mapped[int]
    executor: Mapped[str | None] = mapped_column(String(100))
    attempt_id: Mapped[uuid.UUID | None]
    step_attempt: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20), server_default=text("'open'"))
    outcome: Mapped[str | None] = mapped_column(String(40))
    extracted: Mapped[bool] = mapped_column(server_default=text("false"))
    input_tokens: Mapped[int | None]
    cached_input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    reasoning_tokens: Mapped[int | None]
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(14, 8))
    opened_at: Mapped[Now]
    closed_at: Mapped[datetime | None]


class GenerationCost(Base):
    """The platform's older list of costs, in US dollars. Read for its old rows only."""

    __tablename__ = "generation_costs"

    id: Mapped[Key]
    task: Mapped[str] = mapped_column(String(100))
    model: Mapped[str] = mapped_column(String(100))
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost: Mapped[float | None]
    duration_ms: Mapped[int | None]
    session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="SET NULL"))
    patient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patients.id", ondelete="SET NULL"))
    legacy_metadata: Mapped[Json | None] = mapped_column("metadata", JSON)
    created_at: Mapped[Now | None]
