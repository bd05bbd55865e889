"""What an outcome means for a run's step and for the claim."""

from unittest import mock

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.errors import ModelFailed
from app.pipeline.execution.outcome import Failed, Retry
from app.pipeline.execution.settlement import settle
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.runs.run_executor import execute_run

MOOD = "mood_analysis"


async def test_a_fault_before_anything_is_kept_ends_the_step_and_not_the_run(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    run = await shared.planned(patient)
    with mock.patch("app.pipeline.execution.task_attempt._collected", side_effect=RuntimeError("words")):
        await execute_run(shared.context, run.id)
    steps = await shared.steps(run.id)
    step = steps[session, MOOD]
    assert (step.status, step.error_code) == ("failed", "internal")
    assert await shared.status(run.id) == "failed"


async def test_a_step_whose_result_is_stored_ends_as_reused(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    run = await shared.planned(patient)
    made = await shared.done(session, MOOD)
    await execute_run(shared.context, run.id)
    step = (await shared.steps(run.id))[session, MOOD]
    assert (step.status, step.generation_id) == ("reused", made.row.id)


async def test_a_caller_whose_attempt_has_not_begun_leaves_nothing(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    request = TaskRequest(session, MOOD)
    for outcome in (Failed(ModelFailed("refused")), Retry()):
        assert await settle(shared.context, request, outcome, None) is outcome
    assert await shared.rows("SELECT 1 FROM pipeline_events WHERE patient_id = :patient", patient=patient) == []
