"""Your Journey: one row per patient, and its numbered versions."""

import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Json, Now
from app.store.models.documents import DocumentOwner, DocumentVersion


class YourJourney(DocumentOwner):
    """A patient's journey.

    `roadmap_data` and `legacy_metadata` are filled in rows of the platform only; ours keep the document in
    the version row and its metadata in generation_metadata.
    """

    __tablename__ = "patient_your_journey"
    __table_args__ = (
        UniqueConstraint("patient_id", name="patient_roadmap_patient_id_key"),
        Index("idx_roadmap_patient", "patient_id"),
        Index("idx_roadmap_updated", "updated_at"),
    )

    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    roadmap_data: Mapped[Json | None] = mapped_column(JSON)
    legacy_metadata: Mapped[Json | None] = mapped_column("metadata", JSON)
    created_at: Mapped[Now | None] = mapped_column()  # type: ignore[assignment] # the platform's column is nullable
    updated_at: Mapped[Now | None] = mapped_column()  # type: ignore[assignment] # the platform's column is nullable
    current_version_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("your_journey_versions.id", ondelete="SET NULL", use_alter=True)
    )


class YourJourneyVersion(DocumentVersion):
    """One generation of the journey; never changed, never replaced.

    `legacy_metadata`, `generation_context`, `cost` (US dollars) and `generation_duration_ms` are read for rows
    of the platform only.
    """

    __tablename__ = "your_journey_versions"
    __table_args__ = (
        UniqueConstraint("patient_id", "version", name="roadmap_versions_patient_id_version_key"),
        Index("idx_roadmap_versions_patient", "patient_id"),
        Index("idx_roadmap_versions_created", "created_at"),
    )

    roadmap_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient_your_journey.id", ondelete="CASCADE"))
    version_number: Mapped[int] = mapped_column("version")
    roadmap_data: Mapped[Json] = mapped_column(JSON)
    legacy_metadata: Mapped[Json | None] = mapped_column("metadata", JSON)
    generation_context: Mapped[Json | None] = mapped_column(JSON)
    cost: Mapped[float | None]
    generation_duration_ms: Mapped[int | None]
    created_at: Mapped[Now | None] = mapped_column()  # type: ignore[assignment] # the platform's column is nullable
