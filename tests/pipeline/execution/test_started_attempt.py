"""Whether the work is still an attempt's."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.execution.attempt_claim import ClaimLost, take_claim
from app.pipeline.execution.started_attempt import StartedAttempt
from app.pipeline.execution.step_state import Attempt, StepTakenOver
from app.pipeline.execution.task_request import TaskRequest

MOOD = "mood_analysis"


async def started(works: PipelineProcess, session: UUID, attempt: Attempt | None = None) -> StartedAttempt:
    collected: Any = None
    request = TaskRequest(session, MOOD, attempt=attempt)
    return StartedAttempt(works.context, request, uuid4(), await works.standing(session), collected)


async def test_an_attempt_whose_claim_another_has_is_not_to_go_on(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    one, other = [await started(shared, session) for _ in range(2)]
    assert one.patient_id == patient
    async with shared.context.database.transaction() as db:
        assert await take_claim(db, shared.context, one.task_request, one.id)
        await one.check(db)
        with pytest.raises(ClaimLost):
            await other.check(db)


async def test_an_attempt_at_a_step_that_is_not_at_it_is_not_to_go_on(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    run = await shared.planned(patient)
    date = (await shared.standing(session)).visit.session_date
    attempt = Attempt(run.id, patient, session, date, MOOD, "worker:other", 1)
    async with shared.context.database.snapshot() as db:
        with pytest.raises(StepTakenOver):
            await (await started(shared, session, attempt)).check(db)
