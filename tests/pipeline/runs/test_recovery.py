"""Abandoned runs are taken up by another process, once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN

from app.pipeline.runs.cancellation import cancel_run
from app.pipeline.runs.recovery import recover_runs
from app.store import claims

Worker = Callable[[], AbstractAsyncContextManager[PipelineProcess]]
Processes = Callable[..., AbstractAsyncContextManager[PipelineProcess]]
SMALL: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
"""A run is then of two steps: roles and mood."""


@pytest.fixture(scope="module")
async def web(module_database_url: str) -> AsyncIterator[PipelineProcess]:
    """A process that does no runs."""
    async with running_pipeline(module_database_url, **SMALL) as web:
        yield web


@pytest.fixture
def worker(module_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A process that does runs, and that does not wait for them when it ends."""
    monkeypatch.setattr("app.bootstrap.FINISHING_SECONDS", 0.0)
    return lambda: running_pipeline(module_database_url, works=True, worker_poll_seconds=0.05, **SMALL)


async def begun_by(works: PipelineProcess, executor: str) -> UUID:
    """A run that another process has begun."""
    patient, _ = await works.visited()
    run = (await works.planned(patient)).id
    theirs = "executor = :executor, status = 'running' WHERE id = :run"
    await works.rows(f"UPDATE runs SET {theirs}", executor=executor, run=run)
    theirs = "executor_id = :executor, status = 'PENDING' WHERE workflow_uuid = :run"
    await works.rows(f"UPDATE dbos.workflow_status SET {theirs}", executor=executor, run=str(run))
    return run


async def in_engine(works: PipelineProcess, run: UUID) -> tuple[str, str | None]:
    """How the engine of durable work holds a run, and for whom."""
    held = "SELECT status, executor_id FROM dbos.workflow_status WHERE workflow_uuid = :run"
    (row,) = await works.rows(held, run=str(run))
    return row["status"], row["executor_id"]


async def test_a_run_of_a_dead_process_is_taken_up(web: PipelineProcess, worker: Worker) -> None:
    run = await begun_by(web, "worker:dead")
    async with worker() as other:
        await recover_runs(other.context)
        assert await web.ended(run) == "completed"


async def test_a_run_of_a_living_process_is_left_to_it(web: PipelineProcess) -> None:
    run = await begun_by(web, "worker:alive")
    async with web.context.database.transaction() as db:
        await claims.record_heartbeat(db, "worker:alive")
    await recover_runs(web.context)
    assert await in_engine(web, run) == ("PENDING", "worker:alive")
    assert await web.rows("SELECT executor FROM runs WHERE id = :run", run=run) == [{"executor": "worker:alive"}]

    await web.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = 'worker:alive'")
    await recover_runs(web.context)
    assert (await in_engine(web, run))[0] == "ENQUEUED"
    await cancel_run(web.context, run)


async def test_of_two_processes_one_takes_up(web: PipelineProcess, module_database_url: str) -> None:
    run = await begun_by(web, "worker:dead")
    async with running_pipeline(module_database_url) as other:
        async with web.context.database.transaction() as db:
            assert await claims.may_take_up(db)
            await recover_runs(other.context)
            assert (await in_engine(web, run))[0] == "PENDING"
        await recover_runs(other.context)
        assert (await in_engine(web, run))[0] == "ENQUEUED"
    await cancel_run(web.context, run)


async def test_a_run_that_waits_for_a_worker_is_taken_by_one(web: PipelineProcess, worker: Worker) -> None:
    patient, _ = await web.visited()
    run = await web.planned(patient)
    await recover_runs(web.context)
    assert await web.status(run.id) == "queued"
    async with worker() as other:
        assert await web.ended(run.id) == "completed"
        taken = await web.rows("SELECT executor FROM runs WHERE id = :run", run=run.id)
        assert taken == [{"executor": other.context.executor}]


async def test_a_run_taken_up_while_it_is_done_is_done_once(web: PipelineProcess, worker: Worker) -> None:
    async with worker() as other:
        other.engine.hold("mood_analysis")
        patient, _ = await web.visited()
        run = await web.planned(patient)
        await other.engine.arrived("mood_analysis")
        for _ in range(3):
            await asyncio.gather(*(recover_runs(process.context) for process in (web, other)))
        other.engine.release()
        assert await web.ended(run.id) == "completed"
        assert len(other.conduct.calls) == len(await web.steps(run.id)) == 2


async def test_a_process_that_leaves_gives_its_work_back(web: PipelineProcess, worker: Worker) -> None:
    async with worker() as leaves:
        leaves.engine.hold("mood_analysis")
        patient, _ = await web.visited(speaker_roles=GIVEN)
        run = await web.planned(patient)
        await leaves.engine.arrived("mood_analysis")
    told = "SELECT 1 FROM pipeline_events WHERE status = 'cancelled' AND patient_id = :patient"
    assert await web.rows(told, patient=patient) == []
    assert await web.status(run.id) == "running"
    async with worker():
        await recover_runs(web.context)
        assert await web.ended(run.id) == "completed"
