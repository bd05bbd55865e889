"""Working through a run: the order of visits, what a failure stops, and taking up what was left."""

import asyncio
import json
from uuid import UUID

from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN

from app.offline.fault_injection import QUOTA_USED_UP, FaultPlan
from app.pipeline.graph import generator, tasks
from app.pipeline.runs.cancellation import cancel_run
from app.pipeline.runs.data_erasure import erase_visit_data
from app.pipeline.runs.run_executor import execute_run

FIRST_WAVE = [task for task in tasks() if generator(task).declared.wave == 1]
DEEP = "deep_analysis"


def asked(works: PipelineProcess) -> list[str]:
    """The tasks that the engine was asked, in their order."""
    return [json.loads(call)["response_format"]["json_schema"]["name"] for call in works.conduct.calls]


def begun(works: PipelineProcess, run_id: UUID) -> asyncio.Task[None]:
    """A run that this process works through."""
    return asyncio.create_task(execute_run(works.context, run_id))


async def test_later_visits_are_asked_about_after_earlier_ones(module_database_url: str) -> None:
    left_out = ["action-items", "prose", "session-bridge"]
    async with running_pipeline(module_database_url, disabled_artifacts=left_out) as works:
        patient = await works.patient()
        second, first = [await works.visit(patient, number, speaker_roles=GIVEN) for number in (2, 1)]
        run = await works.planned(patient)
        await execute_run(works.context, run.id)

        ended = await works.rows(
            "SELECT session_id, task FROM run_steps WHERE task IN ('deep_analysis', 'roadmap_generation')"
            " AND run_id = :run ORDER BY ended_at",
            run=run.id,
        )
        for task in (DEEP, "roadmap_generation"):
            assert [row["session_id"] for row in ended if row["task"] == task] == [first, second]
        remembered = (await works.standing(second)).results[DEEP].memory or {}
        assert remembered["sessions"] == [str(first)]


async def test_first_waves_of_different_visits_run_side_by_side(shared: PipelineProcess) -> None:
    shared.engine.hold("mood_analysis")
    patient, _ = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    run = await shared.planned(patient)
    task = begun(shared, run.id)
    await shared.engine.arrived("mood_analysis", 3)
    assert DEEP not in asked(shared)
    await cancel_run(shared.context, run.id)
    shared.engine.release()
    await task


async def test_a_run_left_in_its_middle_is_done_from_there_and_then_left_alone(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited()
    run = await shared.planned(patient)
    for task in FIRST_WAVE:
        await shared.done(session, task)
    await shared.rows("UPDATE run_steps SET status = 'success' WHERE wave < 2 AND run_id = :run", run=run.id)
    left = "UPDATE run_steps SET status = 'running', attempt = 1 WHERE task = 'deep_analysis' AND run_id = :run"
    await shared.rows(left, run=run.id)
    before = len(shared.conduct.calls)

    await execute_run(shared.context, run.id)

    assert await shared.status(run.id) == "completed"
    assert len(shared.conduct.calls) == before + len(tasks()) - 1 - len(FIRST_WAVE)
    assert (await shared.steps(run.id))[session, DEEP].attempt == 2
    logged = (
        "SELECT status, error_message, retry_count FROM analysis_processing_log"
        " WHERE event = 'DEEP_ANALYSIS' AND session_id = :session AND status <> 'started' ORDER BY retry_count"
    )
    ends = [{"status": "failed", "error_message": "interrupted", "retry_count": 0}]
    ends.append({"status": "completed", "error_message": None, "retry_count": 1})
    assert await shared.rows(logged, session=session) == ends

    before = len(shared.conduct.calls)
    await execute_run(shared.context, run.id)
    assert len(shared.conduct.calls) == before


async def test_a_run_cancelled_by_another_process_pays_for_no_further_step(
    shared: PipelineProcess, other: PipelineProcess
) -> None:
    shared.engine.hold()
    patient, _ = await shared.visited(speaker_roles=GIVEN)
    run = await shared.planned(patient)
    task = begun(shared, run.id)
    await shared.engine.arrived()

    assert await cancel_run(other.context, run.id)
    shared.engine.release()
    await task

    assert set(asked(shared)) <= {*FIRST_WAVE}
    assert await shared.status(run.id) == "cancelled"
    assert {step.status for step in (await shared.steps(run.id)).values()} == {"cancelled"}


async def test_a_failed_labelling_skips_what_has_to_know_roles_and_not_the_screen(shared: PipelineProcess) -> None:
    shared.engine.reset(FaultPlan(faults_of={"speaker_labeling": [QUOTA_USED_UP]}))
    patient, (session,) = await shared.visited()
    run = await shared.planned(patient)
    await execute_run(shared.context, run.id)
    told = {task: step.status for (_, task), step in (await shared.steps(run.id)).items()}
    assert (told.pop("speaker_labeling"), told.pop("risk_screen")) == ("failed", "success")
    assert set(told.values()) == {"skipped"}
    assert (await shared.standing(session)).results.keys() == {"risk_screen"}


async def test_a_visit_erased_from_memory_meanwhile_is_left_out_and_the_run_goes_on(shared: PipelineProcess) -> None:
    patient, (first, second) = await shared.visited(1, 2, speaker_roles=GIVEN)
    await shared.analysed(first)
    shared.engine.reset(hold=(DEEP,))
    run = await shared.planned(patient, second)
    task = begun(shared, run.id)
    await shared.engine.arrived(DEEP)

    await erase_visit_data(shared.context, first)
    shared.engine.release()
    await task

    assert await shared.status(run.id) == "completed"
    remembered = (await shared.standing(second)).results[DEEP].memory or {}
    assert remembered["sessions"] == []


async def test_a_step_whose_inputs_were_handed_over_anew_meanwhile_is_not_made_of_nothing(
    shared: PipelineProcess,
) -> None:
    shared.engine.hold(DEEP)
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    run = await shared.planned(patient)
    task = begun(shared, run.id)
    await shared.engine.arrived(DEEP)

    await shared.visit(patient, 2, session=session, speaker_roles=GIVEN)
    shared.engine.release()
    await task

    steps = {task: step.status for (_, task), step in (await shared.steps(run.id)).items()}
    assert steps["session_insights"] == steps["roadmap_generation"] == "skipped"
    assert await shared.status(run.id) == "partial"
    assert not (await shared.standing(session)).results.keys() & {"session_insights", "roadmap_generation"}
