"""Session Bridge: one row per patient, and its numbered versions."""

import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Json, Key, Now


class SessionBridge(Base):
    """A patient's bridge. `current_version_id` is what is shown; `versions_made` counts those erased meanwhile too."""

    __tablename__ = "patient_session_bridge"

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), unique=True)
    current_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session_bridge_versions.id", ondelete="SET NULL", use_alter=True)
    )
    created_at: Mapped[Now]
    updated_at: Mapped[Now]
    versions_made: Mapped[int] = mapped_column(default=0, server_default="0")


class SessionBridgeVersion(Base):
    """One generation of the bridge; never changed, never replaced."""

    __tablename__ = "session_bridge_versions"
    __table_args__ = (
        UniqueConstraint("patient_id", "version_number"),
        Index("idx_session_bridge_versions_patient", "patient_id"),
        Index("idx_session_bridge_versions_session_bridge", "session_bridge_id"),
    )

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    session_bridge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient_session_bridge.id", ondelete="CASCADE"))
    version_number: Mapped[int]
    bridge_data: Mapped[Json] = mapped_column(JSON)
    model_used: Mapped[str | None] = mapped_column(String(50))
    generation_metadata_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("generation_metadata.id", ondelete="SET NULL", use_alter=True)
    )
    created_at: Mapped[Now]
