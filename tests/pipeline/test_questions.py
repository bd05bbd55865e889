"""What is asked about a visit is broken off when the visit is erased, by whichever process."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.errors import NotFound, Stopping
from app.offline.conduct import Conduct, Fault
from app.pipeline.forgetting import forget_patient, forget_visit
from app.pipeline.order import Order
from app.pipeline.performing import Performed, perform
from app.pipeline.questions import Questions

Processes = Callable[..., Any]
SLOW = 60.0


async def never() -> None:
    await asyncio.get_running_loop().create_future()


async def under_way(questions: Questions, *sessions: UUID, for_caller: bool = True) -> asyncio.Task[None]:
    task = asyncio.create_task(questions.ask(sessions, never(), for_caller=for_caller))
    await asyncio.sleep(0)
    return task


async def test_what_is_asked_about_an_erased_visit_is_not_found() -> None:
    questions, first, second = Questions(), uuid4(), uuid4()
    of_both, of_second = await under_way(questions, first, second), await under_way(questions, second)
    questions.break_off([first])
    with pytest.raises(NotFound):
        await of_both
    assert list(questions.about) == [second]
    of_second.cancel()
    await asyncio.wait([of_second])
    assert list(questions.about) == []


async def test_whoever_waits_and_is_cancelled_is_told_so() -> None:
    questions = Questions()
    task = await under_way(questions, uuid4())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_at_the_end_of_the_process_callers_are_told_and_runs_are_left_to_it() -> None:
    questions = Questions()
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

    questions = Questions()
    assert await questions.ask([uuid4()], answer(), for_caller=True) == 1
    with pytest.raises(KeyError):
        await questions.ask([uuid4()], failure(), for_caller=True)
    assert list(questions.about) == []


async def asking(works: Works, session: UUID, **more: Any) -> asyncio.Task[Performed]:
    """A caller's generation, once its first question has arrived."""
    before = len(works.conduct.calls)
    caller = asyncio.create_task(perform(works.parts, Order(session, "mood_analysis", **more)))
    while len(works.conduct.calls) == before:  # noqa: ASYNC110 - the engine sets no event
        await asyncio.sleep(0.01)
    return caller


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("erased", ["patient", "visit"])
async def test_erasing_breaks_off_a_callers_question(processes: Processes, erased: str, force: bool) -> None:
    async with processes(Conduct(latency={"": SLOW})) as works:
        patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
        caller = await asking(works, session, force=force)
        await (forget_patient(works.parts, patient) if erased == "patient" else forget_visit(works.parts, session))
        with pytest.raises(NotFound):
            await asyncio.wait_for(caller, SLOW / 2)
        (line,) = await works.rows("SELECT state, outcome, session_id FROM model_calls")
        assert line == {"state": "failed", "outcome": "cancelled", "session_id": None}
        assert await works.rows("SELECT 1 FROM claims") == []


async def test_erasing_by_another_process_breaks_it_off_at_the_next_beat(processes: Processes) -> None:
    async with processes(Conduct(latency={"": SLOW}), worker_lease_seconds=1.0) as works, processes() as other:
        patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
        caller = await asking(works, session)
        await forget_patient(other.parts, patient)
        with pytest.raises(NotFound):
            await asyncio.wait_for(caller, SLOW / 2)


async def test_erased_words_are_not_sent_again_for_a_repair(processes: Processes) -> None:
    wrong = Conduct(latency={"": 1.0}, faults=[Fault.MALFORMED])
    async with processes(wrong, worker_lease_seconds=SLOW) as works, processes() as other:
        patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
        caller = await asking(works, session)
        await forget_patient(other.parts, patient)
        with pytest.raises(NotFound):
            await caller
        assert len(works.conduct.calls) == 1
        assert await works.rows("SELECT 1 FROM model_calls WHERE state = 'open'") == []
