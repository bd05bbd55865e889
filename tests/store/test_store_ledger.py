"""The ledger of model calls, and its sums."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from support.stored_rows import add_patient, add_result

from app.store import ledger
from app.store.database import Database, Db


def line(patient: UUID, session: UUID, **more: Any) -> dict[str, Any]:
    told = {"task": "mood_analysis", "model_tier": "rapid", "model_asked": "gpt-5", "engine": "openai", "attempt": 1}
    asked = {"reasoning_effort": None, "service_tier_asked": "default"}
    by = {"id": uuid4(), "executor": "worker:one", "attempt_id": uuid4(), "step_attempt": 2}
    return {**told, **asked, **by, "patient_id": patient, "session_id": session, "run_id": None, **more}


async def opened(db: Db, patient: UUID, session: UUID, **more: Any) -> UUID:
    values = line(patient, session, **more)
    assert await ledger.open_call(db, values)
    call: UUID = values["id"]
    return call


def closed(**more: Any) -> dict[str, Any]:
    told = {"state": "answered", "outcome": "stop", "model": "gpt-5", "service_tier": "default"}
    return {**told, "cost_usd": None, "generation_id": None, **more}


async def test_an_open_line_is_in_no_sum(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        call = await opened(db, patient, session)
        assert (await ledger.cost_totals(db, None))[0]["calls"] == 0
        await ledger.close_call(db, call, closed(cost_usd=Decimal("0.00000001"), input_tokens=5))
        (total,) = await ledger.cost_totals(db, "task")
    assert (total["key"], total["calls"], total["input_tokens"]) == ("mood_analysis", 1, 5)
    assert (total["cost_usd"], total["unpriced_calls"]) == (Decimal("0.00000001"), 0)


async def test_a_line_for_somebody_erased_stands_without_them(database: Database) -> None:
    async with database.transaction() as db:
        await ledger.open_call(db, line(uuid4(), uuid4(), run_id=uuid4()))
        row = (await db.execute(text("SELECT patient_id, session_id, run_id FROM model_calls"))).one()
    assert tuple(row) == (None, None, None)


async def test_a_price_nobody_knows_is_counted_and_not_guessed(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        for cost in (None, Decimal("0.5")):
            await ledger.close_call(db, await opened(db, patient, session), closed(cost_usd=cost))
        (total,) = await ledger.cost_totals(db, "patient")
    assert (total["key"], total["cost_usd"], total["unpriced_calls"]) == (patient, Decimal("0.5"), 1)


async def test_sums_of_which_nothing_is_known_are_null(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        await ledger.close_call(db, await opened(db, patient, session), closed())
        lost = {"state": "failed", "outcome": "interrupted", "model": None, "service_tier": None, "cost_usd": None}
        await ledger.close_call(db, await opened(db, patient, session), lost)
        (unknown,) = await ledger.cost_totals(db, "task")
        await ledger.close_call(db, await opened(db, patient, session), closed(input_tokens=5))
        (counted,) = await ledger.cost_totals(db, None)
    assert (unknown["calls"], unknown["unpriced_calls"]) == (2, 2)
    assert (unknown["cost_usd"], unknown["input_tokens"], unknown["reasoning_tokens"]) == (None, None, None)
    assert (counted["cost_usd"], counted["input_tokens"], counted["output_tokens"]) == (None, 5, None)


async def test_calls_are_linked_to_what_they_were_made_for(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    row = await add_result(database, patient, session)
    async with database.transaction() as db:
        calls = [await opened(db, patient, session) for _ in range(2)]
        await ledger.link(db, calls, row.id)
        linked = await db.scalars(text("SELECT DISTINCT generation_id FROM model_calls"))
        assert linked.all() == [row.id]


async def test_a_line_says_which_process_made_the_call_in_which_attempt(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        values = line(patient, session)
        assert await ledger.open_call(db, values)
        row = (await db.execute(text("SELECT executor, attempt_id, step_attempt FROM model_calls"))).one()
    assert tuple(row) == ("worker:one", values["attempt_id"], 2)


async def test_a_line_that_is_opened_twice_is_there_once(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    values = line(patient, session)
    async with database.transaction() as db:
        assert [await ledger.open_call(db, values) for _ in range(2)] == [True, False]
        assert await db.scalar(text("SELECT count(*) FROM model_calls")) == 1


async def test_lines_that_an_executors_past_attempts_left_are_closed_and_no_others(database: Database) -> None:
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        left = await opened(db, patient, session)
        kept = await opened(db, patient, session, attempt_id=UUID(int=1))
        await opened(db, patient, session, executor="worker:other")
        await ledger.close_left(db, "worker:one", {UUID(int=1)}, settled=5)
        assert await db.scalar(text("SELECT count(*) FROM model_calls WHERE state <> 'open'")) == 0
        await db.execute(text("UPDATE model_calls SET opened_at = now() - interval '6 s'"))
        await ledger.close_left(db, "worker:one", {UUID(int=1)}, settled=5)
        rows = (await db.execute(text("SELECT id, outcome, cost_usd FROM model_calls WHERE state <> 'open'"))).all()
    assert [tuple(row) for row in rows] == [(left, "lost", None)]
    assert kept != left
