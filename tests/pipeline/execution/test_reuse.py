"""Which stored result answers a request."""

from typing import Any
from uuid import UUID

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.llm.model_tier import ModelTier
from app.pipeline.execution.reuse import find_reusable
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.visit_state import load_visit_state

MOOD = "mood_analysis"


async def found(works: PipelineProcess, session: UUID, **options: Any) -> UUID | None:
    async with works.context.database.snapshot() as db:
        row = await find_reusable(db, await load_visit_state(db, session), TaskRequest(session, MOOD, **options))
        return None if row is None else row.id


async def test_a_result_made_with_the_requested_options_is_reused_unless_it_is_forced(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    rapid = await shared.done(session, MOOD, tier=ModelTier("rapid"))
    precise = await shared.done(session, MOOD, tier=ModelTier("precision"))
    assert await found(shared, session) == precise.row.id
    assert await found(shared, session, tier=ModelTier("rapid")) == rapid.row.id
    assert await found(shared, session, tier=ModelTier("balanced")) is None
    assert await found(shared, session, force=True) is None


async def test_a_result_of_another_transcript_is_not_reused(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.done(session, MOOD)
    await shared.visit(patient, 2, session=session, speaker_roles=GIVEN)
    assert await found(shared, session) is None
