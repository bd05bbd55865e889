"""Events are numbered without gaps, in the order in which they are committed."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from support.notifications import announced
from support.stored_rows import add_patient

from app.store import event_log, runs
from app.store.database import Database
from app.store.models import TherapySession


def event(session: UUID, status: str = "started", **details: Any) -> dict[str, Any]:
    told = {"session_id": session, "session_date": "2026-05-07", "phase": "WAVE1", "event": "START", "status": status}
    return {**told, "run_id": None, "attempt": 1, "wave": "wave1", "details": details}


async def append(database: Database, patient: UUID, *events: dict[str, Any]) -> int:
    async with database.transaction() as db:
        return await event_log.append(db, patient, events)


async def test_numbers_grow_by_one_however_many_write_at_once(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    other, (theirs,) = await add_patient(module_database, 1)
    pair = [event(session), event(session, "success")]
    await asyncio.gather(
        *(append(module_database, patient, *pair) for _ in range(10)), append(module_database, other, event(theirs))
    )
    async with module_database.snapshot() as db:
        rows = await event_log.events_after(db, patient, 0)
        assert [row.number for row in rows] == list(range(1, 21))
        assert [row.status for row in rows] == ["started", "success"] * 10
        assert await event_log.last_number(db, patient) == 20
        assert await event_log.last_number(db, other) == 1
        assert [row.number for row in await event_log.events_after(db, patient, 18)] == [19, 20]
        assert len(await event_log.events_after(db, patient, 0, limit=3)) == 3


async def test_what_is_rolled_back_leaves_no_gap(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    try:
        async with module_database.transaction() as db:
            await event_log.append(db, patient, [event(session)])
            raise LookupError  # noqa: TRY301 - to roll it back
    except LookupError:
        pass
    assert await append(module_database, patient, event(session)) == 1


async def test_details_are_kept_as_they_are(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await append(module_database, patient, event(session, done=1, total=14))
    async with module_database.snapshot() as db:
        (row,) = await event_log.events_after(db, patient, 0)
    assert (row.details, row.session_id, row.attempt) == ({"done": 1, "total": 14}, session, 1)
    assert row.consumed is False


async def test_the_newest_numbers_of_several_patients_are_read_at_once(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    other, (theirs,) = await add_patient(module_database, 1)
    silent, _ = await add_patient(module_database)
    await append(module_database, patient, event(session), event(session))
    await append(module_database, other, event(theirs))
    async with module_database.snapshot() as db:
        assert await event_log.last_numbers(db, [patient, other, silent]) == {patient: 2, other: 1}
        assert await event_log.last_numbers(db, [silent]) == {}


async def test_the_next_number_is_one_that_is_still_there(module_database: Database) -> None:
    patient, (session, gone) = await add_patient(module_database, 1, 2)
    await append(module_database, patient, event(session), event(gone), event(session))
    async with module_database.transaction() as db:
        await db.execute(delete(TherapySession).where(TherapySession.id == gone))
    async with module_database.snapshot() as db:
        assert [await event_log.next_number(db, patient, number) for number in range(4)] == [1, 3, 3, None]


async def test_runs_that_ended_or_were_erased_tell_nothing_more(module_database: Database) -> None:
    patient, _ = await add_patient(module_database, 1)
    async with module_database.transaction() as db:
        made = {
            status: (await runs.add(db, {"patient_id": patient, "status": status, "model_tier": "rapid"}, [])).id
            for status in ("queued", "running", "completed", "partial", "failed", "cancelled")
        }
    erased = uuid4()
    async with module_database.snapshot() as db:
        over = await event_log.ended_runs(db, [*made.values(), erased])
        assert over == {*made.values(), erased} - {made["queued"], made["running"]}
        assert await event_log.ended_runs(db, []) == set()


async def test_followers_are_woken_on_commit_without_a_new_event(
    module_database: Database, module_database_url: str
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    silent, _ = await add_patient(module_database)
    await append(module_database, patient, event(session), event(session))
    async with announced(module_database_url, module_database, event_log.CHANNEL) as heard:
        async with module_database.transaction() as db:
            await event_log.notify_subscribers(db, patient)
            await event_log.notify_subscribers(db, silent)
        assert [await heard.next(), await heard.next()] == [f"{patient}:2", f"{silent}:0"]
