"""Runs and their steps, as rows."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from support.stored_rows import add_patient

from app.errors import NotFound
from app.store import runs
from app.store.database import Database
from app.store.models import Run


async def a_run(database: Database, *tasks: str, **values: object) -> tuple[Run, UUID]:
    patient, (session,) = await add_patient(database, 1)
    steps = [{"session_id": session, "task": task, "wave": 1, "status": "waiting"} for task in tasks]
    async with database.transaction() as db:
        told = {"patient_id": patient, "model_tier": "rapid", "status": "queued", "executor": None, **values}
        return await runs.add(db, told, steps), session


async def test_steps_keep_their_order(module_database: Database) -> None:
    run, _ = await a_run(module_database, "c", "a", "b")
    async with module_database.snapshot() as db:
        assert [step.task for step in await runs.steps_of(db, run.id)] == ["c", "a", "b"]


async def test_a_step_that_has_ended_does_not_change_any_more(module_database: Database) -> None:
    run, session = await a_run(module_database, "a")
    async with module_database.transaction() as db:
        assert await runs.take_over(db, run.id, "one", ())
        assert await runs.begin_step(db, run.id, session, "a", 1, "one")
        assert await runs.end_step(db, run.id, session, "a", 1, {"status": "success"})
        assert not await runs.end_step(db, run.id, session, "a", 1, {"status": "failed"})
        assert not await runs.let_step_wait(db, run.id, session, "a", 1)
        assert not await runs.begin_step(db, run.id, session, "a", 2, "one")
        assert await runs.cancel_steps(db, run.id) == []
        assert [step.status for step in await runs.steps_of(db, run.id)] == ["success"]


async def test_a_step_is_begun_by_who_has_the_run_and_ended_in_its_newest_attempt_alone(
    module_database: Database,
) -> None:
    run, session = await a_run(module_database, "a")
    async with module_database.transaction() as db:
        assert not await runs.begin_step(db, run.id, session, "a", 1, "one")
        assert await runs.take_over(db, run.id, "one", ())
        assert not await runs.begin_step(db, run.id, session, "a", 1, "other")
        assert [await runs.begin_step(db, run.id, session, "a", number, "one") for number in (1, 2, 2)] == [True] * 3
        assert not await runs.begin_step(db, run.id, session, "a", 1, "one")
        assert not await runs.end_step(db, run.id, session, "a", 1, {"status": "success"})
        assert not await runs.let_step_wait(db, run.id, session, "a", 1)
        assert await runs.let_step_wait(db, run.id, session, "a", 2)
        assert [step.status for step in await runs.steps_of(db, run.id)] == ["waiting"]
        assert not await runs.let_step_wait(db, run.id, session, "a", 2)
        assert await runs.begin_step(db, run.id, session, "a", 3, "one")


async def test_a_run_ends_once(module_database: Database) -> None:
    run, _ = await a_run(module_database)
    async with module_database.transaction() as db:
        assert [mine.id for mine in await runs.under_way(db, run.patient_id)] == [run.id]
        assert await runs.end(db, run.id, "completed")
        assert not await runs.end(db, run.id, "cancelled")
        assert await runs.under_way(db, run.patient_id) == []
    async with module_database.snapshot() as db:
        ended = await runs.find(db, run.id)
        assert (ended.status, ended.ended_at is not None) == ("completed", True)


async def test_a_run_is_taken_from_the_dead_unless_it_has_ended(module_database: Database) -> None:
    run, _ = await a_run(module_database)
    async with module_database.transaction() as db:
        assert not await runs.lock_own_run(db, run.id, "one")
        assert await runs.take_over(db, run.id, "one", {"one", "other"})
        assert await runs.take_over(db, run.id, "one", {"one", "other"})
        assert await runs.lock_own_run(db, run.id, "one")
        assert not await runs.take_over(db, run.id, "other", {"one", "other"})
        assert await runs.take_over(db, run.id, "other", {"other"})
        assert not await runs.lock_own_run(db, run.id, "one")
        assert await runs.lock_own_run(db, run.id, "other")
        await runs.end(db, run.id, "cancelled")
        assert not await runs.lock_own_run(db, run.id, "other")
        assert not await runs.take_over(db, run.id, "other", {"other"})


async def test_who_holds_a_run_lets_another_wait(module_database: Database) -> None:
    run, _ = await a_run(module_database)
    async with module_database.transaction() as db:
        await runs.take_over(db, run.id, "one", ())
    async with module_database.transaction() as db:
        assert await runs.lock_own_run(db, run.id, "one")
        async with module_database.transaction() as other:
            await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(DBAPIError, match="lock timeout"):
                await runs.lock_own_run(other, run.id, "one")


async def test_a_tally_counts_a_wave_of_a_visit_and_the_whole_run(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    told = [(first, 1, "success"), (first, 1, "failed"), (first, 1, "waiting"), (first, 2, "skipped")]
    told += [(second, 1, "reused"), (second, 1, "running"), (second, 1, "insufficient"), (second, 1, "cancelled")]
    steps = [
        {"session_id": session, "task": f"task_{place}", "wave": wave, "status": status, "attempt": place % 2}
        for place, (session, wave, status) in enumerate(told)
    ]
    async with module_database.transaction() as db:
        run = await runs.add(db, {"patient_id": patient, "model_tier": "rapid", "status": "running"}, steps)
        tally = await runs.count_steps(db, run.id, first, 1)
    assert (tally.begun_in_wave, tally.open_in_wave, tally.wrong_in_wave) == (1, 1, 1)
    assert (tally.open, tally.wrong, tally.well) == (2, 2, 3)
    assert tally.wave_milliseconds == 0


async def test_another_run_is_waited_for_only_while_it_works_at_an_earlier_visit(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    stranger, theirs = await a_run(module_database, "deep_analysis", status="running")
    values = {"patient_id": patient, "model_tier": "rapid"}

    async def step_of(session: UUID, status: str) -> Run:
        step = {"session_id": session, "task": "deep_analysis", "wave": 2, "status": "waiting"}
        async with module_database.transaction() as db:
            return await runs.add(db, {**values, "status": status}, [step])

    early, late = await step_of(first, "queued"), await step_of(second, "running")

    async def behind(run: Run, session: UUID, task: str = "deep_analysis", alive: Sequence[str] = ("one",)) -> bool:
        async with module_database.snapshot() as db:
            return await runs.earlier_under_way(db, run.id, session, [task], alive)

    assert await behind(late, second)
    async with module_database.transaction() as db:
        await db.execute(text("UPDATE runs SET created_at = created_at - interval '11 seconds'"))
    assert not await behind(late, second)
    async with module_database.transaction() as db:
        await runs.take_over(db, early.id, "one", ())
    assert await behind(late, second)
    assert not await behind(late, second, alive=())
    assert not await behind(late, second, "roadmap_generation")
    assert not await behind(early, first)
    assert not await behind(stranger, theirs)
    async with module_database.transaction() as db:
        await runs.begin_step(db, early.id, first, "deep_analysis", 1, "one")
        await runs.end_step(db, early.id, first, "deep_analysis", 1, {"status": "failed"})
    assert not await behind(late, second)


async def test_a_run_costs_what_its_calls_cost(module_database: Database) -> None:
    run, _ = await a_run(module_database)
    line = text(
        "INSERT INTO model_calls (run_id, task, model_tier, model_asked, engine, attempt, state, cost_usd)"
        " VALUES (:run, 't', 'rapid', 'm', 'openai', 1, :state, :cost)"
    )
    async with module_database.transaction() as db:
        assert await runs.run_cost(db, run.id) == (0, True)
        for state, cost in (("answered", "0.1"), ("answered", "0.02"), ("failed", "0"), ("open", None)):
            await db.execute(line, {"run": run.id, "state": state, "cost": cost and Decimal(cost)})
        assert await runs.run_cost(db, run.id) == (Decimal("0.12"), True)
        await db.execute(line, {"run": run.id, "state": "failed", "cost": None})
        assert await runs.run_cost(db, run.id) == (Decimal("0.12"), False)


async def test_no_run_is_not_found(module_database: Database) -> None:
    async with module_database.snapshot() as db:
        with pytest.raises(NotFound):
            await runs.find(db, uuid4())
