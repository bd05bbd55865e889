"""The keys under which callers repeat a request."""

import uuid

from sqlalchemy import ForeignKey, Index, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Now


class IdempotencyKey(Base):
    """One request under an `Idempotency-Key`. `id` is the digest of path and key, `request` that of query and body.

    The row is pending until it has a `generation_id`, a `run_id` or a `failure`; `attempt_id` of `executor` works on
    it since `claimed_at`. `reused` and `prerequisites` are those of the answer. Of the answer itself only ids are kept.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = tuple(
        Index(f"idx_idempotency_keys_{column}", column)
        for column in ("patient_id", "session_id", "generation_id", "run_id", "created_at")
    )

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("therapy_sessions.id", ondelete="CASCADE"))
    executor: Mapped[str] = mapped_column(String(100))
    attempt_id: Mapped[uuid.UUID]
    generation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("generations.id", ondelete="CASCADE"))
    run_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    failure: Mapped[Json | None] = mapped_column(JSON)
    reused: Mapped[bool] = mapped_column(server_default=false())
    prerequisites: Mapped[Json] = mapped_column(JSON, server_default=text("'[]'"))
    claimed_at: Mapped[Now]
    created_at: Mapped[Now]

    @property
    def is_pending(self) -> bool:
        """Whether the request has no answer yet."""
        return self.generation_id is None and self.run_id is None and self.failure is None
