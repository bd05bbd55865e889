"""One row of metadata belongs to exactly one version."""

import uuid

import pytest
from sqlalchemy.exc import IntegrityError
from support.tables import each_row

from app.store.database import Database
from app.store.models import (
    GenerationMetadata,
    Patient,
    SessionBridge,
    SessionBridgeVersion,
    YourJourney,
    YourJourneyVersion,
)


@pytest.fixture
async def versions(module_database: Database) -> tuple[uuid.UUID, uuid.UUID]:
    """A version of a journey and one of a bridge."""
    patient, journey, bridge, of_journey, of_bridge = (uuid.uuid4() for _ in range(5))
    async with module_database.transaction() as db:
        for row in (
            Patient(id=patient),
            YourJourney(id=journey, patient_id=patient),
            SessionBridge(id=bridge, patient_id=patient),
            YourJourneyVersion(
                id=of_journey, patient_id=patient, roadmap_id=journey, version_number=1, roadmap_data={}
            ),
            SessionBridgeVersion(
                id=of_bridge, patient_id=patient, session_bridge_id=bridge, version_number=1, bridge_data={}
            ),
        ):
            db.add(row)
            await db.flush()
    return of_journey, of_bridge


async def test_metadata_of_no_version_is_refused(module_database: Database) -> None:
    with pytest.raises(IntegrityError, match="generation_metadata_one_version_check"):
        async with module_database.transaction() as db:
            db.add(GenerationMetadata())


async def test_metadata_of_two_versions_is_refused(
    module_database: Database, versions: tuple[uuid.UUID, uuid.UUID]
) -> None:
    with pytest.raises(IntegrityError, match="generation_metadata_one_version_check"):
        async with module_database.transaction() as db:
            db.add(GenerationMetadata(your_journey_version_id=versions[0], session_bridge_version_id=versions[1]))


@each_row(
    ("key", "which", "index"),
    [
        ("your_journey_version_id", 0, "idx_generation_metadata_your_journey"),
        ("session_bridge_version_id", 1, "idx_generation_metadata_session_bridge"),
    ],
)
async def test_a_version_has_one_row_of_metadata(
    module_database: Database, versions: tuple[uuid.UUID, uuid.UUID], key: str, which: int, index: str
) -> None:
    async with module_database.transaction() as db:
        db.add(GenerationMetadata(**{key: versions[which]}))
    with pytest.raises(IntegrityError, match=index):
        async with module_database.transaction() as db:
            db.add(GenerationMetadata(**{key: versions[which]}))
