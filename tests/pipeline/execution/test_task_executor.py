"""The road from an order to a stored result."""

import asyncio
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN

from app.errors import DeadlineExceeded, InputsMissing, NotFound
from app.pipeline.execution import task_attempt, task_executor
from app.pipeline.execution.result_writer import ResultWriter
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.store import claims

MOOD = "mood_analysis"


async def claimed(works: PipelineProcess, session: UUID) -> bool:
    return bool(await works.rows("SELECT 1 FROM claims WHERE session_id = :session", session=session))


async def test_two_processes_at_once_pay_once(shared: PipelineProcess, other: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    done = await asyncio.gather(*(process.done(session, MOOD) for process in (shared, other) for _ in range(3)))
    assert len(shared.conduct.calls) + len(other.conduct.calls) == 1
    assert len({each.row.id for each in done}) == 1


async def claimed_by(works: PipelineProcess, session: UUID, executor: str) -> None:
    async with works.context.database.transaction() as db:
        await claims.record_heartbeat(db, executor)
        assert await claims.claim(db, session, MOOD, executor, uuid4(), claims.ClaimTerms(lease=30, longest=90))


async def test_the_claim_of_a_dead_process_is_taken_over(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await claimed_by(shared, session, "worker:dead")
    await shared.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = 'worker:dead'")
    assert not (await shared.done(session, MOOD)).reused


async def test_a_claim_that_could_not_be_given_back_ends_by_itself(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await claimed_by(shared, session, shared.context.executor)
    await shared.rows("UPDATE claims SET claimed_at = now() - interval '10 minutes'")
    assert not (await shared.done(session, MOOD)).reused


async def test_waiting_for_another_ends_with_the_tasks_time(
    shared: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await claimed_by(shared, session, "worker:alive")
    monkeypatch.setattr(task_executor, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(task_executor, "time", SimpleNamespace(monotonic=count(0, 40).__next__))
    with pytest.raises(DeadlineExceeded):
        await shared.done(session, MOOD)
    assert shared.conduct.calls == []


async def test_missing_inputs_leave_no_claim_and_no_event(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    with pytest.raises(InputsMissing):
        await shared.done(session, "deep_analysis")
    assert not await claimed(shared, session)
    assert await shared.rows("SELECT 1 FROM pipeline_events WHERE patient_id = :patient", patient=patient) == []


async def test_a_broken_off_order_leaves_no_claim(shared: PipelineProcess) -> None:
    shared.engine.hold(MOOD)
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    task = asyncio.create_task(execute_task(shared.context, TaskRequest(session, MOOD)))
    await shared.engine.arrived(MOOD)
    task.cancel()
    await asyncio.wait([task])
    assert not await claimed(shared, session)
    told = "SELECT status FROM pipeline_events WHERE patient_id = :patient ORDER BY number"
    assert [row["status"] for row in await shared.rows(told, patient=patient)] == ["started", "cancelled"]
    lines = "SELECT outcome FROM model_calls WHERE session_id = :session"
    assert [row["outcome"] for row in await shared.rows(lines, session=session)] == ["cancelled"]


async def test_a_visit_nobody_knows_is_not_found(shared: PipelineProcess) -> None:
    for force in (False, True):
        with pytest.raises(NotFound):
            await shared.done(UUID(int=5), MOOD, force=force)


BEGINNING = [
    (task_attempt, "take_claim"),
    (task_attempt, "load_visit_state"),
    (task_attempt, "_collected"),
    (ResultWriter, "begin"),
]
"""What is done one after another before the model is asked."""


async def test_an_order_broken_off_at_its_start_leaves_no_claim(shared: PipelineProcess) -> None:
    _, sessions = await shared.visited(*[1] * len(BEGINNING), speaker_roles=GIVEN)
    for session, (owner, name) in zip(sessions, BEGINNING, strict=True):
        task = asyncio.create_task(execute_task(shared.context, TaskRequest(session, MOOD, force=True)))
        real, reached = getattr(owner, name), list[str]()

        async def doing(*arguments: Any, real: Any = real, reached: Any = reached, task: Any = task) -> Any:
            reached.append("here")
            task.cancel()
            return await real(*arguments)

        with pytest.MonkeyPatch.context() as patching:
            patching.setattr(owner, name, doing)
            await asyncio.wait([task])
        assert (reached, task.cancelled()) == (["here"], True), name
        assert not await claimed(shared, session), name


async def test_what_was_waited_for_a_turn_takes_nothing_from_the_wait_for_another(
    module_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_pipeline(module_database_url, max_concurrent_model_calls=1) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        clock = SimpleNamespace(now=0.0)
        monkeypatch.setattr(task_executor, "LOOK_AGAIN", 0.0)
        monkeypatch.setattr(task_executor, "time", SimpleNamespace(monotonic=lambda: clock.now))
        async with works.context.model_slots.turn("another patient"):
            done = asyncio.create_task(works.done(session, MOOD))
            while not works.context.model_slots.waiting:  # noqa: ASYNC110 - who waits sets no event
                await asyncio.sleep(0.01)
            clock.now += 1000.0
            await claimed_by(works, session, "worker:alive")
        while works.context.model_slots.free == 0 or works.context.model_slots.waiting:  # noqa: ASYNC110 - it has found the claim then
            await asyncio.sleep(0.01)
        assert not done.done()
        await works.rows("DELETE FROM claims WHERE session_id = :session", session=session)
        assert not (await done).reused
