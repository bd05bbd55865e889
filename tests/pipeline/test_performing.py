"""The road from an order to a stored result."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.errors import DeadlineExceeded, InputsMissing, NotFound
from app.offline.conduct import Conduct
from app.pipeline.order import Order
from app.pipeline.performing import perform
from app.store import claims

Processes = Callable[..., Any]
MOOD = "mood_analysis"


async def test_two_processes_at_once_pay_once(processes: Processes) -> None:
    conduct = Conduct(latency={MOOD: 0.3})
    async with processes(conduct) as one, processes(conduct) as other:
        _, (session,) = await one.visited(speaker_roles=GIVEN)
        done = await asyncio.gather(*(process.done(session, MOOD) for process in (one, other) for _ in range(3)))
        assert len(conduct.calls) == 1
        assert len({each.row.id for each in done}) == 1


async def claimed_by(works: Works, session: Any, executor: str) -> None:
    async with works.parts.database.transaction() as db:
        await claims.seen(db, executor)
        assert await claims.claim(db, session, MOOD, executor, uuid4(), claims.Terms(lease=30, longest=90))


async def test_the_claim_of_a_dead_process_is_taken_over(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await claimed_by(works, session, "worker:dead")
    await works.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = 'worker:dead'")
    assert not (await works.done(session, MOOD)).reused


async def test_a_claim_that_could_not_be_given_back_ends_by_itself(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await claimed_by(works, session, works.parts.executor)
    await works.rows("UPDATE claims SET claimed_at = now() - interval '10 minutes'")
    assert not (await works.done(session, MOOD)).reused


async def test_waiting_for_another_ends_with_the_tasks_time(processes: Processes) -> None:
    async with processes(deadline_score_seconds=0.1) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        await claimed_by(works, session, "worker:alive")
        with pytest.raises(DeadlineExceeded):
            await works.done(session, MOOD)
        assert works.conduct.calls == []


async def test_missing_inputs_leave_no_claim_and_no_event(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    with pytest.raises(InputsMissing):
        await works.done(session, "deep_analysis")
    assert await works.rows("SELECT 1 FROM claims UNION ALL SELECT 1 FROM pipeline_events") == []


async def test_a_broken_off_order_leaves_no_claim(processes: Processes) -> None:
    async with processes(Conduct(latency={MOOD: 30})) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        task = asyncio.create_task(perform(works.parts, Order(session, MOOD)))
        await works.asked()
        task.cancel()
        await asyncio.wait([task])
        assert await works.rows("SELECT 1 FROM claims") == []
        assert [row["status"] for row in await works.rows("SELECT status FROM pipeline_events ORDER BY number")] == [
            "started",
            "cancelled",
        ]
        assert [row["outcome"] for row in await works.rows("SELECT outcome FROM model_calls")] == ["cancelled"]


async def test_a_visit_nobody_knows_is_not_found(works: Works) -> None:
    _, (session,) = await works.visited()
    for force in (False, True):
        with pytest.raises(NotFound):
            await works.done(type(session)(int=5), MOOD, force=force)


@pytest.mark.parametrize("milliseconds", range(0, 24, 2))
async def test_an_order_broken_off_at_its_start_leaves_no_claim(processes: Processes, milliseconds: int) -> None:
    async with processes(Conduct(latency={MOOD: 30})) as works:
        _, sessions = await works.visited(1, 2, 3, 1, 2, 3, speaker_roles=GIVEN)
        for number, session in enumerate(sessions):
            task = asyncio.create_task(perform(works.parts, Order(session, MOOD)))
            await asyncio.sleep(milliseconds / 1000 + number / 3000)
            task.cancel()
            await asyncio.wait([task])
        assert await works.rows("SELECT 1 FROM claims") == []
