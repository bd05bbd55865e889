"""The event log and the processing log."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from support.visit_rows import a_visit, add, an_event

from app.store.database import Database
from app.store.models import LogEvent, PatientEventCounter, PipelineEvent, ProcessingLog


async def test_a_patient_has_one_event_of_a_number(module_database: Database) -> None:
    visit, other = await a_visit(module_database), await a_visit(module_database)
    await add(module_database, an_event(visit, number=1), an_event(visit, number=2), an_event(other, number=1))
    with pytest.raises(IntegrityError, match="pipeline_events_patient_id_number_key"):
        await add(module_database, an_event(visit, number=1))


async def test_events_of_the_platform_have_no_number(module_database: Database) -> None:
    visit = await a_visit(module_database)
    await add(module_database, an_event(visit), an_event(visit))


async def test_a_new_event_is_not_consumed_and_keeps_its_details(module_database: Database) -> None:
    event = an_event(await a_visit(module_database), number=1, details={"done": 3, "total": 14})
    await add(module_database, event)
    async with module_database.snapshot() as db:
        found = await db.get_one(PipelineEvent, event.id)
        assert (found.consumed, found.details) == (False, {"done": 3, "total": 14})
        assert (
            await db.scalar(text("SELECT metadata ->> 'done' FROM pipeline_events WHERE id = :id"), {"id": event.id})
            == "3"
        )


async def test_a_patient_counts_events_once(module_database: Database) -> None:
    visit = await a_visit(module_database)
    await add(module_database, PatientEventCounter(patient_id=visit.patient_id, last=1))
    with pytest.raises(IntegrityError, match="patient_event_counters_pkey"):
        await add(module_database, PatientEventCounter(patient_id=visit.patient_id, last=2))


async def test_the_processing_log_takes_every_event(module_database: Database) -> None:
    visit = await a_visit(module_database)
    logs = [
        ProcessingLog(session_id=visit.session_id, wave="your_journey", event=event, status="completed")
        for event in LogEvent
    ]
    await add(module_database, *logs)
    async with module_database.snapshot() as db:
        found = (await db.scalars(select(ProcessingLog.event).order_by(ProcessingLog.event))).all()
    assert found == list(LogEvent)


async def test_the_processing_log_knows_no_cancelled(module_database: Database) -> None:
    visit = await a_visit(module_database)
    with pytest.raises(IntegrityError, match="analysis_processing_log_status_check"):
        await add(module_database, ProcessingLog(session_id=visit.session_id, wave="mood", status="cancelled"))
