"""The ledger of model calls."""

import pytest
from sqlalchemy.exc import IntegrityError
from support.visit_rows import a_call, a_visit, add

from app.store.database import Database
from app.store.models import GenerationCost


async def test_a_call_is_open_until_it_is_closed(module_database: Database) -> None:
    call = a_call(await a_visit(module_database))
    await add(module_database, call)
    assert (call.state, call.closed_at, call.cost_usd) == ("open", None, None)
    assert call.opened_at.tzinfo is not None


async def test_a_call_ends_answered_or_failed(module_database: Database) -> None:
    visit = await a_visit(module_database)
    await add(module_database, a_call(visit, state="answered"), a_call(visit, state="failed"))
    with pytest.raises(IntegrityError, match="model_calls_state_check"):
        await add(module_database, a_call(visit, state="lost"))


async def test_a_cost_of_the_platform_keeps_its_metadata(module_database: Database) -> None:
    cost = GenerationCost(task="t", model="m", cost=0.1, legacy_metadata={"a": 1})
    await add(module_database, cost)
    async with module_database.snapshot() as db:
        assert (await db.get_one(GenerationCost, cost.id)).legacy_metadata == {"a": 1}
