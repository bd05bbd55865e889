"""Visits as they were handed over."""

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from support.stored_rows import add_patient, add_result, handed_visit
from support.tables import each_row

from app.errors import Conflict, NotFound
from app.store import visits
from app.store.database import Database
from app.therapy.transcript import Role


async def test_a_visit_comes_back_as_it_was(module_database: Database) -> None:
    patient, _ = await add_patient(module_database)
    kept = handed_visit(patient, speaker_roles={"A": "therapist"})
    async with module_database.transaction() as db:
        assert await visits.store_visit(db, kept)
        assert not await visits.store_visit(db, kept)
        assert await visits.find(db, kept.session_id) == kept


async def test_anothers_visit_is_a_conflict(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    thief, _ = await add_patient(module_database)
    async with module_database.transaction() as db:
        with pytest.raises(Conflict):
            await visits.store_visit(db, handed_visit(thief, 1, session))


async def test_visits_are_in_the_order_of_date_then_id(module_database: Database) -> None:
    patient, _ = await add_patient(module_database)
    same = [handed_visit(patient, 1, UUID(int=number)) for number in (3, 1, 2)]
    later = handed_visit(patient, 2, UUID(int=0))
    async with module_database.transaction() as db:
        for one in [later, *same]:
            await visits.store_visit(db, one)
        listed = await visits.list_visits(db, patient)
        assert [session.int for session, _ in listed] == [1, 2, 3, 0]
        assert list(await visits.grounds(db, patient)) == [session for session, _ in listed]
        after = await visits.list_visits(db, patient, (same[0].session_date, UUID(int=1)), 2)
        assert [session.int for session, _ in after] == [2, 3]


async def test_grounds_are_the_newest_labelling_unless_roles_are_given(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    for roles in ({"A": "patient"}, {"A": "therapist", "B": "patient"}):
        await add_result(module_database, patient, session, "speaker_labeling", result={"roles": roles})
    async with module_database.transaction() as db:
        assert (await visits.grounds(db, patient))[session].roles == {"A": Role.THERAPIST, "B": Role.PATIENT}
        one = await visits.find(db, session)
        await visits.store_visit(db, replace(one, given_roles={"A": Role.PATIENT}))
        assert (await visits.grounds(db, patient))[session].roles == {"A": Role.PATIENT}
        assert await visits.with_given_roles(db, patient) == {session}


@each_row(
    ("written", "texts"),
    [
        (None, []),
        ({"segments": [{"text": "hello", "start": 1}]}, ["hello"]),
        ([{"text": "hello", "speaker_id": "S1"}, {"text": None}, "x", {}], ["hello"]),
        ({"words": 3}, []),
    ],
)
async def test_rows_of_the_platform_are_read_as_far_as_they_go(
    module_database: Database, written: object, texts: list[str]
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with module_database.transaction() as db:
        change = text("UPDATE therapy_sessions SET transcript = CAST(:t AS jsonb), transcript_hash = NULL")
        await db.execute(change, {"t": None if written is None else json.dumps(written)})
        visit = await visits.find(db, session)
        assert [segment.text for segment in visit.transcript.segments] == texts
        assert (await visits.grounds(db, patient))[session].words == visit.transcript_hash


async def test_what_was_erased_cannot_be_held(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    async with module_database.transaction() as db:
        await visits.hold(db, {session})
        with pytest.raises(NotFound):
            await visits.hold(db, {session, uuid4()})


async def test_who_erases_waits_for_who_stores(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    async with module_database.transaction() as storing:
        await visits.hold(storing, {session})
        async with module_database.transaction() as erasing:
            await erasing.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                await visits.lock_visits(erasing, [session])
            await erasing.rollback()
