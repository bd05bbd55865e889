"""Stored results."""

from decimal import Decimal

import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from support.visit_rows import Visit, a_generation, a_visit, add

from app.store.database import Database
from app.store.models import Generation


def of(visit: Visit) -> ColumnElement[bool]:
    return Generation.session_id == visit.session_id


async def test_generations_are_numbered_in_the_order_they_are_stored(module_database: Database) -> None:
    visit = await a_visit(module_database)
    tasks = ["mood_analysis", "action_summary", "deep_analysis"]
    for task in tasks:
        await add(module_database, a_generation(visit, task=task))
    async with module_database.snapshot() as db:
        assert (await db.scalars(select(Generation.task).where(of(visit)).order_by(Generation.number))).all() == tasks


async def test_nobody_may_choose_the_number_of_a_generation(module_database: Database) -> None:
    visit = await a_visit(module_database)
    with pytest.raises(DBAPIError, match='column "number"'):
        await add(module_database, a_generation(visit, number=1))


async def test_what_is_not_said_is_empty(module_database: Database) -> None:
    generation = a_generation(await a_visit(module_database))
    await add(module_database, generation)
    assert (generation.evidence, generation.dropped, generation.choices) == ([], [], {})
    assert (generation.input_tokens, generation.result, generation.memory) == (0, None, None)


async def test_the_hundredth_of_a_millionth_of_a_dollar_is_kept(module_database: Database) -> None:
    visit = await a_visit(module_database)
    await add(module_database, a_generation(visit, cost_usd=Decimal("0.00000001")))
    async with module_database.snapshot() as db:
        assert await db.scalar(select(Generation.cost_usd).where(of(visit))) == Decimal("0.00000001")


async def test_results_that_rest_on_a_visit_are_found_by_it(module_database: Database) -> None:
    visit, other = await a_visit(module_database), await a_visit(module_database)
    await add(module_database, a_generation(visit), a_generation(other))
    async with module_database.snapshot() as db:
        rests = Generation.sources.has_key(str(visit.session_id))
        assert (await db.scalars(select(Generation.session_id).where(rests))).all() == [visit.session_id]


async def test_a_failure_is_no_result(module_database: Database) -> None:
    visit = await a_visit(module_database)
    with pytest.raises(IntegrityError, match="generations_state_check"):
        await add(module_database, a_generation(visit, state="failed"))
