"""Who is making what, and who is alive."""

import asyncio
from uuid import UUID

from sqlalchemy import text
from support.stored_rows import a_patient

from app.store import claims
from app.store.database import Database

TASK = "mood_analysis"


async def claim(database: Database, session: UUID, executor: str, lease: float = 30, longest: float = 90) -> bool:
    async with database.transaction() as db:
        return await claims.claim(db, session, TASK, executor, lease, longest)


async def seen(database: Database, *executors: str) -> None:
    async with database.transaction() as db:
        for executor in executors:
            await claims.seen(db, executor)


async def test_of_many_at_once_one_gets_it(module_database: Database) -> None:
    _, (session,) = await a_patient(module_database, 1)
    names = [f"worker:{number}" for number in range(6)]
    await seen(module_database, *names)
    assert sum(await asyncio.gather(*(claim(module_database, session, name) for name in names))) == 1


async def test_it_is_free_again_once_given_back_by_its_holder_alone(module_database: Database) -> None:
    _, (session,) = await a_patient(module_database, 1)
    await seen(module_database, "one", "other")
    assert await claim(module_database, session, "one")
    async with module_database.transaction() as db:
        await claims.free(db, session, TASK, "other")
    assert not await claim(module_database, session, "other")
    async with module_database.transaction() as db:
        await claims.free(db, session, TASK, "one")
    assert await claim(module_database, session, "other")


async def test_it_is_free_once_its_holder_is_dead_gone_or_far_too_long_at_it(module_database: Database) -> None:
    _, (session,) = await a_patient(module_database, 1)
    await seen(module_database, "one", "other")
    assert await claim(module_database, session, "one")
    async with module_database.transaction() as db:
        await db.execute(text("UPDATE executors SET seen_at = now() - interval '31 s' WHERE id = 'one'"))
    assert await claim(module_database, session, "other")
    async with module_database.transaction() as db:
        await claims.gone(db, "other")
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
        assert await claims.alive(db, 10**6) == {"new"}
