"""Nothing is padded: many answers drawn at random, and all that the offline engine answers over ten visits."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.answer_strategies import Json
from support.padding import ABSENT, FILLERS, assert_unpadded
from support.pipeline_process import PipelineProcess, running_pipeline

from app.errors import InputsMissing
from app.generators.registry import generators
from app.sample.visits import sample_visits


@pytest.mark.quick
@pytest.mark.parametrize("task", generators())
@settings(max_examples=100)
@given(data=st.data())
def test_a_drawn_answers_result_has_nothing_that_the_answer_does_not_have(task: str, data: st.DataObject) -> None:
    assert_unpadded(task, data)


@pytest.fixture(scope="module")
async def results(module_database_url: str) -> AsyncIterator[list[Json]]:
    """Whatever the offline engine's answers come to over the sample patient's visits."""
    async with running_pipeline(module_database_url) as works:
        patient = await works.patient()
        for visit in sample_visits():
            await _worked_through(works, patient, visit)
        yield [row["result"] for row in await works.rows("SELECT result FROM generations WHERE result IS NOT NULL")]


async def _worked_through(works: PipelineProcess, patient: Any, visit: Any) -> None:
    session = await works.visit(patient, segments=visit.body["segments"], session_date=visit.session_date)
    for task in generators():
        try:
            await works.done(session, task)
        except InputsMissing:
            continue


async def test_the_engines_answers_hold_no_fillers_and_no_absent_mood(results: list[Json]) -> None:
    assert len(results) > 90
    assert [result for result in results if FILLERS.search(json.dumps(result))] == []
    moods = [result for result in results if "mood_score" in result]
    assert [mood for mood in moods if {mood["mood_score"], mood["confidence"]} == ABSENT] == []
