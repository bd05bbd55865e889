"""Runs that nobody works on are taken up, and runs that were cancelled elsewhere are let go."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from service import UNDER_WAY
from talks import GIVEN
from works import Works

from app.offline.conduct import Conduct
from app.pipeline import caretaking
from app.pipeline.forgetting import cancel_run
from app.pipeline.graph import tasks
from app.pipeline.working import work

Processes = Callable[..., Any]


async def until_ended(works: Works, run_id: UUID) -> str:
    while (status := await works.status(run_id)) in UNDER_WAY:  # noqa: ASYNC110 - as a caller does
        await asyncio.sleep(0.02)
    return status


async def test_a_run_of_a_dead_process_is_taken_up(works: Works) -> None:
    patient, _ = await works.visited()
    run = await works.planned(patient)
    await works.rows("UPDATE runs SET executor = 'worker:dead', status = 'running'")

    await caretaking._beat(works.parts)

    assert await until_ended(works, run.id) == "completed"


async def test_a_run_of_a_living_process_is_left_to_it(processes: Processes) -> None:
    async with processes() as one, processes() as other:
        patient, _ = await one.visited()
        run = await one.planned(patient)
        await caretaking._beat(other.parts)
        assert (await one.rows("SELECT executor FROM runs"))[0]["executor"] == one.parts.executor
        assert other.parts.background.names == []
        assert await one.status(run.id) == "queued"


async def test_a_run_that_waits_for_a_worker_is_taken_by_one(processes: Processes) -> None:
    async with processes(works=False) as web, processes() as worker:
        patient, _ = await web.visited()
        run = await web.planned(patient)
        await caretaking._beat(web.parts)
        assert await web.status(run.id) == "queued"
        await caretaking._beat(worker.parts)
        assert await until_ended(web, run.id) == "completed"


async def test_two_workers_never_take_the_same_run(processes: Processes) -> None:
    conduct = Conduct()
    async with processes(conduct) as one, processes(conduct) as other:
        patient, _ = await one.visited()
        run = await one.planned(patient)
        await one.rows("UPDATE runs SET executor = NULL")
        await asyncio.gather(*(caretaking._beat(process.parts) for process in (one, other) for _ in range(3)))
        assert await until_ended(one, run.id) == "completed"
        assert len(conduct.calls) == len(tasks())


async def test_what_another_process_cancelled_is_broken_off(processes: Processes) -> None:
    async with processes(Conduct(latency={"mood_analysis": 60})) as one, processes() as other:
        patient, _ = await one.visited(speaker_roles=GIVEN)
        run = await one.planned(patient)
        one.parts.background.start(f"run:{run.id}", work(one.parts, run.id))
        await one.asked()
        await cancel_run(other.parts, run.id)

        await caretaking._beat(one.parts)

        assert one.parts.background.names == []
        assert await one.rows("SELECT 1 FROM claims") == []


async def test_a_process_that_leaves_gives_its_work_back(processes: Processes) -> None:
    async with processes() as stays:
        async with processes(Conduct(latency={"mood_analysis": 60})) as leaves:
            patient, _ = await leaves.visited(speaker_roles=GIVEN)
            run = await leaves.planned(patient)
            leaves.parts.background.start(f"run:{run.id}", work(leaves.parts, run.id))
            await leaves.asked()
        assert await stays.rows("SELECT 1 FROM pipeline_events WHERE status = 'cancelled'") == []
        await caretaking._beat(stays.parts)
        assert await until_ended(stays, run.id) == "completed"
