"""Events are numbered without gaps, in the order in which they are committed."""

import asyncio
from typing import Any
from uuid import UUID

from kept import a_patient

from app.store import event_log
from app.store.database import Database


def event(session: UUID, status: str = "started", **details: Any) -> dict[str, Any]:
    told = {"session_id": session, "session_date": "2026-05-07", "phase": "WAVE1", "event": "START", "status": status}
    return {**told, "run_id": None, "attempt": 1, "wave": "wave1", "details": details}


async def append(database: Database, patient: UUID, *events: dict[str, Any]) -> int:
    async with database.transaction() as db:
        return await event_log.append(db, patient, events)


async def test_numbers_grow_by_one_however_many_write_at_once(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    other, (theirs,) = await a_patient(database, 1)
    pair = [event(session), event(session, "success")]
    await asyncio.gather(*(append(database, patient, *pair) for _ in range(10)), append(database, other, event(theirs)))
    async with database.snapshot() as db:
        rows = await event_log.after(db, patient, 0)
        assert [row.number for row in rows] == list(range(1, 21))
        assert [row.status for row in rows] == ["started", "success"] * 10
        assert await event_log.last_number(db, patient) == 20
        assert await event_log.last_number(db, other) == 1
        assert [row.number for row in await event_log.after(db, patient, 18)] == [19, 20]
        assert len(await event_log.after(db, patient, 0, limit=3)) == 3


async def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    try:
        async with database.transaction() as db:
            await event_log.append(db, patient, [event(session)])
            raise LookupError  # noqa: TRY301 - to roll it back
    except LookupError:
        pass
    assert await append(database, patient, event(session)) == 1


async def test_details_are_kept_as_they_are(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    await append(database, patient, event(session, done=1, total=14))
    async with database.snapshot() as db:
        (row,) = await event_log.after(db, patient, 0)
    assert (row.details, row.session_id, row.attempt) == ({"done": 1, "total": 14}, session, 1)
    assert row.consumed is False
