"""The versioned documents of a patient: numbered under the patient's lock, never replaced.

Each version has one row of generation_metadata. The current version only moves forward, in the order of visits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.database import Db
from app.store.models import (
    Generation,
    GenerationMetadata,
    SessionBridge,
    SessionBridgeVersion,
    TherapySession,
    YourJourney,
    YourJourneyVersion,
)
from app.store.models.documents import DocumentOwner, DocumentVersion, document_models


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document: its row per patient, its versions, and the columns that connect them."""

    owner: type[DocumentOwner]
    version: type[DocumentVersion]
    data: str
    owner_key: str
    metadata_key: str


YOUR_JOURNEY = Document(YourJourney, YourJourneyVersion, "roadmap_data", "roadmap_id", "your_journey_version_id")
SESSION_BRIDGE = Document(
    SessionBridge, SessionBridgeVersion, "bridge_data", "session_bridge_id", "session_bridge_version_id"
)
_DOCUMENTS = {"your_journey": YOUR_JOURNEY, "session_bridge": SESSION_BRIDGE}


def document_by_key(key: str) -> Document:
    """Return the document with a key. For a new key, the table classes are made by `document_models`."""
    if key not in _DOCUMENTS:
        owner, version = document_models(key)
        _DOCUMENTS[key] = Document(owner, version, f"{key}_data", f"{key}_id", f"{key}_version_id")
    return _DOCUMENTS[key]


def known_documents() -> list[Document]:
    """Return the documents of all generators in this process."""
    return list(_DOCUMENTS.values())


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its metadata row, which is None for versions that the platform wrote; those have `legacy`
    metadata.
    """

    id: UUID
    number: int
    data: dict[str, Any]
    created_at: datetime | None
    metadata: GenerationMetadata | None
    legacy: dict[str, Any] | None

    @property
    def held(self) -> bool:
        """Whether the version is held for review."""
        return self.metadata is not None and self.metadata.held and self.metadata.released_at is None


async def insert_version(
    db: Db, document: Document, patient_id: UUID, data: dict[str, Any], facts: dict[str, Any]
) -> Version:
    """Insert the next version, with its metadata row from `facts`. The caller holds the patient's lock."""
    owner_id, number = await _next(db, document, patient_id)
    values = {"patient_id": patient_id, document.owner_key: owner_id, document.data: data}
    if document is SESSION_BRIDGE:
        values["model_used"] = facts["model_used"]
    version = document.version(**values, version_number=number)
    db.add(version)
    await db.flush()
    metadata = GenerationMetadata(**facts, **{document.metadata_key: version.id})
    db.add(metadata)
    await db.flush()
    if isinstance(version, SessionBridgeVersion):
        version.generation_metadata_id = metadata.id
    return Version(version.id, number, data, version.created_at, metadata, None)


async def update_current_version(db: Db, document: Document, patient_id: UUID) -> None:
    """Set the current version to the newest one of the latest visit that has a version that is not held."""
    newest = await db.scalar(_newest_of_latest_visit(document, patient_id))
    owner = document.owner
    moved = update(owner).where(owner.patient_id == patient_id).values(current_version_id=newest, updated_at=func.now())
    await db.execute(moved.execution_options(synchronize_session=False))


async def hold_versions_of(db: Db, document: Document, patient_id: UUID, session_id: UUID) -> None:
    """Hold a visit's versions, except released ones. The caller holds the patient's lock."""
    of_document = getattr(GenerationMetadata, document.metadata_key).is_not(None)
    mine = (GenerationMetadata.last_session_id == session_id, GenerationMetadata.released_at.is_(None), of_document)
    await db.execute(update(GenerationMetadata).where(*mine).values(held=True))
    await update_current_version(db, document, patient_id)


async def mark_version_released(
    db: Db, document: Document, patient_id: UUID, version: Version, reason: str | None = None
) -> bool:
    """Release a version, whatever a later screen says. Return False if it was already released, or is one of the
    platform's, which are never held. The caller has read it under the patient's lock.
    """
    if version.metadata is None or version.metadata.released_at is not None:
        return False
    version.metadata.released_at = await db.scalar(select(func.now()))
    version.metadata.release_reason = reason
    await db.flush()
    await update_current_version(db, document, patient_id)
    return True


async def current_version(db: Db, document: Document, patient_id: UUID) -> Version | None:
    """Return the version that is shown."""
    owner = document.owner
    pointer = select(owner.current_version_id).where(owner.patient_id == patient_id).scalar_subquery()
    return await _one(db, document, document.version.id == pointer)


async def find_version(db: Db, document: Document, patient_id: UUID, number: int) -> Version | None:
    """Return the version with a number, or None."""
    version = document.version
    return await _one(db, document, (version.patient_id == patient_id) & (version.version_number == number))


async def version_of_metadata(db: Db, document: Document, metadata_id: UUID) -> Version | None:
    """Return the version that a metadata row belongs to, or None."""
    return await _one(db, document, GenerationMetadata.id == metadata_id)


async def list_versions(
    db: Db, document: Document, patient_id: UUID, after: int | None, limit: int
) -> Sequence[Version]:
    """Return a patient's versions below a number, newest first."""
    version = document.version
    query = _joined(document).where(version.patient_id == patient_id)
    if after is not None:
        query = query.where(version.version_number < after)
    rows = await db.execute(query.order_by(version.version_number.desc()).limit(limit))
    return [_version(document, row) for row in rows]


_SHOWN = or_(~GenerationMetadata.held, GenerationMetadata.released_at.is_not(None))


def _joined(document: Document) -> Any:
    version = document.version
    key = getattr(GenerationMetadata, document.metadata_key)
    return select(version, GenerationMetadata).outerjoin(GenerationMetadata, key == version.id)


async def _one(db: Db, document: Document, condition: Any) -> Version | None:
    row = (await db.execute(_joined(document).where(condition))).first()
    return _version(document, row) if row else None


def _version(document: Document, row: Any) -> Version:
    version, metadata = row
    legacy = getattr(version, "legacy_metadata", None)
    data = getattr(version, document.data)
    return Version(version.id, version.version_number, data, version.created_at, metadata, legacy)


async def _next(db: Db, document: Document, patient_id: UUID) -> tuple[UUID, int]:
    """Return the owner row of the versions and the next number. Numbers of erased versions are never used again."""
    owner = document.owner
    one_more = owner.versions_made + 1
    counted = insert(owner).values(patient_id=patient_id, versions_made=1)
    counted = counted.on_conflict_do_update(index_elements=[owner.patient_id], set_={"versions_made": one_more})
    owner_id, number = (await db.execute(counted.returning(owner.id, owner.versions_made))).one()
    return owner_id, number


def _newest_of_latest_visit(document: Document, patient_id: UUID) -> Any:
    version = document.version
    key = getattr(GenerationMetadata, document.metadata_key)
    return (
        select(version.id)
        .outerjoin(GenerationMetadata, key == version.id)
        .outerjoin(TherapySession, TherapySession.id == GenerationMetadata.last_session_id)
        .where(version.patient_id == patient_id, or_(GenerationMetadata.id.is_(None), _SHOWN))
        .order_by(
            TherapySession.session_date.desc().nulls_last(),
            TherapySession.id.desc().nulls_last(),
            version.version_number.desc(),
        )
        .limit(1)
    )


async def erase_versions_made_from(db: Db, document: Document, patient_id: UUID, session_id: UUID) -> None:
    """Erase a patient's versions whose memory included a visit, and those whose sources are unknown: the platform's."""
    version = document.version
    key = getattr(GenerationMetadata, document.metadata_key)
    sources = select(Generation.sources).where(Generation.generation_metadata_id == GenerationMetadata.id)
    found = await db.execute(
        select(version, sources.limit(1).scalar_subquery().label("sources"))
        .outerjoin(GenerationMetadata, key == version.id)
        .where(version.patient_id == patient_id)
    )
    for row, held in found.all():
        if held is None or str(session_id) in held:
            await db.delete(row)
    await db.flush()
