"""Whatever happens is told in both logs: the one that browsers follow, and the platform's processing log."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from support.pipeline_process import Works, working
from support.stored_rows import a_patient

from app.generators.registry import generators
from app.offline.conduct import Conduct, Failure, Fault
from app.pipeline.forgetting import cancel_run
from app.pipeline.working import work
from app.progress.telling import Event
from app.progress.wave3_logger import EVENT_MAP, SHORT, WAVE_CHARS, Wave3Logger
from app.store.database import Database
from app.store.models.events import LogEvent

NAMES = [heir.declared.event for heir in generators().values()]
PARTS = ("CONTEXT_BUILD", "COMPACTION", "VERSION_SAVE", "COST_TRACK")
FRAME = ("START", "COMPLETE", "FAILED")
LOG = "SELECT * FROM analysis_processing_log ORDER BY started_at, completed_at NULLS FIRST"
EVENTS = "SELECT *, metadata AS details FROM pipeline_events ORDER BY number"
WENT_AWAY = Failure(503)


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[Works]:
    async with working(database_url) as works:
        yield works


def mood(session: UUID, status: Any = "started", **more: Any) -> Event:
    return Event(session, datetime(2026, 5, 7, tzinfo=UTC), 1, "MOOD_ANALYSIS", status, **more)


async def told(database: Database, *events: Event, patient: UUID) -> list[dict[str, Any]]:
    """What the processing log holds once events are told."""
    async with database.transaction() as db:
        await Wave3Logger(NAMES).tell(db, patient, events)
    async with database.snapshot() as db:
        return [dict(row._mapping) for row in await db.execute(text(LOG))]


async def test_both_logs_are_told_in_one_commit(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    (entry,) = await told(database, mood(session), patient=patient)
    async with database.snapshot() as db:
        (event,) = (await db.execute(text(EVENTS))).all()
    assert (event.session_id, event.event, event.status, event.number) == (session, "MOOD_ANALYSIS", "started", 1)
    assert (entry["session_id"], entry["wave"], entry["status"]) == (session, "mood", "started")
    assert entry["event"] == "MOOD_ANALYSIS"
    assert (entry["completed_at"], entry["processing_duration_ms"], entry["retry_count"]) == (None, None, 0)


async def test_what_is_rolled_back_is_in_neither_log(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    with pytest.raises(LookupError):
        async with database.transaction() as db:
            await Wave3Logger(NAMES).tell(db, patient, [mood(session)])
            raise LookupError
    async with database.snapshot() as db:
        for query in (LOG, EVENTS):
            assert (await db.execute(text(query))).all() == []


@pytest.mark.parametrize("name", ["", "mood_analysis", "MOOD", "SESSION_BRIDGE", "FILE_LOAD", "DB_UPDATE"])
async def test_a_name_that_is_not_in_the_map_is_refused_and_nothing_is_told(database: Database, name: str) -> None:
    patient, (session,) = await a_patient(database, 1)
    with pytest.raises(ValueError, match="not the name of an event"):
        await told(database, mood(session), replace(mood(session), event=name), patient=patient)
    async with database.snapshot() as db:
        assert (await db.execute(text(EVENTS))).all() == []


def test_every_name_that_the_contract_lists_may_be_told() -> None:
    assert {*FRAME, *PARTS} <= set(EVENT_MAP)
    assert set(EVENT_MAP) <= {*FRAME, *PARTS, *NAMES}
    assert {name for name in NAMES if name in set(LogEvent)} == set(NAMES) & set(EVENT_MAP)


def test_a_generation_is_named_in_the_log_by_one_name_of_its_own() -> None:
    names = [SHORT.get(name, name.lower()[:WAVE_CHARS]) for name in NAMES]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= WAVE_CHARS
    assert set(SHORT) <= set(NAMES)


@pytest.mark.parametrize(
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
    database: Database, status: Any, details: dict[str, Any], logged: str, error: str | None
) -> None:
    patient, (session,) = await a_patient(database, 1)
    event = mood(session, status, details=details, attempt=3, milliseconds=1200)
    (entry,) = await told(database, event, patient=patient)
    assert (entry["status"], entry["error_message"]) == (logged, error)
    assert (entry["retry_count"], entry["processing_duration_ms"]) == (2, 1200)
    assert (entry["completed_at"] - entry["started_at"]).total_seconds() == 1.2


async def test_progress_is_told_to_those_who_watch_alone(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    assert await told(database, mood(session, "progress"), patient=patient) == []


async def whole_run(works: Works) -> UUID:
    patient, (session,) = await works.visited()
    await work(works.parts, (await works.planned(patient)).id)
    return session


async def test_a_whole_run_is_told_with_one_start_and_one_end_of_each_generation(works: Works) -> None:
    session = await whole_run(works)
    entries = await works.rows(LOG)
    assert {entry["session_id"] for entry in entries} == {session}
    for name in NAMES:
        wave = SHORT.get(name, name.lower()[:WAVE_CHARS])
        event = EVENT_MAP.get(name)
        mine = [e for e in entries if e["wave"] == wave and e["event"] == event]
        assert sorted(e["status"] for e in mine) == ["completed", "started"], name
        (ended,) = [e for e in mine if e["status"] == "completed"]
        assert ended["processing_duration_ms"] >= 0
        assert (ended["retry_count"], ended["error_message"]) == (0, None)


async def test_the_parts_of_a_document_bear_its_name_in_the_log(works: Works) -> None:
    await whole_run(works)
    for wave in ("your_journey", "session_bridge"):
        parts = await works.rows(
            "SELECT event::text AS name, status FROM analysis_processing_log"
            " WHERE wave = :wave AND event IN ('FILE_LOAD', 'DB_UPDATE') ORDER BY name",
            wave=wave,
        )
        assert [(part["name"], part["status"]) for part in parts] == [
            *[("DB_UPDATE", "completed")] * 2,
            *[("FILE_LOAD", "completed")] * 2,
        ]


async def test_the_log_and_the_events_tell_the_same(works: Works) -> None:
    await whole_run(works)
    logged = await works.rows("SELECT status FROM analysis_processing_log")
    events = await works.rows("SELECT status FROM pipeline_events WHERE status <> 'progress'")
    assert len(logged) == len(events)
    assert len([e for e in logged if e["status"] == "started"]) == len([e for e in events if e["status"] == "started"])


async def test_each_try_is_told_from_its_start_to_its_end_with_its_number(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipeline.working.PAUSE", 0.0)
    conduct = Conduct(faults_of={"mood_analysis": [WENT_AWAY] * 3})
    async with working(database_url, conduct) as works:
        await whole_run(works)
        logged = await works.rows(
            "SELECT retry_count, status FROM analysis_processing_log WHERE wave = 'mood'"
            " ORDER BY retry_count, completed_at NULLS FIRST"
        )
        told = [(entry["retry_count"], entry["status"]) for entry in logged]
        assert told == [(0, "started"), (0, "failed"), (1, "started"), (1, "completed")]


async def test_a_failed_generation_fails_in_the_log_with_its_reason(database_url: str) -> None:
    async with working(database_url, Conduct(faults_of={"mood_analysis": [Fault.REFUSAL]})) as works:
        await whole_run(works)
        query = "SELECT status, error_message AS error FROM analysis_processing_log WHERE wave = 'mood'"
        assert {"status": "failed", "error": "refused"} in await works.rows(query)


async def test_what_is_cancelled_is_failed_in_the_log_with_error_cancelled(works: Works) -> None:
    patient, _ = await works.visited()
    await cancel_run(works.parts, (await works.planned(patient)).id)
    told = await works.rows("SELECT DISTINCT status, error_message FROM analysis_processing_log")
    assert told == [{"status": "failed", "error_message": "cancelled"}]


async def test_what_was_cancelled_while_it_was_made_took_its_time(works: Works) -> None:
    patient, _ = await works.visited()
    run = await works.planned(patient)
    began = "UPDATE run_steps SET status = :status, attempt = 1, started_at = now() - interval '4 s' WHERE task = :task"
    await works.rows(began, task="mood_analysis", status="running")
    await works.rows(began, task="topic_extraction", status="waiting")
    await cancel_run(works.parts, run.id)
    took = await works.rows("SELECT event, processing_duration_ms AS ms FROM analysis_processing_log")
    assert {row["event"]: row["ms"] // 1000 > 0 for row in took if row["ms"]} == {"MOOD_ANALYSIS": True}


async def test_a_log_that_is_locked_is_not_waited_for(works: Works, database: Database) -> None:
    async with database.transaction() as db:
        await db.execute(text("LOCK TABLE analysis_processing_log"))
        await whole_run(works)
    assert await works.rows(LOG) == []
    assert (await works.rows(EVENTS))[-1]["event"] == "COMPLETE"


@pytest.mark.parametrize(
    "broken",
    [
        "ALTER TABLE analysis_processing_log RENAME TO put_away",
        "ALTER TABLE analysis_processing_log ADD CHECK (status = 'none')",
    ],
)
async def test_a_broken_log_stops_no_generation(works: Works, broken: str) -> None:
    await works.rows(broken)
    await whole_run(works)
    ended = await works.rows("SELECT task, status FROM run_steps WHERE status <> 'success'")
    assert ended == [{"task": "prose_generation", "status": "insufficient"}]
    events = await works.rows(EVENTS)
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert (events[-1]["event"], events[-1]["status"]) == ("COMPLETE", "success")


async def test_nothing_a_patient_said_is_in_either_log(works: Works) -> None:
    await whole_run(works)
    logs = f"{await works.rows(LOG)}{await works.rows(EVENTS)}".lower()
    for word in ("brother", "pillow", "sleep", "lonely"):
        assert word not in logs
