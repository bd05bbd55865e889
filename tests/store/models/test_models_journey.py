"""A journey and its versions."""

import uuid

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from app.store.database import Database
from app.store.models import Patient, YourJourney, YourJourneyVersion


async def a_journey(database: Database) -> YourJourney:
    async with database.transaction() as db:
        patient = Patient()
        db.add(patient)
        await db.flush()
        journey = YourJourney(patient_id=patient.id)
        db.add(journey)
    return journey


def version_of(journey: YourJourney, number: int) -> YourJourneyVersion:
    return YourJourneyVersion(
        id=uuid.uuid4(),
        patient_id=journey.patient_id,
        roadmap_id=journey.id,
        version_number=number,
        roadmap_data={"summary": "s"},
    )


async def test_the_version_number_is_the_column_version(module_database: Database) -> None:
    journey = await a_journey(module_database)
    async with module_database.transaction() as db:
        db.add(version_of(journey, 7))
    async with module_database.snapshot() as db:
        assert (
            await db.scalar(
                text("SELECT version FROM your_journey_versions WHERE roadmap_id = :id"), {"id": journey.id}
            )
            == 7
        )


async def test_a_patient_has_one_version_of_a_number(module_database: Database) -> None:
    journey = await a_journey(module_database)
    with pytest.raises(IntegrityError, match="roadmap_versions_patient_id_version_key"):
        async with module_database.transaction() as db:
            db.add_all([version_of(journey, 1), version_of(journey, 1)])


async def test_a_patient_has_one_journey(module_database: Database) -> None:
    journey = await a_journey(module_database)
    with pytest.raises(IntegrityError, match="patient_roadmap_patient_id_key"):
        async with module_database.transaction() as db:
            db.add(YourJourney(patient_id=journey.patient_id))


async def test_a_journey_whose_shown_version_is_erased_shows_none(module_database: Database) -> None:
    journey = await a_journey(module_database)
    shown = version_of(journey, 1)
    async with module_database.transaction() as db:
        db.add(shown)
        await db.flush()
        (await db.get_one(YourJourney, journey.id)).current_version_id = shown.id
    async with module_database.transaction() as db:
        await db.execute(delete(YourJourneyVersion).where(YourJourneyVersion.id == shown.id))
    async with module_database.snapshot() as db:
        assert (await db.get_one(YourJourney, journey.id)).current_version_id is None
