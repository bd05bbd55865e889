"""The metadata of one version of a document, which may be edited."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now

ONE_VERSION = "generation_metadata_one_version_check"


class GenerationMetadata(Base):
    """The metadata of exactly one version of a document. `api_cost` is in US dollars.

    A version that is `held` is shown to nobody before `released_at`.
    """

    __tablename__ = "generation_metadata"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(your_journey_version_id, session_bridge_version_id) = 1",
            name=ONE_VERSION,
        ),
        Index("idx_generation_metadata_your_journey", "your_journey_version_id", unique=True),
        Index("idx_generation_metadata_session_bridge", "session_bridge_version_id", unique=True),
        Index("idx_generation_metadata_held", "id", postgresql_where=text("held AND released_at IS NULL")),
    )

    id: Mapped[Key]
    your_journey_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("your_journey_versions.id", ondelete="CASCADE")
    )
    session_bridge_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session_bridge_versions.id", ondelete="CASCADE")
    )
    sessions_analyzed: Mapped[int | None]
    total_sessions: Mapped[int | None]
    model_used: Mapped[str | None] = mapped_column(String(50))
    generation_timestamp: Mapped[datetime | None]
    last_session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="SET NULL"))
    compaction_strategy: Mapped[str | None] = mapped_column(String(20))
    prompt_tokens: Mapped[int | None]
    completion_tokens: Mapped[int | None]
    total_tokens: Mapped[int | None]
    api_cost: Mapped[Decimal | None] = mapped_column(Numeric(10, 6))
    model_tier: Mapped[str | None] = mapped_column(String(20))
    generation_duration_ms: Mapped[int | None]
    metadata_json: Mapped[Json | None] = mapped_column(JSON)
    created_at: Mapped[Now]
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None] = mapped_column(Text)
