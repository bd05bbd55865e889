"""Erasing cancels first, and takes everything made of the words with it."""

from uuid import uuid4

import pytest
from support.pipeline_process import Works

from app.errors import NotFound
from app.pipeline import forgetting
from app.pipeline.graph import tasks


async def test_only_runs_that_a_visit_is_part_of_are_cancelled_with_it(works: Works) -> None:
    patient, (first, second) = await works.visited(1, 2)
    one, other = [await works.planned(patient, session) for session in (first, second)]
    await forgetting.forget_visit(works.parts, first)
    assert (await works.status(one.id), await works.status(other.id)) == ("cancelled", "queued")
    assert await works.steps(one.id) == {}


async def test_a_cancelled_run_says_so_once_for_each_step(works: Works) -> None:
    patient, (_session,) = await works.visited()
    run = await works.planned(patient)
    assert await forgetting.cancel_run(works.parts, run.id)
    assert not await forgetting.cancel_run(works.parts, run.id)
    events = await works.rows("SELECT event, status FROM pipeline_events ORDER BY number")
    assert len(events) == len(await works.steps(run.id)) == len(tasks())
    assert {event["status"] for event in events} == {"cancelled"}


async def test_whoever_is_not_there_cannot_be_forgotten(works: Works) -> None:
    for forget in (forgetting.forget_patient, forgetting.forget_visit):
        with pytest.raises(NotFound):
            await forget(works.parts, uuid4())


async def test_later_results_that_remembered_it_go_and_others_stay(works: Works) -> None:
    _, (first, second) = await works.visited(1, 2)
    for session in (first, second):
        await works.analysed(session)
    await forgetting.forget_visit(works.parts, first)
    first_wave = {"speaker_labeling", "mood_analysis", "topic_extraction", "breakthrough_detection"}
    assert set((await works.standing(second)).results) == first_wave
