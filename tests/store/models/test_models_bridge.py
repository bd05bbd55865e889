"""A bridge and its versions."""

import uuid

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.store.database import Database
from app.store.models import GenerationMetadata, Patient, SessionBridge, SessionBridgeVersion


async def a_shown_version(database: Database) -> SessionBridgeVersion:
    """A version that its bridge shows and that points to its metadata, which points back."""
    async with database.transaction() as db:
        patient = Patient(id=uuid.uuid4())
        db.add(patient)
        await db.flush()
        bridge = SessionBridge(patient_id=patient.id)
        db.add(bridge)
        await db.flush()
        version = SessionBridgeVersion(
            patient_id=patient.id, session_bridge_id=bridge.id, version_number=1, bridge_data={}
        )
        db.add(version)
        await db.flush()
        metadata = GenerationMetadata(session_bridge_version_id=version.id)
        db.add(metadata)
        await db.flush()
        version.generation_metadata_id, bridge.current_version_id = metadata.id, version.id
    return version


async def test_an_erased_version_takes_its_metadata_and_the_bridge_shows_none(module_database: Database) -> None:
    version = await a_shown_version(module_database)
    async with module_database.transaction() as db:
        await db.execute(delete(SessionBridgeVersion).where(SessionBridgeVersion.id == version.id))
    async with module_database.snapshot() as db:
        assert await db.get(GenerationMetadata, version.generation_metadata_id) is None
        assert (await db.get_one(SessionBridge, version.session_bridge_id)).current_version_id is None


async def test_erased_metadata_leaves_the_version(module_database: Database) -> None:
    version = await a_shown_version(module_database)
    async with module_database.transaction() as db:
        await db.execute(delete(GenerationMetadata).where(GenerationMetadata.id == version.generation_metadata_id))
    async with module_database.snapshot() as db:
        assert (await db.get_one(SessionBridgeVersion, version.id)).generation_metadata_id is None


async def test_a_patient_has_one_version_of_a_number(module_database: Database) -> None:
    version = await a_shown_version(module_database)
    with pytest.raises(IntegrityError, match="session_bridge_versions_patient_id_version_number_key"):
        async with module_database.transaction() as db:
            db.add(
                SessionBridgeVersion(
                    patient_id=version.patient_id,
                    session_bridge_id=version.session_bridge_id,
                    version_number=1,
                    bridge_data={},
                )
            )
