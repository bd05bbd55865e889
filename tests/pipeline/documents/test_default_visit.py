"""Which visit a document is for when the caller names none."""

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import segments

from app.errors import InputsMissing
from app.pipeline.documents.default_visit import latest_ready_visit


async def test_the_latest_visit_with_every_result_is_taken(shared: PipelineProcess) -> None:
    patient, (first, second, _) = await shared.visited(1, 2, 3)
    for session in (second, first):
        await shared.analysed(session)
    async with shared.context.database.snapshot() as db:
        assert await latest_ready_visit(db, patient, "roadmap_generation") == second


async def test_a_result_that_says_too_little_does_not_count(shared: PipelineProcess) -> None:
    patient = await shared.patient()
    said = segments([("A", "How are you?"), ("B", "Fine.")])
    session = await shared.visit(patient, segments=said, speaker_roles={"A": "therapist", "B": "patient"})
    await shared.analysed(session)
    async with shared.context.database.snapshot() as db:
        with pytest.raises(InputsMissing) as missing:
            await latest_ready_visit(db, patient, "roadmap_generation")
    assert missing.value.extra["missing"] == ["deep_analysis", "session_insights"]
