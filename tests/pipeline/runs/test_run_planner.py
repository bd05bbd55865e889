"""What a run has to do."""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

import pytest
from support.http_service import NOBODY
from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN

from app.errors import NotFound
from app.jobs.job_queue import QUEUE, SHORT_QUEUE
from app.llm.model_tier import ModelTier
from app.pipeline.graph import tasks
from app.pipeline.runs.run_executor import execute_run
from app.pipeline.runs.run_planner import SHORT_VISITS, RunRequest, plan_run
from app.store import generations
from app.store.database import Db
from app.store.models import Generation

MOOD_OF = "task = 'mood_analysis' AND run_id = :run"
ALL_BUT_MOOD = ["topics", "breakthrough", "risk-screen", "deep-analysis"]


async def enqueued(works: PipelineProcess, patient: UUID) -> list[tuple[str, str]]:
    """A patient's runs in the engine of durable work, each with its status there."""
    held = "SELECT workflow_uuid, w.status FROM dbos.workflow_status w JOIN runs ON runs.id::text = workflow_uuid"
    rows = await works.rows(f"{held} WHERE patient_id = :patient", patient=patient)
    return [(row["workflow_uuid"], row["status"]) for row in rows]


async def test_a_new_visit_waits_for_everything(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited()
    run = await shared.planned(patient)
    steps = await shared.steps(run.id)
    assert [task for _, task in steps] == list(tasks())
    assert {(step.session_id, step.status) for step in steps.values()} == {(session, "waiting")}
    assert (run.status, run.model_tier, run.executor) == ("queued", "precision", None)
    assert await enqueued(shared, patient) == [(str(run.id), "ENQUEUED")]


async def test_a_run_with_nothing_to_do_is_completed_and_not_enqueued(module_database_url: str) -> None:
    async with running_pipeline(module_database_url, disabled_artifacts=ALL_BUT_MOOD) as works:
        patient, (session,) = await works.visited()
        for task in ("speaker_labeling", "mood_analysis"):
            await works.done(session, task)
        run = await works.planned(patient, session)
        assert (run.status, run.ended_at is not None) == ("completed", True)
        assert [step.status for step in (await works.steps(run.id)).values()] == ["reused"] * 2
        assert await enqueued(works, patient) == []


async def test_a_run_of_few_visits_has_places_of_its_own(shared: PipelineProcess) -> None:
    queues = {}
    for visits in (1, SHORT_VISITS, SHORT_VISITS + 1):
        patient, _ = await shared.visited(*[1] * visits)
        run = await shared.planned(patient)
        query = "SELECT queue_name FROM dbos.workflow_status WHERE workflow_uuid = :run"
        (row,) = await shared.rows(query, run=str(run.id))
        queues[visits] = row["queue_name"]
    assert queues == {1: SHORT_QUEUE, SHORT_VISITS: SHORT_QUEUE, SHORT_VISITS + 1: QUEUE}


async def test_a_plan_that_is_rolled_back_enqueues_nothing(shared: PipelineProcess) -> None:
    patient, _ = await shared.visited()
    with pytest.raises(LookupError):
        async with shared.context.database.transaction() as db:
            run = (await plan_run(db, shared.context, RunRequest(patient))).id
            raise LookupError
    assert await shared.rows("SELECT 1 FROM runs WHERE patient_id = :patient", patient=patient) == []
    assert await shared.rows("SELECT 1 FROM dbos.workflow_status WHERE workflow_uuid = :run", run=str(run)) == []


async def test_what_stands_is_named_as_reused(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    done = await shared.done(session, "mood_analysis")
    steps = await shared.steps((await shared.planned(patient)).id)
    assert (session, "speaker_labeling") not in steps
    assert steps[session, "mood_analysis"].generation_id == done.row.id
    assert steps[session, "mood_analysis"].status == "reused"
    assert steps[session, "deep_analysis"].status == "waiting"


async def test_a_run_for_one_visit_leaves_the_others_out(shared: PipelineProcess) -> None:
    patient, (_, second) = await shared.visited(1, 2)
    run = await shared.planned(patient, second, tier=ModelTier("rapid"))
    assert {session for session, _ in await shared.steps(run.id)} == {second}
    assert run.model_tier == "rapid"


async def test_a_run_under_way_for_another_visit_is_no_answer(shared: PipelineProcess) -> None:
    patient, (first, second) = await shared.visited(1, 2)
    one = await shared.planned(patient, first)
    other = await shared.planned(patient, second)
    assert one.id != other.id
    assert (await shared.planned(patient, first)).id == one.id


async def test_a_run_that_failed_at_a_part_of_it_is_still_the_answer_while_it_goes_on(shared: PipelineProcess) -> None:
    patient, _ = await shared.visited()
    run = await shared.planned(patient)
    await shared.rows(f"UPDATE run_steps SET status = 'failed' WHERE {MOOD_OF}", run=run.id)
    assert (await shared.planned(patient)).id == run.id
    await shared.rows("UPDATE runs SET status = 'partial', ended_at = clock_timestamp() WHERE id = :run", run=run.id)
    assert (await shared.planned(patient)).id != run.id


async def test_what_a_run_has_ended_is_forced_again_by_another(shared: PipelineProcess) -> None:
    patient, _ = await shared.visited()
    run = await shared.planned(patient, force=True)
    assert (await shared.planned(patient, force=True)).id == run.id
    await shared.rows(f"UPDATE run_steps SET status = 'success' WHERE {MOOD_OF}", run=run.id)
    assert (await shared.planned(patient, force=True)).id != run.id


async def test_a_patient_who_was_erased_has_no_run(shared: PipelineProcess) -> None:
    with pytest.raises(NotFound):
        await shared.planned(UUID(NOBODY))


async def wished(works: PipelineProcess, run_request: RunRequest) -> UUID:
    async with works.context.database.transaction() as db:
        return (await plan_run(db, works.context, run_request)).id


async def test_ten_identical_wishes_at_once_are_one_run(works: PipelineProcess) -> None:
    patient, (session, _) = await works.visited(1, 2)
    for wish in (RunRequest(patient), RunRequest(patient, session, force=True), RunRequest(patient, force=True)):
        await works.rows("UPDATE runs SET created_at = created_at - interval '1 hour'")
        runs = await asyncio.gather(*(wished(works, wish) for _ in range(10)))
        assert len(set(runs)) == 1


async def test_a_forced_wish_that_waited_is_answered_by_the_run_of_the_same_wish_that_has_begun(
    works: PipelineProcess,
) -> None:
    patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
    waits, later = RunRequest(patient, force=True), RunRequest(patient, force=True, asked_at=time.monotonic() + 3600)
    run = await wished(works, RunRequest(patient, force=True))
    await works.done(session, "mood_analysis")
    await works.rows("UPDATE run_steps SET status = 'success' WHERE task = 'mood_analysis'")
    assert await wished(works, waits) == run
    await works.rows("UPDATE runs SET created_at = created_at - interval '10 s'")
    assert await wished(works, later) != run, "forced once more, what has ended is redone"


async def test_a_wish_that_waited_until_its_run_has_ended_is_answered_by_it(works: PipelineProcess) -> None:
    patient, _ = await works.visited(1, speaker_roles=GIVEN)
    for force in (False, True):
        waits = RunRequest(patient, force=force)
        run = await wished(works, RunRequest(patient, force=force))
        await execute_run(works.context, run)
        assert await wished(works, waits) == run
        assert await wished(works, RunRequest(patient, force=force)) != run, "asked for after its end"


async def test_a_visit_handed_over_anew_between_two_wishes_is_worth_a_run_of_its_own(works: PipelineProcess) -> None:
    patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
    for force in (False, True):
        waits = RunRequest(patient, force=force)
        run = await wished(works, RunRequest(patient, force=force))
        await execute_run(works.context, run)
        await works.visit(patient, 3 if force else 2, session, speaker_roles=GIVEN)
        assert await wished(works, waits) != run


async def test_a_step_that_ends_while_a_run_is_planned_is_no_reason_for_another(
    works: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
    run = await works.planned(patient)
    await works.rows("UPDATE runs SET created_at = created_at - interval '1 hour'")
    read = generations.newest_outlines

    async def after_a_step_has_ended(db: Db, patient_id: UUID) -> Sequence[Generation]:
        await works.done(session, "mood_analysis")
        await works.rows("UPDATE run_steps SET status = 'success' WHERE task = 'mood_analysis'")
        return await read(db, patient_id)

    monkeypatch.setattr("app.pipeline.runs.run_planner.generations.newest_outlines", after_a_step_has_ended)
    assert (await works.planned(patient)).id == run.id
