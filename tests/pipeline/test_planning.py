"""What a run has to do."""

from uuid import UUID

import pytest
from support.http_service import NOBODY
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.errors import NotFound
from app.llm.model_tier import ModelTier
from app.pipeline.graph import tasks
from app.pipeline.planning import Wish, plan
from app.pipeline.working import work

ENQUEUED = "SELECT workflow_uuid, status FROM dbos.workflow_status"


async def test_a_new_visit_waits_for_everything(works: Works) -> None:
    patient, (session,) = await works.visited()
    run = await works.planned(patient)
    steps = await works.steps(run.id)
    assert [task for _, task in steps] == list(tasks())
    assert {(step.session_id, step.status) for step in steps.values()} == {(session, "waiting")}
    assert (run.status, run.model_tier, run.executor) == ("queued", "precision", None)
    assert await works.rows(ENQUEUED) == [{"workflow_uuid": str(run.id), "status": "ENQUEUED"}]


async def test_a_run_with_nothing_to_do_is_completed_and_not_enqueued(works: Works) -> None:
    patient, (session,) = await works.visited()
    await work(works.parts, (await works.planned(patient)).id)
    await works.rows("DELETE FROM dbos.workflow_status")
    run = await works.planned(patient, session)
    assert (run.status, run.ended_at is not None) == ("completed", True)
    assert {step.status for step in (await works.steps(run.id)).values()} == {"reused"}
    assert await works.rows(ENQUEUED) == []


async def test_a_plan_that_is_rolled_back_enqueues_nothing(works: Works) -> None:
    patient, _ = await works.visited()
    with pytest.raises(LookupError):
        async with works.parts.database.transaction() as db:
            await plan(db, works.parts, Wish(patient))
            raise LookupError
    assert await works.rows("SELECT 1 FROM runs") == await works.rows(ENQUEUED) == []


async def test_what_stands_is_named_as_reused(works: Works) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    done = await works.done(session, "mood_analysis")
    steps = await works.steps((await works.planned(patient)).id)
    assert (session, "speaker_labeling") not in steps
    assert steps[session, "mood_analysis"].generation_id == done.row.id
    assert steps[session, "mood_analysis"].status == "reused"
    assert steps[session, "deep_analysis"].status == "waiting"


async def test_a_run_for_one_visit_leaves_the_others_out(works: Works) -> None:
    patient, (_, second) = await works.visited(1, 2)
    run = await works.planned(patient, second, tier=ModelTier.RAPID)
    assert {session for session, _ in await works.steps(run.id)} == {second}
    assert run.model_tier == "rapid"


async def test_a_run_under_way_for_another_visit_is_no_answer(works: Works) -> None:
    patient, (first, second) = await works.visited(1, 2)
    one = await works.planned(patient, first)
    other = await works.planned(patient, second)
    assert one.id != other.id
    assert (await works.planned(patient, first)).id == one.id


async def test_a_run_that_failed_at_a_part_of_it_is_still_the_answer_while_it_goes_on(works: Works) -> None:
    patient, _ = await works.visited()
    run = await works.planned(patient)
    await works.rows("UPDATE run_steps SET status = 'failed' WHERE task = 'mood_analysis'")
    assert (await works.planned(patient)).id == run.id
    await works.rows("UPDATE runs SET status = 'partial'")
    assert (await works.planned(patient)).id != run.id


async def test_what_a_run_has_ended_is_forced_again_by_another(works: Works) -> None:
    patient, _ = await works.visited()
    run = await works.planned(patient, force=True)
    assert (await works.planned(patient, force=True)).id == run.id
    await works.rows("UPDATE run_steps SET status = 'success' WHERE task = 'mood_analysis'")
    assert (await works.planned(patient, force=True)).id != run.id


async def test_a_patient_who_was_erased_has_no_run(works: Works) -> None:
    with pytest.raises(NotFound):
        await works.planned(UUID(NOBODY))
