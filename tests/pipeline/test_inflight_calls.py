"""What is asked about a visit is broken off when the visit is erased, by whichever process."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.tables import each_row

from app.errors import NotFound, Stopping
from app.offline.fault_injection import Fault, FaultPlan
from app.pipeline.execution.task_executor import TaskResult, execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.inflight_calls import InflightCalls
from app.pipeline.runs import heartbeat
from app.pipeline.runs.data_erasure import erase_patient_data, erase_visit_data


async def never() -> None:
    await asyncio.get_running_loop().create_future()


async def under_way(questions: InflightCalls, *sessions: UUID, for_caller: bool = True) -> asyncio.Task[None]:
    task = asyncio.create_task(questions.ask(sessions, never(), for_caller=for_caller))
    await asyncio.sleep(0)
    return task


async def test_what_is_asked_about_an_erased_visit_is_not_found() -> None:
    questions, first, second = InflightCalls(), uuid4(), uuid4()
    of_both, of_second = await under_way(questions, first, second), await under_way(questions, second)
    questions.cancel([first])
    with pytest.raises(NotFound):
        await of_both
    assert list(questions.about) == [second]
    of_second.cancel()
    await asyncio.wait([of_second])
    assert list(questions.about) == []


async def test_whoever_waits_and_is_cancelled_is_told_so() -> None:
    questions = InflightCalls()
    task = await under_way(questions, uuid4())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_at_the_end_of_the_process_callers_are_told_and_runs_are_left_to_it() -> None:
    questions = InflightCalls()
    callers, runs = await under_way(questions, uuid4()), await under_way(questions, uuid4(), for_caller=False)
    questions.stop()
    with pytest.raises(Stopping):
        await callers
    assert not runs.done()
    with pytest.raises(Stopping):
        await questions.ask([uuid4()], never(), for_caller=True)
    runs.cancel()
    await asyncio.wait([runs])


async def test_an_answer_and_a_failure_are_passed_on() -> None:
    async def answer() -> int:
        return 1

    async def failure() -> None:
        raise KeyError

    questions = InflightCalls()
    assert await questions.ask([uuid4()], answer(), for_caller=True) == 1
    with pytest.raises(KeyError):
        await questions.ask([uuid4()], failure(), for_caller=True)
    assert list(questions.about) == []


async def asking(works: PipelineProcess, session: UUID, **more: Any) -> asyncio.Task[TaskResult]:
    """A caller's generation, once its first question has arrived; its answer is held."""
    works.engine.hold()
    caller = asyncio.create_task(execute_task(works.context, TaskRequest(session, "mood_analysis", **more)))
    await works.engine.arrived()
    return caller


@each_row("force", [True, False])
@each_row("erased", ["patient", "visit"])
async def test_erasing_breaks_off_a_callers_question(shared: PipelineProcess, erased: str, force: bool) -> None:
    shared.engine.reset()
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    caller = await asking(shared, session, force=force)
    await (
        erase_patient_data(shared.context, patient)
        if erased == "patient"
        else erase_visit_data(shared.context, session)
    )
    with pytest.raises(NotFound):
        await caller
    lines = "SELECT state, outcome, session_id FROM model_calls ORDER BY opened_at DESC LIMIT 1"
    assert await shared.rows(lines) == [{"state": "failed", "outcome": "cancelled", "session_id": None}]
    assert await shared.rows("SELECT 1 FROM claims WHERE session_id = :session", session=session) == []


async def test_erasing_by_another_process_breaks_it_off_at_the_next_beat(
    shared: PipelineProcess, other: PipelineProcess
) -> None:
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    caller = await asking(shared, session)
    await erase_patient_data(other.context, patient)
    assert not caller.done()
    await heartbeat._beat(shared.context)
    with pytest.raises(NotFound):
        await caller


async def test_erased_words_are_not_sent_again_for_a_repair(shared: PipelineProcess, other: PipelineProcess) -> None:
    shared.engine.reset(FaultPlan(faults=[Fault.MALFORMED]))
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    caller = await asking(shared, session)
    await erase_patient_data(other.context, patient)
    shared.engine.release()
    with pytest.raises(NotFound):
        await caller
    assert len(shared.conduct.calls) == 1
    assert await shared.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []
