"""Erasing a patient or a visit takes with it everything that is theirs."""

import uuid

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError
from support.visit_rows import Visit, a_call, a_generation, a_step, a_visit, add, an_event

from app.store.database import Database
from app.store.models import (
    Claim,
    Generation,
    GenerationMetadata,
    ModelCall,
    Patient,
    PatientEventCounter,
    PipelineEvent,
    ProcessingLog,
    Run,
    RunStep,
    SessionBridge,
    SessionBridgeVersion,
    TherapySession,
    YourJourney,
    YourJourneyVersion,
)


async def tell_everything(database: Database) -> Visit:
    """A row in every table that belongs to a patient."""
    visit = await a_visit(database)
    patient, session = visit.patient_id, visit.session_id
    journey, version, bridge, bridge_version, generation = (uuid.uuid4() for _ in range(5))
    await add(
        database,
        YourJourney(id=journey, patient_id=patient),
        YourJourneyVersion(id=version, patient_id=patient, roadmap_id=journey, version_number=1, roadmap_data={}),
        GenerationMetadata(your_journey_version_id=version, last_session_id=session),
        SessionBridge(id=bridge, patient_id=patient),
        SessionBridgeVersion(
            id=bridge_version, patient_id=patient, session_bridge_id=bridge, version_number=1, bridge_data={}
        ),
        GenerationMetadata(session_bridge_version_id=bridge_version, last_session_id=session),
        a_generation(visit, id=generation),
        a_step(visit, generation_id=generation),
        Claim(session_id=session, task="mood_analysis", executor="e"),
        a_call(visit, generation_id=generation),
        PatientEventCounter(patient_id=patient, last=1),
        an_event(visit, session_id=session, number=1, run_id=visit.run_id),
        ProcessingLog(session_id=session, wave="mood", status="started"),
    )
    async with database.transaction() as db:
        (await db.get_one(YourJourney, journey)).current_version_id = version
        (await db.get_one(SessionBridge, bridge)).current_version_id = bridge_version
    return visit


async def counts(database: Database) -> dict[str, int]:
    tables = (
        YourJourney,
        YourJourneyVersion,
        SessionBridge,
        SessionBridgeVersion,
        GenerationMetadata,
        Run,
        RunStep,
        Claim,
        Generation,
        ModelCall,
        PatientEventCounter,
        PipelineEvent,
        ProcessingLog,
        TherapySession,
    )
    async with database.snapshot() as db:
        return {t.__name__: await db.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


async def test_erasing_a_patient_leaves_only_the_ledger_and_that_without_a_name(database: Database) -> None:
    visit = await tell_everything(database)
    assert set((await counts(database)).values()) == {1, 2}
    async with database.transaction() as db:
        await db.execute(delete(Patient).where(Patient.id == visit.patient_id))
    assert {name for name, count in (await counts(database)).items() if count} == {"ModelCall"}
    async with database.snapshot() as db:
        call = (await db.scalars(select(ModelCall))).one()
    assert {call.patient_id, call.session_id, call.run_id, call.generation_id} == {None}


async def test_erasing_a_visit_takes_its_results_and_forgets_it_in_the_metadata(database: Database) -> None:
    visit = await tell_everything(database)
    async with database.transaction() as db:
        await db.execute(delete(TherapySession).where(TherapySession.id == visit.session_id))
    left = await counts(database)
    gone = {"Generation", "RunStep", "Claim", "PipelineEvent", "ProcessingLog", "TherapySession"}
    assert {name for name, count in left.items() if not count} == gone
    async with database.snapshot() as db:
        assert set((await db.scalars(select(GenerationMetadata.last_session_id))).all()) == {None}


@pytest.mark.parametrize("score", ["-0.1", "10.1"])
async def test_a_mood_score_lies_between_0_and_10(database: Database, score: str) -> None:
    await tell_everything(database)
    with pytest.raises(IntegrityError, match="therapy_sessions_mood_score_check"):
        async with database.transaction() as db:
            await db.execute(text(f"UPDATE therapy_sessions SET mood_score = {score}"))


async def test_a_patient_of_the_platform_is_not_one_of_ours(database: Database) -> None:
    async with database.transaction() as db:
        await db.execute(text("INSERT INTO patients DEFAULT VALUES"))
        assert (await db.scalars(select(Patient.created_by_service))).all() == [False]
