"""Whose attempt it is."""

from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.execution.attempt_claim import ClaimLost, check_claim, claim_terms, release_claim, take_claim
from app.pipeline.execution.task_request import TaskRequest
from app.settings import Settings

MOOD = "mood_analysis"
ONE, OTHER = UUID(int=1), UUID(int=2)


def test_a_claim_lasts_for_the_tasks_time_and_a_lease(works: PipelineProcess) -> None:
    assert works.context.settings == Settings()
    assert (claim_terms(works.context, MOOD).lease, claim_terms(works.context, MOOD).longest) == (30, 90)
    assert claim_terms(works.context, "deep_analysis").longest == 330


async def test_of_two_attempts_of_one_process_one_has_the_claim(works: PipelineProcess) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    task_request = TaskRequest(session, MOOD)
    async with works.context.database.transaction() as db:
        assert await take_claim(db, works.context, task_request, ONE)
        assert not await take_claim(db, works.context, task_request, OTHER)
        await check_claim(db, task_request, ONE)
        with pytest.raises(ClaimLost):
            await check_claim(db, task_request, OTHER)
        assert not await release_claim(db, task_request, OTHER)
        assert await release_claim(db, task_request, ONE)
        assert await take_claim(db, works.context, task_request, OTHER)


async def test_a_forced_order_claims_nothing_and_loses_nothing(works: PipelineProcess) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    task_request = TaskRequest(session, MOOD, force=True)
    async with works.context.database.transaction() as db:
        for attempt in (ONE, OTHER):
            assert await take_claim(db, works.context, task_request, attempt)
            await check_claim(db, task_request, attempt)
            assert await release_claim(db, task_request, attempt)
    assert await works.rows("SELECT 1 FROM claims") == []
