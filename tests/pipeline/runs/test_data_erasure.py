"""Erasing cancels first, and takes everything made of the words with it."""

from uuid import uuid4

import pytest
from support.pipeline_process import PipelineProcess

from app.errors import NotFound
from app.pipeline.runs import data_erasure


async def test_only_runs_that_a_visit_is_part_of_are_cancelled_with_it(shared: PipelineProcess) -> None:
    patient, (first, second) = await shared.visited(1, 2)
    one, other = [await shared.planned(patient, session) for session in (first, second)]
    await data_erasure.erase_visit_data(shared.context, first)
    assert (await shared.status(one.id), await shared.status(other.id)) == ("cancelled", "queued")
    assert await shared.steps(one.id) == {}


async def test_whoever_is_not_there_cannot_be_forgotten(shared: PipelineProcess) -> None:
    for forget in (data_erasure.erase_patient_data, data_erasure.erase_visit_data):
        with pytest.raises(NotFound):
            await forget(shared.context, uuid4())


async def test_later_results_that_remembered_it_go_and_others_stay(shared: PipelineProcess) -> None:
    _, (first, second) = await shared.visited(1, 2)
    for session in (first, second):
        await shared.analysed(session)
    await data_erasure.erase_visit_data(shared.context, first)
    first_wave = {"speaker_labeling", "mood_analysis", "topic_extraction", "breakthrough_detection", "risk_screen"}
    assert set((await shared.standing(second)).results) == first_wave
