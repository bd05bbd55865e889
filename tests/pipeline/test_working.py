"""Working through a run: the order of visits, what a failure stops, and taking up what was left."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.offline.conduct import QUOTA_USED_UP, Conduct
from app.pipeline.forgetting import cancel_run, forget_visit
from app.pipeline.graph import generator, tasks
from app.pipeline.working import work

Processes = Callable[..., Any]
FIRST_WAVE = [task for task in tasks() if generator(task).declared.wave == 1]


async def test_later_visits_are_asked_about_after_earlier_ones(processes: Processes) -> None:
    async with processes(Conduct(latency={"deep_analysis": 0.05})) as works:
        patient = await works.patient()
        third, first, second = [await works.visit(patient, number, speaker_roles=GIVEN) for number in (3, 1, 2)]
        run = await works.planned(patient)
        await work(works.parts, run.id)

        ended = await works.rows(
            "SELECT session_id, task FROM run_steps WHERE task IN ('deep_analysis', 'roadmap_generation')"
            " ORDER BY ended_at"
        )
        for task in ("deep_analysis", "roadmap_generation"):
            assert [row["session_id"] for row in ended if row["task"] == task] == [first, second, third]
        remembered = (await works.standing(third)).results["deep_analysis"].memory
        assert remembered["sessions"] == [str(second), str(first)]


async def test_first_waves_of_different_visits_run_side_by_side(processes: Processes) -> None:
    async with processes(Conduct(latency={"mood_analysis": 0.3})) as works:
        patient, _ = await works.visited(1, 2, 3, speaker_roles=GIVEN)
        run = await works.planned(patient)
        await work(works.parts, run.id)
        names = [json.loads(call)["response_format"]["json_schema"]["name"] for call in works.conduct.calls]
        assert names[: names.index("deep_analysis")].count("mood_analysis") == 3


async def test_a_run_left_in_its_middle_is_done_from_there(processes: Processes) -> None:
    async with processes() as works:
        await taken_up(works)


async def taken_up(works: Works) -> None:
    patient, (session,) = await works.visited()
    run = await works.planned(patient)
    for task in FIRST_WAVE:
        await works.done(session, task)
    await works.rows("UPDATE run_steps SET status = 'success' WHERE wave < 2")
    await works.rows("UPDATE run_steps SET status = 'running', attempt = 1 WHERE task = 'deep_analysis'")
    asked = len(works.conduct.calls)

    await work(works.parts, run.id)

    assert await works.status(run.id) == "completed"
    assert len(works.conduct.calls) == asked + len(tasks()) - 1 - len(FIRST_WAVE)
    assert (await works.steps(run.id))[session, "deep_analysis"].attempt == 2
    logged = "SELECT status, error_message, retry_count FROM analysis_processing_log WHERE event = 'DEEP_ANALYSIS'"
    ends = [{"status": "failed", "error_message": "interrupted", "retry_count": 0}]
    ends.append({"status": "completed", "error_message": None, "retry_count": 1})
    assert await works.rows(f"{logged} AND status <> 'started' ORDER BY retry_count") == ends


async def test_a_run_that_has_ended_is_left_alone(works: Works) -> None:
    patient, _ = await works.visited()
    run = await works.planned(patient)
    await work(works.parts, run.id)
    asked = len(works.conduct.calls)
    await work(works.parts, run.id)
    assert len(works.conduct.calls) == asked


async def test_a_run_cancelled_by_another_process_pays_for_no_further_step(processes: Processes) -> None:
    conduct = Conduct(latency={"": 0.4})
    async with processes(conduct) as one, processes(Conduct()) as other:
        patient, _ = await one.visited(speaker_roles=GIVEN)
        run = await one.planned(patient)
        task = asyncio.create_task(work(one.parts, run.id))
        await one.asked()

        assert await cancel_run(other.parts, run.id)
        await task

        assert {json.loads(call)["response_format"]["json_schema"]["name"] for call in conduct.calls} <= {*FIRST_WAVE}
        assert await one.status(run.id) == "cancelled"
        assert {step.status for step in (await one.steps(run.id)).values()} == {"cancelled"}


async def test_a_failed_labelling_skips_what_has_to_know_roles_and_not_the_screen(processes: Processes) -> None:
    async with processes(Conduct(faults_of={"speaker_labeling": [QUOTA_USED_UP]})) as works:
        patient, (session,) = await works.visited()
        run = await works.planned(patient)
        await work(works.parts, run.id)
        steps = await works.steps(run.id)
        assert steps[session, "speaker_labeling"].status == "failed"
        told = {task: step.status for (_, task), step in steps.items()}
        assert (told.pop("speaker_labeling"), told.pop("risk_screen")) == ("failed", "success")
        assert set(told.values()) == {"skipped"}
        assert await works.rows("SELECT task FROM generations") == [{"task": "risk_screen"}]


async def test_a_visit_erased_from_memory_meanwhile_is_left_out_and_the_run_goes_on(processes: Processes) -> None:
    async with processes(Conduct(latency={"deep_analysis": 0.5})) as works:
        patient, (first, second) = await works.visited(1, 2, speaker_roles=GIVEN)
        await work(works.parts, (await works.planned(patient)).id)
        run = await works.planned(patient, second, force=True)
        asked = len(works.conduct.calls)
        task = asyncio.create_task(work(works.parts, run.id))
        while not any(b"deep_analysis" in call for call in works.conduct.calls[asked:]):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)

        await forget_visit(works.parts, first)
        await task

        assert await works.status(run.id) == "completed"
        remembered = (await works.standing(second)).results["deep_analysis"].memory
        assert remembered["sessions"] == []


async def test_a_step_whose_inputs_were_handed_over_anew_meanwhile_is_not_made_of_nothing(processes: Processes) -> None:
    async with processes(Conduct(latency={"deep_analysis": 0.5})) as works:
        patient, (session,) = await works.visited(1, speaker_roles=GIVEN)
        run = await works.planned(patient)
        task = asyncio.create_task(work(works.parts, run.id))
        while not any(b"deep_analysis" in call for call in works.conduct.calls):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)

        await works.visit(patient, 2, session=session, speaker_roles=GIVEN)
        await task

        steps = {task: step.status for (_, task), step in (await works.steps(run.id)).items()}
        assert steps["session_insights"] == steps["roadmap_generation"] == "skipped"
        assert await works.status(run.id) == "partial"
        assert not (await works.standing(session)).results.keys() & {"session_insights", "roadmap_generation"}
