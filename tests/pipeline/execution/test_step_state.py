"""A run's steps in the books: whose they are, and what the end of one means for its wave and its run."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess
from support.tables import each_row

from app.pipeline.execution import step_state
from app.pipeline.execution.step_state import Attempt, StepTakenOver
from app.pipeline.graph import generator, tasks
from app.pipeline.runs.cancellation import cancel_run
from app.pipeline.runs.data_erasure import erase_visit_data
from app.progress.events import Event
from app.store import runs

FIRST_WAVE = [task for task in tasks() if generator(task).declared.wave == 1]


async def attempts(works: PipelineProcess) -> dict[str, Attempt]:
    """The first visit of a new run that this process has taken, by task."""
    patient, (session,) = await works.visited()
    run = await works.planned(patient)
    async with works.context.database.transaction() as db:
        assert await runs.take_over(db, run.id, works.context.executor, ())
        date = (await works.standing(session)).visit.session_date
    return {task: Attempt(run.id, patient, session, date, task, works.context.executor) for task in tasks()}


async def begun(works: PipelineProcess, attempt: Attempt) -> Attempt:
    attempt = replace(attempt, number=attempt.number + 1)
    async with works.context.database.transaction() as db:
        await step_state.begin_step(db, attempt)
    return attempt


async def ended(works: PipelineProcess, attempt: Attempt, status: str = "success") -> list[Event]:
    async with works.context.database.transaction() as db:
        return await step_state.end_step(db, attempt, status)


async def all_ended(works: PipelineProcess, made: dict[str, Attempt], **statuses: str) -> list[str]:
    """Every step begun and ended, well unless said otherwise: what is told of each wave's end."""
    told = []
    for task, attempt in made.items():
        now = await begun(works, attempt)
        over = await ended(works, now, statuses.get(task, "success"))
        told += [f"{event.row()['phase']} {event.event}" for event in over]
    return told


async def test_a_wave_is_over_with_its_last_step_and_takes_as_long_as_all_of_it(shared: PipelineProcess) -> None:
    made = await attempts(shared)
    now = [await begun(shared, made[task]) for task in FIRST_WAVE]
    earlier = "UPDATE run_steps SET started_at = started_at - interval '90 s' WHERE task = :task AND run_id = :run"
    await shared.rows(earlier, task=now[0].task, run=now[0].run_id)
    told = [await ended(shared, attempt) for attempt in now]
    assert told[:-1] == [[]] * (len(FIRST_WAVE) - 1)
    (over,) = told[-1]
    assert (over.event, over.status) == ("COMPLETE", "success")
    assert (over.milliseconds or 0) >= 90_000


async def test_a_run_is_over_with_its_last_step(shared: PipelineProcess) -> None:
    made = await attempts(shared)
    run = made["mood_analysis"].run_id
    *others, last = made
    await all_ended(shared, {task: made[task] for task in others})
    assert await shared.status(run) == "running"
    await all_ended(shared, {last: made[last]})
    assert await shared.status(run) == "completed"


@each_row(
    ("statuses", "outcome", "wave_1"),
    [
        ({"mood_analysis": "failed"}, "partial", "WAVE1 FAILED"),
        ({"mood_analysis": "skipped"}, "partial", "WAVE1 FAILED"),
        ({"mood_analysis": "insufficient", "deep_analysis": "reused"}, "completed", "WAVE1 COMPLETE"),
        (dict.fromkeys(tasks(), "failed"), "failed", "WAVE1 FAILED"),
    ],
)
async def test_what_went_wrong_decides_how_wave_and_run_end(
    shared: PipelineProcess, statuses: dict[str, str], outcome: str, wave_1: str
) -> None:
    made = await attempts(shared)
    told = await all_ended(shared, made, **statuses)
    assert await shared.status(made["mood_analysis"].run_id) == outcome
    assert wave_1 in told
    assert told[-1] == "RUN RUN_END"
    assert len(told) == 5


async def test_a_wave_of_which_nothing_was_begun_tells_no_end(shared: PipelineProcess) -> None:
    made = await attempts(shared)
    for task in FIRST_WAVE:
        assert await ended(shared, made[task], "skipped") == []


async def test_a_step_that_waits_again_is_begun_again_with_the_next_number(shared: PipelineProcess) -> None:
    made = await attempts(shared)
    first = await begun(shared, made["mood_analysis"])
    async with shared.context.database.transaction() as db:
        await step_state.wait_again(db, first)
    assert (await shared.steps(first.run_id))[first.session_id, first.task].status == "waiting"
    second = await begun(shared, first)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(StepTakenOver):
        await ended(shared, first)
    await ended(shared, second)


async def test_steps_that_end_at_once_end_their_run_once(shared: PipelineProcess) -> None:
    made = await attempts(shared)
    now = [await begun(shared, attempt) for attempt in made.values()]
    told = await asyncio.gather(*(ended(shared, attempt) for attempt in now))
    assert sorted(event.row()["phase"] for events in told for event in events) == [
        "RUN", "TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3",
    ]  # fmt: skip
    assert await shared.status(now[0].run_id) == "completed"


async def refused(works: PipelineProcess, attempt: Attempt) -> None:
    """Whatever is tried with the step, it is another's."""
    async with works.context.database.transaction() as db:
        for doing in (step_state.lock_step, step_state.begin_step, step_state.wait_again):
            with pytest.raises(StepTakenOver):
                await doing(db, attempt)
        with pytest.raises(StepTakenOver):
            await step_state.end_step(db, attempt, "success")


async def test_a_run_that_another_process_took_up_is_out_of_reach(shared: PipelineProcess) -> None:
    now = await begun(shared, (await attempts(shared))["mood_analysis"])
    async with shared.context.database.transaction() as db:
        await runs.take_over(db, now.run_id, "worker:other", ())
    await refused(shared, now)
    again = await begun(shared, replace(now, executor="worker:other"))
    assert again.number == 2


async def test_a_run_that_was_cancelled_is_out_of_reach(shared: PipelineProcess) -> None:
    now = await begun(shared, (await attempts(shared))["mood_analysis"])
    await cancel_run(shared.context, now.run_id)
    await refused(shared, now)


async def test_a_run_whose_visit_was_erased_is_out_of_reach(shared: PipelineProcess) -> None:
    now = await begun(shared, (await attempts(shared))["mood_analysis"])
    await erase_visit_data(shared.context, now.session_id)
    await refused(shared, now)


async def test_an_attempt_that_may_have_begun_can_be_begun_again_but_no_earlier_one(shared: PipelineProcess) -> None:
    first = await begun(shared, (await attempts(shared))["mood_analysis"])
    second = await begun(shared, first)
    async with shared.context.database.transaction() as db:
        await step_state.begin_step(db, second)
        with pytest.raises(StepTakenOver):
            await step_state.begin_step(db, first)


async def test_a_step_that_has_ended_is_not_ended_twice(shared: PipelineProcess) -> None:
    now = await begun(shared, (await attempts(shared))["mood_analysis"])
    await ended(shared, now, "failed")
    with pytest.raises(StepTakenOver):
        await ended(shared, now)
    with pytest.raises(StepTakenOver):
        await begun(shared, now)


def test_an_event_before_the_first_attempt_counts_as_of_the_first() -> None:
    run, patient, session = UUID(int=1), UUID(int=2), UUID(int=3)
    attempt = Attempt(run, patient, session, datetime(2026, 5, 7, tzinfo=UTC), "mood_analysis", "worker:1")
    event = attempt.event("MOOD_ANALYSIS", "skipped", reason="inputs_missing")
    assert (event.attempt, event.wave, event.run_id) == (1, 1, UUID(int=1))
    assert event.details == {"reason": "inputs_missing"}
