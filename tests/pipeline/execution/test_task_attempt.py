"""One attempt at a result: whose it is, what is lost on the way, and where its work is done."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from support.held_model import HeldModel
from support.http_service import ANALYSIS
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.errors import NotFound
from app.generators.generation_attempt import AttemptTerms
from app.llm.clients import send_async
from app.offline.fault_injection import Fault, FaultPlan
from app.pipeline.execution.outcome import Gone
from app.pipeline.execution.task_attempt import resolve
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.runs import heartbeat
from app.pipeline.runs.run_executor import execute_run
from app.store import claims, db_retry
from app.therapy.memory import remember
from app.therapy.sharing.names import Names

Processes = Callable[..., Any]
MOOD = "mood_analysis"
TO_ANOTHER = "UPDATE claims SET executor = 'worker:other', attempt_id = gen_random_uuid()"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_retry, "FIRST_PAUSE", 0.001)


async def seen(works: PipelineProcess, executor: str) -> None:
    async with works.context.database.transaction() as db:
        await claims.record_heartbeat(db, executor)


async def test_what_is_raised_becomes_an_outcome_and_a_cancellation_does_not() -> None:
    async def raising(error: BaseException) -> int:
        raise error

    request = TaskRequest(UUID(int=1), MOOD)
    assert isinstance(await resolve(raising(NotFound()), request), Gone)
    with pytest.raises(asyncio.CancelledError):
        await resolve(raising(asyncio.CancelledError()), request)


async def test_an_attempt_whose_claim_was_taken_over_asks_no_further(processes: Processes) -> None:
    model = HeldModel(faults_of={MOOD: [Fault.MALFORMED, None]})
    async with processes(model) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        await seen(works, "worker:other")
        done = asyncio.create_task(works.done(session, MOOD))
        await model.asked()
        await works.rows(TO_ANOTHER)
        model.go.set()
        while await works.rows("SELECT 1 FROM model_calls WHERE state = 'open'"):  # noqa: ASYNC110 - rows set no event
            await asyncio.sleep(0.01)
        assert not done.done(), "it waits for what the other makes"
        assert model.tasks == {MOOD: 1}
        assert await works.rows("SELECT executor FROM claims") == [{"executor": "worker:other"}]

        await works.rows("DELETE FROM claims")
        assert not (await done).reused
        assert model.tasks == {MOOD: 2}


async def test_a_step_whose_run_was_taken_over_asks_no_further(processes: Processes) -> None:
    model = HeldModel(faults_of={MOOD: [Fault.MALFORMED] * 3}, held=frozenset({MOOD}))
    async with processes(model) as works:
        patient, _ = await works.visited(speaker_roles=GIVEN)
        run = await works.planned(patient, force=True)  # no claim tells of it
        task = asyncio.create_task(execute_run(works.context, run.id))
        while not model.tasks[MOOD]:  # noqa: ASYNC110 - the engine answers in a thread
            await asyncio.sleep(0.01)
        await seen(works, "worker:other")
        await works.rows("UPDATE runs SET executor = 'worker:other'")
        model.go.set()
        await task
        assert model.tasks[MOOD] == 1
        assert await works.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []


async def test_the_ledger_says_which_process_made_a_call_and_in_which_attempt(works: PipelineProcess) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    done = await works.done(session, MOOD)
    run = await works.planned(patient)
    await execute_run(works.context, run.id)
    lines = await works.rows("SELECT executor, attempt_id, step_attempt, generation_id, run_id FROM model_calls")
    assert {line["executor"] for line in lines} == {works.context.executor}
    assert all(line["attempt_id"] == line["generation_id"] for line in lines)
    assert {line["step_attempt"] for line in lines if line["run_id"]} == {1}
    assert [line["step_attempt"] for line in lines if line["generation_id"] == done.row.id] == [None]


async def test_a_visit_that_comes_late_while_the_model_thinks_is_told_in_the_answer(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(2, speaker_roles=GIVEN)
    for task in ANALYSIS[:-1]:
        await shared.done(session, task)
    shared.engine.reset(hold=("deep_analysis",))
    call = asyncio.create_task(shared.done(session, "deep_analysis"))
    await shared.engine.arrived("deep_analysis")
    await shared.visit(patient, 1, speaker_roles=GIVEN)
    shared.engine.release()
    done = await call
    assert done.state.stale(done.row)


async def test_a_step_that_lost_its_claim_waits_and_begins_anew_as_its_next_attempt(shared: PipelineProcess) -> None:
    shared.engine.reset(FaultPlan(faults_of={MOOD: [Fault.MALFORMED]}), hold=(MOOD,))
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    await seen(shared, "worker:other")
    run = await shared.planned(patient)
    task = asyncio.create_task(execute_run(shared.context, run.id))
    await shared.engine.arrived(MOOD)
    await shared.rows(f"{TO_ANOTHER} WHERE task = :task AND session_id = :id", task=MOOD, id=session)
    shared.engine.release()
    open_line = "SELECT 1 FROM model_calls WHERE state = 'open' AND task = :task AND session_id = :id"
    while await shared.rows(open_line, task=MOOD, id=session):  # noqa: ASYNC110 - rows set no event
        await asyncio.sleep(0.01)
    step = (await shared.steps(run.id))[session, MOOD]
    assert (step.status, step.attempt) == ("waiting", 1)
    await shared.rows("DELETE FROM claims WHERE session_id = :id", id=session)
    await task
    query = "SELECT status, attempt FROM pipeline_events WHERE event = 'MOOD_ANALYSIS' AND session_id = :id"
    told = await shared.rows(f"{query} ORDER BY number", id=session)
    assert [(row["status"], row["attempt"]) for row in told] == [("started", 1), ("started", 2), ("success", 2)]
    logged = "SELECT status, error_message AS why FROM analysis_processing_log WHERE event = 'MOOD_ANALYSIS'"
    ends = await shared.rows(f"{logged} AND session_id = :id AND status <> 'started' ORDER BY retry_count", id=session)
    assert [(row["status"], row["why"]) for row in ends] == [("failed", "interrupted"), ("completed", None)]


async def test_what_a_screen_no_longer_says_is_read_while_no_transaction_is_open(works: PipelineProcess) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    await works.done(session, "risk_screen")
    works.engine.hold("roadmap_generation")
    call = asyncio.create_task(works.done(session, "roadmap_generation"))
    await works.engine.arrived("roadmap_generation")
    await works.visit(patient, 2, session=session, speaker_roles=GIVEN)
    pool: Any = works.context.database._engine.sync_engine.pool
    with mock.patch(
        "app.pipeline.execution.result_writer.speaks_of_danger", side_effect=lambda _: pool.checkedout() > 0
    ) as read:
        works.engine.release()
        done = await call
    assert read.call_count == 1
    held = "SELECT held FROM generation_metadata WHERE id = :id"
    assert await works.rows(held, id=done.row.generation_metadata_id) == [{"held": False}]


async def test_what_is_under_way_is_left_alone_by_a_beat(processes: Processes) -> None:
    model = HeldModel()
    async with processes(model) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        done = asyncio.create_task(works.done(session, MOOD))
        await model.asked()
        await works.rows("UPDATE claims SET claimed_at = now() - interval '6 s'")
        await works.rows("UPDATE model_calls SET opened_at = now() - interval '6 s'")
        await heartbeat._beat(works.context)
        assert len(await works.rows("SELECT 1 FROM claims")) == 1
        assert len(await works.rows("SELECT 1 FROM model_calls WHERE state = 'open'")) == 1
        model.go.set()
        await done
        assert works.context.under_way == set()


async def test_a_bridge_is_remembered_and_guarded_once_and_off_the_loop(works: PipelineProcess) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    await works.done(session, "risk_screen")
    busy: list[tuple[bool, int]] = []

    def where() -> None:
        pool: Any = works.context.database._engine.sync_engine.pool
        busy.append((threading.current_thread() is threading.main_thread(), pool.checkedout()))

    def names(*given: Any) -> Names:
        where()
        return Names(*given)

    def remembering(*given: Any) -> Any:
        where()
        return remember(*given)

    with (
        mock.patch("app.therapy.sharing.guard.Names", names),
        mock.patch("app.pipeline.input.earlier_visits.remember", remembering),
    ):
        await works.done(session, "session_bridge_generation")
    assert busy[0] == (False, 0), "the memory is made outside of any transaction"
    assert [on_the_loop for on_the_loop, _ in busy] == [False, False], "one memory and one guard"


async def test_a_step_that_waits_for_its_turn_is_told_as_waiting(works: PipelineProcess) -> None:
    patient, _ = await works.visited(speaker_roles=GIVEN)
    run = await works.planned(patient)
    others = [works.context.model_slots.turn(number) for number in range(works.context.model_slots.free)]
    for other in others:
        await other.__aenter__()
    task = asyncio.create_task(execute_run(works.context, run.id))
    while works.context.model_slots.waiting < 4:  # noqa: ASYNC110 - who waits sets no event
        await asyncio.sleep(0.01)
    told = {(step.status, step.attempt, step.started_at) for step in (await works.steps(run.id)).values()}
    assert told == {("waiting", 0, None)}
    assert await works.rows("SELECT 1 FROM claims UNION ALL SELECT 1 FROM pipeline_events") == []
    for other in others:
        await other.__aexit__(None, None, None)
    await task
    assert await works.status(run.id) == "completed"


async def test_a_model_that_answers_one_at_a_time_loses_no_step_to_waiting(processes: Processes) -> None:
    """However long the others take, each step has all of its own time from when it has its turn."""
    clock, given = Clock(), list[float]()
    async with processes(max_concurrent_model_calls=1) as works:
        patient, _ = await works.visited(1, 2, speaker_roles=GIVEN)
        run = await works.planned(patient)

        async def answering(client: Any, request: dict[str, Any], heard: Any = None) -> Any:
            given.append(request["timeout"])
            clock.now += 50  # what an answer takes, of 60 at least
            return await send_async(client, request, heard)

        with (
            mock.patch("app.generators.base_ai_generator.send_async", answering),
            mock.patch("app.pipeline.execution.task_attempt.AttemptTerms", partial(AttemptTerms, clock=clock)),
        ):
            await execute_run(works.context, run.id)
        assert await works.status(run.id) == "completed"
        assert {step.status for step in (await works.steps(run.id)).values()} <= {"success", "insufficient"}
    assert set(given) == {60.0, 180.0, 300.0}


class Clock:
    """A clock that is put on by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now
