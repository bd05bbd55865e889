"""Stored results."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from support.visit_rows import a_generation, a_visit, add

from app.store.database import Database
from app.store.models import Generation


async def test_generations_are_numbered_in_the_order_they_are_stored(database: Database) -> None:
    visit = await a_visit(database)
    tasks = ["mood_analysis", "action_summary", "deep_analysis"]
    for task in tasks:
        await add(database, a_generation(visit, task=task))
    async with database.snapshot() as db:
        assert (await db.scalars(select(Generation.task).order_by(Generation.number))).all() == tasks


async def test_nobody_may_choose_the_number_of_a_generation(database: Database) -> None:
    visit = await a_visit(database)
    with pytest.raises(DBAPIError, match='column "number"'):
        await add(database, a_generation(visit, number=1))


async def test_what_is_not_said_is_empty(database: Database) -> None:
    generation = a_generation(await a_visit(database))
    await add(database, generation)
    assert (generation.evidence, generation.dropped, generation.choices) == ([], [], {})
    assert (generation.input_tokens, generation.result, generation.memory) == (0, None, None)


async def test_the_hundredth_of_a_millionth_of_a_dollar_is_kept(database: Database) -> None:
    await add(database, a_generation(await a_visit(database), cost_usd=Decimal("0.00000001")))
    async with database.snapshot() as db:
        assert await db.scalar(select(Generation.cost_usd)) == Decimal("0.00000001")


async def test_results_that_rest_on_a_visit_are_found_by_it(database: Database) -> None:
    visit, other = await a_visit(database), await a_visit(database)
    await add(database, a_generation(visit), a_generation(other))
    async with database.snapshot() as db:
        rests = Generation.sources.has_key(str(visit.session_id))
        assert (await db.scalars(select(Generation.session_id).where(rests))).all() == [visit.session_id]


async def test_a_failure_is_no_result(database: Database) -> None:
    visit = await a_visit(database)
    with pytest.raises(IntegrityError, match="generations_state_check"):
        await add(database, a_generation(visit, state="failed"))
