"""The list of runs as the database gives it."""

from decimal import Decimal

from support.visit_rows import a_call, a_step, a_visit, add

from app.store.database import Database
from app.store.run_list import ListedRun, list_runs


async def test_a_run_is_listed_with_its_steps_and_its_cost(module_database: Database) -> None:
    visit = await a_visit(module_database)
    steps = [a_step(visit, task=task, status=task) for task in ("waiting", "running", "success", "failed", "skipped")]
    paid = a_call(visit, state="answered", cost_usd=Decimal("0.25"))
    await add(module_database, *steps, paid, a_call(visit, state="answered", cost_usd=Decimal("0.5")))

    async def told() -> ListedRun:
        async with module_database.snapshot() as db:
            (one,) = await list_runs(db, visit.patient_id, "queued", None, 10)
        return one

    one = await told()
    assert (one.run.id, one.steps, one.ended, one.failed) == (visit.run_id, 5, 3, 2)
    assert one.cost_usd == Decimal("0.75")
    await add(module_database, a_call(visit, state="answered"))
    assert (await told()).cost_usd is None


async def test_a_run_without_calls_cost_nothing(module_database: Database) -> None:
    visit = await a_visit(module_database)
    async with module_database.snapshot() as db:
        (one,) = await list_runs(db, visit.patient_id, None, None, 10)
        assert await list_runs(db, visit.patient_id, "failed", None, 10) == []
        assert await list_runs(db, visit.patient_id, None, (one.run.created_at, one.run.id), 10) == []
    assert one.cost_usd == Decimal(0)
    assert one.steps == 0
