"""Who is making what, and who is alive."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import text
from support.stored_rows import add_patient

from app.store import claims
from app.store.database import Database

TASK = "mood_analysis"
TERMS = claims.ClaimTerms(lease=30, longest=90)
ONE, OTHER = UUID(int=1), UUID(int=2)


async def claim(database: Database, session: UUID, executor: str, attempt: UUID | None = None) -> bool:
    async with database.transaction() as db:
        return await claims.claim(db, session, TASK, executor, attempt or uuid4(), TERMS)


async def seen(database: Database, *executors: str) -> None:
    async with database.transaction() as db:
        for executor in executors:
            await claims.record_heartbeat(db, executor)


async def test_of_many_at_once_one_gets_it(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    names = [f"worker:{number}" for number in range(6)]
    await seen(module_database, *names)
    assert sum(await asyncio.gather(*(claim(module_database, session, name) for name in names))) == 1


async def test_it_is_free_again_once_given_back_by_its_holder_alone(database: Database) -> None:
    _, (session,) = await add_patient(database, 1)
    await seen(database, "one", "other")
    assert await claim(database, session, "one", ONE)
    async with database.transaction() as db:
        assert not await claims.free(db, session, TASK, OTHER)
    assert not await claim(database, session, "other", OTHER)
    async with database.transaction() as db:
        assert await claims.is_taken(db, session, TASK, TERMS)
        assert await claims.is_held_by(db, session, TASK, ONE)
        assert await claims.free(db, session, TASK, ONE)
        assert not await claims.is_taken(db, session, TASK, TERMS)
    assert await claim(database, session, "other", OTHER)


async def test_an_attempt_that_claims_twice_has_its_own_claim(database: Database) -> None:
    _, (session,) = await add_patient(database, 1)
    await seen(database, "one")
    assert await claim(database, session, "one", ONE)
    assert await claim(database, session, "one", ONE)
    assert not await claim(database, session, "one", OTHER)


async def test_what_an_executors_past_attempts_left_is_released_and_nothing_else(database: Database) -> None:
    _, sessions = await add_patient(database, 1, 2, 3)
    await seen(database, "one", "other")
    for session, executor, attempt in zip(sessions, ("one", "one", "other"), (ONE, OTHER, None), strict=True):
        assert await claim(database, session, executor, attempt)
    async with database.transaction() as db:
        await claims.release(db, "one", {ONE}, settled=5)
        assert [await claims.is_taken(db, session, TASK, TERMS) for session in sessions] == [True, True, True]
    async with database.transaction() as db:
        await db.execute(text("UPDATE claims SET claimed_at = now() - interval '6 s'"))
        await claims.release(db, "one", {ONE}, settled=5)
        assert [await claims.is_taken(db, session, TASK, TERMS) for session in sessions] == [True, False, True]


async def test_it_is_free_once_its_holder_is_dead_gone_or_far_too_long_at_it(module_database: Database) -> None:
    _, (session,) = await add_patient(module_database, 1)
    await seen(module_database, "one", "other")
    assert await claim(module_database, session, "one")
    async with module_database.transaction() as db:
        await db.execute(text("UPDATE executors SET seen_at = now() - interval '31 s' WHERE id = 'one'"))
    assert await claim(module_database, session, "other")
    async with module_database.transaction() as db:
        await claims.unregister_executor(db, "other")
    assert await claim(module_database, session, "third")
    await seen(module_database, "third")
    assert not await claim(module_database, session, "one")
    async with module_database.transaction() as db:
        await db.execute(text("UPDATE claims SET claimed_at = now() - interval '91 s'"))
    assert await claim(module_database, session, "one")


async def test_who_was_not_seen_for_a_day_is_forgotten(module_database: Database) -> None:
    await seen(module_database, "old")
    async with module_database.transaction() as db:
        await db.execute(text("UPDATE executors SET seen_at = now() - interval '25 hours'"))
    await seen(module_database, "new")
    async with module_database.snapshot() as db:
        assert await claims.alive_executors(db, 10**6) == {"new"}


async def test_what_the_dead_have_claimed_and_nobody_took_is_forgotten_after_a_day(database: Database) -> None:
    _, (session,) = await add_patient(database, 1)
    await seen(database, "dead", "alive")
    for executor, attempt, name in (("dead", ONE, "forced 1"), ("alive", OTHER, "forced 2")):
        async with database.transaction() as db:
            assert await claims.claim(db, session, name, executor, attempt, TERMS)
    async with database.transaction() as db:
        await claims.unregister_executor(db, "dead")
    await seen(database, "alive")
    async with database.transaction() as db:
        await db.execute(text("UPDATE claims SET claimed_at = now() - interval '2 days'"))
        await claims.forget_left(db)
    async with database.snapshot() as db:
        assert [await claims.is_held_by(db, session, f"forced {n}", one) for n, one in ((1, ONE), (2, OTHER))] == [
            False,
            True,
        ]
