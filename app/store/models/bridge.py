"""Session Bridge: one row per patient, and its numbered versions."""

import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Json
from app.store.models.documents import DocumentOwner, DocumentVersion


class SessionBridge(DocumentOwner):
    """A patient's bridge."""

    __tablename__ = "patient_session_bridge"

    current_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("session_bridge_versions.id", ondelete="SET NULL", use_alter=True)
    )


class SessionBridgeVersion(DocumentVersion):
    """One generation of the bridge; never changed, never replaced."""

    __tablename__ = "session_bridge_versions"
    __table_args__ = (
        UniqueConstraint("patient_id", "version_number"),
        Index("idx_session_bridge_versions_patient", "patient_id"),
        Index("idx_session_bridge_versions_session_bridge", "session_bridge_id"),
    )

    session_bridge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient_session_bridge.id", ondelete="CASCADE"))
    bridge_data: Mapped[Json] = mapped_column(JSON)
    model_used: Mapped[str | None] = mapped_column(String(50))
    generation_metadata_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("generation_metadata.id", ondelete="SET NULL", use_alter=True)
    )
