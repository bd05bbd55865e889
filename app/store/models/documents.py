"""What the tables of all versioned documents of patients have in common, and the classes of one by its key."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import JSON, Base, Key, Now
from app.store.models.metadata import ONE_VERSION, GenerationMetadata


class DocumentOwner(Base):
    """The row of a patient that a document's versions belong to. `current_version_id` is what is shown;
    `versions_made` also counts versions that were erased."""

    __abstract__ = True

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), unique=True)
    current_version_id: Mapped[uuid.UUID | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Now]
    versions_made: Mapped[int] = mapped_column(default=0, server_default="0")


class DocumentVersion(Base):
    """One generation of a document; never changed, never replaced."""

    __abstract__ = True

    id: Mapped[Key]
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"))
    version_number: Mapped[int]
    created_at: Mapped[Now]


def document_models(key: str) -> tuple[type[DocumentOwner], type[DocumentVersion]]:
    """The classes of the tables `patient_{key}` and `{key}_versions`, which a migration has made; it has also added
    `{key}_version_id` to generation_metadata."""
    name = key.title().replace("_", "")
    current = mapped_column(Uuid, ForeignKey(f"{key}_versions.id", ondelete="SET NULL", use_alter=True))
    owner: Any = type(name, (DocumentOwner,), {"__tablename__": f"patient_{key}", "current_version_id": current})
    columns = {
        f"{key}_id": mapped_column(Uuid, ForeignKey(f"patient_{key}.id", ondelete="CASCADE"), nullable=False),
        f"{key}_data": mapped_column(JSON, nullable=False),
    }
    version: Any = type(f"{name}Version", (DocumentVersion,), {"__tablename__": f"{key}_versions", **columns})
    of_version = mapped_column(Uuid, ForeignKey(f"{key}_versions.id", ondelete="CASCADE"), unique=True)
    setattr(GenerationMetadata, f"{key}_version_id", of_version)
    _renew_one_version_check()
    return owner, version


def _renew_one_version_check() -> None:
    """Let the constraint on generation_metadata name the keys of all documents."""
    table: Any = GenerationMetadata.__table__
    names = [column.name for column in table.columns]
    keys = ", ".join(name for name in names if name.endswith("_version_id"))
    check = next(each for each in table.constraints if each.name == ONE_VERSION)
    assert isinstance(check, CheckConstraint)
    check.sqltext = text(f"num_nonnulls({keys}) = 1")
