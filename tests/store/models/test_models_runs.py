"""Runs, steps and claims."""

import pytest
from sqlalchemy.exc import IntegrityError
from support.visit_rows import a_generation, a_step, a_visit, add

from app.store.database import Database
from app.store.models import Claim, Executor, Generation, Run, RunStep


async def test_a_step_outlives_its_result(module_database: Database) -> None:
    visit = await a_visit(module_database)
    generation = a_generation(visit)
    await add(module_database, generation)
    await add(module_database, a_step(visit, generation_id=generation.id))
    async with module_database.transaction() as db:
        await db.delete(await db.get_one(Generation, generation.id))
    async with module_database.snapshot() as db:
        step = await db.get_one(RunStep, (visit.run_id, visit.session_id, "mood_analysis"))
        assert (step.generation_id, step.attempt) == (None, 0)


async def test_a_run_waits_as_queued_and_a_step_as_waiting(module_database: Database) -> None:
    visit = await a_visit(module_database)
    with pytest.raises(IntegrityError, match="runs_status_check"):
        await add(module_database, Run(patient_id=visit.patient_id, status="waiting", model_tier="rapid"))
    with pytest.raises(IntegrityError, match="run_steps_status_check"):
        await add(module_database, a_step(visit, status="queued"))


async def test_a_result_is_claimed_by_one(module_database: Database) -> None:
    visit = await a_visit(module_database)
    await add(module_database, Claim(session_id=visit.session_id, task="mood_analysis", executor="a"))
    with pytest.raises(IntegrityError, match="claims_pkey"):
        await add(module_database, Claim(session_id=visit.session_id, task="mood_analysis", executor="b"))


async def test_an_executor_is_seen_when_it_comes(module_database: Database) -> None:
    executor = Executor(id="host:1")
    await add(module_database, executor)
    assert executor.seen_at.tzinfo is not None
