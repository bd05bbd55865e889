"""Runs and their steps, as rows."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from kept import a_patient
from sqlalchemy import text

from app.errors import NotFound
from app.store import runs
from app.store.database import Database
from app.store.models import Run


async def a_run(database: Database, *tasks: str, **values: object) -> tuple[Run, UUID]:
    patient, (session,) = await a_patient(database, 1)
    steps = [{"session_id": session, "task": task, "wave": 1, "status": "waiting"} for task in tasks]
    async with database.transaction() as db:
        told = {"patient_id": patient, "model_tier": "rapid", "status": "queued", "executor": None, **values}
        return await runs.add(db, told, steps), session


async def test_steps_keep_their_order(database: Database) -> None:
    run, _ = await a_run(database, "c", "a", "b")
    async with database.snapshot() as db:
        assert [step.task for step in await runs.steps_of(db, run.id)] == ["c", "a", "b"]


async def test_a_step_that_has_ended_does_not_change_any_more(database: Database) -> None:
    run, session = await a_run(database, "a")
    async with database.transaction() as db:
        assert await runs.change_step(db, run.id, session, "a", status="success")
        assert not await runs.change_step(db, run.id, session, "a", status="failed")
        assert await runs.cancel_steps(db, run.id) == []


async def test_a_run_ends_once(database: Database) -> None:
    run, _ = await a_run(database)
    async with database.transaction() as db:
        assert not await runs.is_cancelled(db, run.id)
        assert await runs.end(db, run.id, "completed")
        assert not await runs.end(db, run.id, "cancelled")
        assert await runs.is_cancelled(db, run.id)
        assert await runs.under_way(db, run.patient_id) == []


async def test_orphans_are_runs_that_nobody_living_works_on(database: Database) -> None:
    waiting, _ = await a_run(database)
    dead, _ = await a_run(database, executor="dead", status="running")
    await a_run(database, executor="alive", status="running")
    await a_run(database, executor="dead", status="completed")
    async with database.transaction() as db:
        found = {run.id for run in await runs.orphaned(db, {"alive"})}
        assert found == {waiting.id, dead.id}
        async with database.transaction() as other:
            assert await runs.orphaned(other, set()) == []


async def test_a_run_costs_what_its_calls_cost(database: Database) -> None:
    run, _ = await a_run(database)
    line = text(
        "INSERT INTO model_calls (run_id, task, model_tier, model_asked, engine, attempt, state, cost_usd)"
        " VALUES (:run, 't', 'rapid', 'm', 'openai', 1, :state, :cost)"
    )
    async with database.transaction() as db:
        assert await runs.cost(db, run.id) == (0, True)
        for state, cost in (("answered", "0.1"), ("answered", "0.02"), ("failed", "0"), ("open", None)):
            await db.execute(line, {"run": run.id, "state": state, "cost": cost and Decimal(cost)})
        assert await runs.cost(db, run.id) == (Decimal("0.12"), True)
        await db.execute(line, {"run": run.id, "state": "failed", "cost": None})
        assert await runs.cost(db, run.id) == (Decimal("0.12"), False)


async def test_no_run_is_not_found(database: Database) -> None:
    async with database.snapshot() as db:
        with pytest.raises(NotFound):
            await runs.find(db, uuid4())


async def test_a_step_tells_what_it_came_to_and_an_erased_one_counts_as_cancelled(database: Database) -> None:
    run, _ = await a_run(database, "mood_analysis")
    async with database.transaction() as db:
        step = (await runs.steps_of(db, run.id))[0]
        assert await runs.step_status(db, run.id, step.session_id, step.task) == step.status
        assert await runs.step_status(db, run.id, step.session_id, "no_such_task") == "cancelled"
