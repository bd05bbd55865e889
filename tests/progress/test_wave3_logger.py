"""Whatever happens is told in both logs: the one that browsers follow, and the platform's processing log."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from support.pipeline_process import PipelineProcess, running_pipeline
from support.stored_rows import add_patient
from support.tables import each_row

from app.generators.registry import generators
from app.offline.fault_injection import Failure, Fault, FaultPlan
from app.pipeline.runs.cancellation import cancel_run
from app.pipeline.runs.run_executor import execute_run
from app.progress.events import VERSION_RELEASE, Event
from app.progress.wave3_logger import EVENT_MAP, SHORT, WAVE_CHARS, Wave3Logger, declare_event
from app.store.database import Database
from app.store.models.events import LogEvent

NAMES = [heir.declared.event for heir in generators().values()]
PARTS = ("CONTEXT_BUILD", "COMPACTION", "VERSION_SAVE", "COST_TRACK")
FRAME = ("START", "COMPLETE", "FAILED")
OF_VISIT = "WHERE session_id = :session ORDER BY"
LOG = f"SELECT * FROM analysis_processing_log {OF_VISIT} started_at, completed_at NULLS FIRST"
EVENTS = f"SELECT *, metadata AS details FROM pipeline_events {OF_VISIT} number"
SMALL: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
"""A run is then of two steps: roles and mood."""
WENT_AWAY = Failure(503, retry_after=0)


@pytest.fixture
async def works(module_database_url: str) -> AsyncIterator[PipelineProcess]:
    """A process whose runs are small."""
    async with running_pipeline(module_database_url, **SMALL) as works:
        yield works


@dataclass
class Logged:
    """What both logs hold of a whole run of a visit."""

    session: UUID
    entries: list[Any]
    events: list[Any]


@pytest.fixture(scope="module")
async def logged(module_database_url: str) -> Logged:
    async with running_pipeline(module_database_url) as works:
        session = await a_run(works)
        both = [await works.rows(query, session=session) for query in (LOG, EVENTS)]
        return Logged(session, *both)


def mood(session: UUID, status: Any = "started", **more: Any) -> Event:
    return Event(session, datetime(2026, 5, 7, tzinfo=UTC), 1, "MOOD_ANALYSIS", status, **more)


async def told(database: Database, *events: Event, patient: UUID) -> list[dict[str, Any]]:
    """What the processing log holds once events are told."""
    async with database.transaction() as db:
        await Wave3Logger(NAMES).record(db, patient, events)
    async with database.snapshot() as db:
        of_visit = {"session": events[0].session_id}
        return [dict(row._mapping) for row in await db.execute(text(LOG), of_visit)]


async def test_both_logs_are_told_in_one_commit(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    (entry,) = await told(module_database, mood(session), patient=patient)
    async with module_database.snapshot() as db:
        (event,) = (await db.execute(text(EVENTS), {"session": session})).all()
    assert (event.session_id, event.event, event.status, event.number) == (session, "MOOD_ANALYSIS", "started", 1)
    assert (entry["session_id"], entry["wave"], entry["status"]) == (session, "mood", "started")
    assert entry["event"] == "MOOD_ANALYSIS"
    assert (entry["completed_at"], entry["processing_duration_ms"], entry["retry_count"]) == (None, None, 0)


def test_an_event_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(EVENT_MAP, "COMPACTION")
    assert declare_event("COMPACTION", LogEvent.FILE_LOAD) == "COMPACTION"
    assert EVENT_MAP["COMPACTION"] is LogEvent.FILE_LOAD
    with pytest.raises(ValueError, match="declared already"):
        declare_event("COMPACTION", LogEvent.FILE_LOAD)


async def test_what_is_rolled_back_is_in_neither_log(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    with pytest.raises(LookupError):
        async with module_database.transaction() as db:
            await Wave3Logger(NAMES).record(db, patient, [mood(session)])
            raise LookupError
    async with module_database.snapshot() as db:
        for query in (LOG, EVENTS):
            assert (await db.execute(text(query), {"session": session})).all() == []


@each_row("name", ["", "mood_analysis", "MOOD", "SESSION_BRIDGE", "FILE_LOAD", "DB_UPDATE"])
async def test_a_name_that_is_not_in_the_map_is_refused_and_nothing_is_told(
    module_database: Database, name: str
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    with pytest.raises(ValueError, match="not the name of an event"):
        await told(module_database, mood(session), replace(mood(session), event=name), patient=patient)
    async with module_database.snapshot() as db:
        assert (await db.execute(text(EVENTS), {"session": session})).all() == []


def test_every_name_that_the_contract_lists_may_be_told() -> None:
    assert {*FRAME, *PARTS} <= set(EVENT_MAP)
    assert set(EVENT_MAP) <= {*FRAME, *PARTS, *NAMES, VERSION_RELEASE}
    assert {name for name in NAMES if name in set(LogEvent)} == set(NAMES) & set(EVENT_MAP)


def test_a_generation_is_named_in_the_log_by_one_name_of_its_own() -> None:
    names = [SHORT.get(name, name.lower()[:WAVE_CHARS]) for name in NAMES]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= WAVE_CHARS
    assert set(SHORT) <= set(NAMES)


@each_row(
    ("status", "details", "logged", "error"),
    [
        ("success", {}, "completed", None),
        ("insufficient", {}, "completed", None),
        ("failed", {"code": "model_failed", "reason": "refused"}, "failed", "refused"),
        ("skipped", {"reason": "inputs_missing"}, "failed", "inputs_missing"),
        ("cancelled", {}, "failed", "cancelled"),
    ],
)
async def test_each_end_is_completed_or_failed_with_its_error(
    module_database: Database, status: Any, details: dict[str, Any], logged: str, error: str | None
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    event = mood(session, status, details=details, attempt=3, milliseconds=1200)
    (entry,) = await told(module_database, event, patient=patient)
    assert (entry["status"], entry["error_message"]) == (logged, error)
    assert (entry["retry_count"], entry["processing_duration_ms"]) == (2, 1200)
    assert (entry["completed_at"] - entry["started_at"]).total_seconds() == 1.2


async def test_progress_is_told_to_those_who_watch_alone(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    assert await told(module_database, mood(session, "progress"), patient=patient) == []


async def a_run(works: PipelineProcess) -> UUID:
    patient, (session,) = await works.visited()
    await execute_run(works.context, (await works.planned(patient)).id)
    return session


def test_a_whole_run_is_told_with_one_start_and_one_end_of_each_generation(logged: Logged) -> None:
    assert {entry["session_id"] for entry in logged.entries} == {logged.session}
    for name in NAMES:
        wave = SHORT.get(name, name.lower()[:WAVE_CHARS])
        event = EVENT_MAP.get(name)
        mine = [e for e in logged.entries if e["wave"] == wave and e["event"] == event]
        assert sorted(e["status"] for e in mine) == ["completed", "started"], name
        (ended,) = [e for e in mine if e["status"] == "completed"]
        assert ended["processing_duration_ms"] >= 0
        assert (ended["retry_count"], ended["error_message"]) == (0, None)


def test_the_parts_of_a_document_bear_its_name_in_the_log(logged: Logged) -> None:
    for wave in ("your_journey", "session_bridge"):
        mine = [entry for entry in logged.entries if entry["wave"] == wave]
        parts = [(e["event"], e["status"]) for e in mine if e["event"] in ("FILE_LOAD", "DB_UPDATE")]
        assert sorted(parts) == [*[("DB_UPDATE", "completed")] * 2, *[("FILE_LOAD", "completed")] * 2]


def test_the_log_and_the_events_tell_the_same(logged: Logged) -> None:
    events = [event["status"] for event in logged.events if event["status"] != "progress"]
    entries = [entry["status"] for entry in logged.entries]
    assert len(entries) == len(events)
    assert entries.count("started") == events.count("started")


def test_nothing_a_patient_said_is_in_either_log(logged: Logged) -> None:
    logs = f"{logged.entries}{logged.events}".lower()
    for word in ("brother", "pillow", "sleep", "lonely"):
        assert word not in logs


async def test_each_try_is_told_from_its_start_to_its_end_with_its_number(
    works: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.execution.outcome.PAUSE", 0.0)
    works.engine.reset(FaultPlan(faults_of={"mood_analysis": [WENT_AWAY] * 3}))
    session = await a_run(works)
    tries = (
        "SELECT retry_count, status FROM analysis_processing_log WHERE wave = 'mood' AND session_id = :session"
        " ORDER BY retry_count, completed_at NULLS FIRST"
    )
    told = [(entry["retry_count"], entry["status"]) for entry in await works.rows(tries, session=session)]
    assert told == [(0, "started"), (0, "failed"), (1, "started"), (1, "completed")]


async def test_a_failed_generation_fails_in_the_log_with_its_reason(works: PipelineProcess) -> None:
    works.engine.reset(FaultPlan(faults_of={"mood_analysis": [Fault.REFUSAL]}))
    entries = await works.rows(LOG, session=await a_run(works))
    assert ("mood", "failed", "refused") in {(e["wave"], e["status"], e["error_message"]) for e in entries}


async def test_what_is_cancelled_is_failed_in_the_log_with_error_cancelled(works: PipelineProcess) -> None:
    patient, (session,) = await works.visited()
    await cancel_run(works.context, (await works.planned(patient)).id)
    entries = await works.rows(LOG, session=session)
    assert {(entry["status"], entry["error_message"]) for entry in entries} == {("failed", "cancelled")}


async def test_what_was_cancelled_while_it_was_made_took_its_time(works: PipelineProcess) -> None:
    patient, (session,) = await works.visited()
    run = await works.planned(patient)
    began = (
        "UPDATE run_steps SET status = :status, attempt = 1, started_at = now() - interval '4 s'"
        " WHERE task = :task AND run_id = :run"
    )
    await works.rows(began, task="mood_analysis", status="running", run=run.id)
    await works.rows(began, task="speaker_labeling", status="waiting", run=run.id)
    await cancel_run(works.context, run.id)
    took = {e["event"]: e["processing_duration_ms"] for e in await works.rows(LOG, session=session)}
    assert {event: ms // 1000 > 0 for event, ms in took.items() if ms} == {"MOOD_ANALYSIS": True}


async def test_a_log_that_is_locked_is_not_waited_for(works: PipelineProcess, module_database: Database) -> None:
    async with module_database.transaction() as db:
        await db.execute(text("LOCK TABLE analysis_processing_log"))
        session = await a_run(works)
    assert await works.rows(LOG, session=session) == []
    assert (await works.rows(EVENTS, session=session))[-1]["event"] == "COMPLETE"


async def test_a_broken_log_stops_no_generation(database_url: str) -> None:
    async with running_pipeline(database_url, **SMALL) as works:
        for broken in (
            "ALTER TABLE analysis_processing_log ADD CHECK (status = 'none')",
            "ALTER TABLE analysis_processing_log RENAME TO put_away",
        ):
            await works.rows(broken)
            session = await a_run(works)
            steps = await works.rows("SELECT status FROM run_steps WHERE session_id = :session", session=session)
            assert {row["status"] for row in steps} == {"success"}
            events = await works.rows(EVENTS, session=session)
            assert [event["number"] for event in events] == list(range(1, len(events) + 1))
            assert (events[-1]["event"], events[-1]["status"]) == ("COMPLETE", "success")
