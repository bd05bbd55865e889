"""Every stored result, with what it rests on and how it was made."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class Generation(Base):
    """One stored answer. `number` is the order in which they were stored.

    `sources` is {session id: fingerprint of the transcript it rests on}; `memory` the provenance of what was
    remembered; `choices` what the caller may choose beside the tier (strategy, hash of the completed tasks).
    `result` is null when `state` is "insufficient"; `reason` then says why. Tokens and cost are null where they are
    not known. A letter that is `held` is shown to nobody before `released_at`; versions are held by their metadata.
    `past` is the fingerprint of the earlier
    visits, in their order, that the result or one that it rests on could remember; null where it remembers nothing.
    """

    __tablename__ = "generations"
    __table_args__ = (
        CheckConstraint("state IN ('success', 'insufficient')", name="generations_state_check"),
        Index("idx_generations_session_task", "session_id", "task", text("number DESC")),
        Index("idx_generations_patient_task", "patient_id", "task", text("number DESC")),
        Index("idx_generations_sources", "sources", postgresql_using="gin"),
        Index("idx_generations_generation_metadata", "generation_metadata_id"),
        Index("idx_generations_held", "number", postgresql_where=text("held AND released_at IS NULL")),
    )

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="CASCADE"))
    task: Mapped[str] = mapped_column(String(50))
    state: Mapped[str] = mapped_column(String(20))
    result: Mapped[Json | None] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(String(50))
    evidence: Mapped[Json] = mapped_column(JSON, server_default=text("'[]'"))
    dropped: Mapped[Json] = mapped_column(JSON, server_default=text("'[]'"))
    sources: Mapped[Json] = mapped_column(JSON)
    past: Mapped[str | None] = mapped_column(String(16))
    memory: Mapped[Json | None] = mapped_column(JSON)
    choices: Mapped[Json] = mapped_column(JSON, server_default=text("'{}'"))
    prompt_version: Mapped[str] = mapped_column(String(64))
    model: Mapped[str | None] = mapped_column(String(100))
    model_asked: Mapped[str] = mapped_column(String(100))
    model_tier: Mapped[str] = mapped_column(String(20))
    engine: Mapped[str] = mapped_column(String(20))
    reasoning_effort: Mapped[str | None] = mapped_column(String(20))
    service_tier: Mapped[str | None] = mapped_column(String(20))
    attempts: Mapped[int]
    duration_ms: Mapped[int]
    input_tokens: Mapped[int | None] = mapped_column(server_default=text("0"))
    cached_input_tokens: Mapped[int | None] = mapped_column(server_default=text("0"))
    output_tokens: Mapped[int | None] = mapped_column(server_default=text("0"))
    reasoning_tokens: Mapped[int | None] = mapped_column(server_default=text("0"))
    cost_usd: Mapped[Decimal | None] = mapped_column(Numeric(14, 8))
    generation_metadata_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("generation_metadata.id", ondelete="CASCADE")
    )
    created_at: Mapped[Now]
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def is_held(self) -> bool:
        """Whether the result is held for review."""
        return bool(self.held) and self.released_at is None
