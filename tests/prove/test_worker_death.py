"""A process that dies, pauses or stops hands its runs on."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
from support.model_server import serving_upstream
from support.pipeline_process import PipelineProcess, running_pipeline
from support.process_fleet import FleetProcess, ProcessFleet, running_fleet
from support.run_invariants import (
    assert_nothing_is_lost,
    assert_nothing_is_paid_twice,
    none_of,
    wait_for_end,
    wait_until,
)
from support.sample_visits import GIVEN
from support.worker_death import declare_dead, kill_and_recover

from app.offline.fault_injection import FaultPlan
from app.pipeline.graph import generator
from app.pipeline.runs.recovery import recover_runs
from app.pipeline.runs.run_planner import RunRequest, plan_run

LOCKS = (
    "SELECT 1 FROM pg_locks JOIN pg_class ON pg_class.oid = relation WHERE mode = 'RowExclusiveLock'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND relname = "
)
WRITING = f"{LOCKS} 'claims'"
BEATING = f"{LOCKS} 'executors'"
"""A heartbeat that is stopped would keep the test from ageing the worker's row."""
STATE = {
    "generations": "SELECT id, session_id, task, result FROM generations ORDER BY id",
    "versions": "SELECT id, version, roadmap_data FROM your_journey_versions ORDER BY id",
    "bridges": "SELECT id, version_number FROM session_bridge_versions ORDER BY id",
    "events": "SELECT patient_id, number, event, status FROM pipeline_events ORDER BY patient_id, number",
    "steps": "SELECT * FROM run_steps ORDER BY run_id, position",
}


@asynccontextmanager
async def scene(url: str, folder: Path, **latency: float) -> AsyncIterator[tuple[ProcessFleet, PipelineProcess]]:
    """A fleet whose model takes its time with some tasks, and a process that does no runs."""
    with serving_upstream(FaultPlan(latency=latency)) as upstream:
        async with running_fleet(url, folder, upstream) as started, running_pipeline(url) as works:
            yield started, works


async def asking(started: ProcessFleet, member: FleetProcess, task: str) -> None:
    """Wait until a process asks the model for a task."""
    await wait_until(lambda: task in {call.task for call in started.upstream.in_flight(member.name)})


async def only_thinking(works: PipelineProcess, run_id: UUID) -> bool:
    """Whether nothing of a run is left to do but its deep analysis, which is under way, and what waits for that."""
    steps = (await works.steps(run_id)).values()
    first_waves_over = all(step.ended_at for step in steps if generator(step.task).declared.wave < 2)
    return first_waves_over and {step.task for step in steps if step.status == "running"} == {"deep_analysis"}


@pytest.mark.quick
async def test_a_dead_workers_run_goes_on_on_a_living_one(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path, deep_analysis=60) as (started, works):
        dies, lives = await started.worker(), await started.worker()
        await lives.working()
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        run = await works.planned(patient)
        deep = await wait_until(lambda: [call for call in started.upstream.calls if call.task == "deep_analysis"])
        dies, lives = (dies, lives) if deep[0].process == dies.name else (lives, dies)
        started.upstream.conduct = FaultPlan()

        lost = await kill_and_recover(works, dies)

        await wait_for_end(works, run.id)

        await assert_nothing_is_lost(works)
        await assert_nothing_is_paid_twice(works, started.upstream, lost)
        assert lost


@pytest.mark.quick
async def test_a_worker_paused_past_its_lease_changes_nothing_when_it_wakes(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path, deep_analysis=2.0) as (started, works):
        paused = await started.worker()
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        run = await works.planned(patient)
        await asking(started, paused, "deep_analysis")
        await wait_until(lambda: only_thinking(works, run.id))  # it only waits now, but for its beat
        paused.signal(signal.SIGSTOP)
        await started.worker()
        await declare_dead(works, await paused.working())
        await wait_for_end(works, run.id)
        await assert_nothing_is_lost(works)
        before = {name: await works.rows(query) for name, query in STATE.items()}
        (late,) = await works.rows("SELECT id FROM model_calls WHERE state = 'open'")

        paused.signal(signal.SIGCONT)
        await wait_until(lambda: none_of(works, "SELECT 1 FROM model_calls WHERE state = 'open'"))
        # Another run, so that what it does after its late answer is over too.
        other, _ = await works.visited(2, speaker_roles=GIVEN)
        await wait_for_end(works, (await works.planned(other)).id)

        after = {name: await works.rows(query) for name, query in STATE.items()}
        assert {name: [row for row in rows if row in before[name]] for name, rows in after.items()} == before
        assert await works.rows("SELECT generation_id FROM model_calls WHERE id = :id", id=late["id"]) == [
            {"generation_id": None}
        ]
        await assert_nothing_is_lost(works)
        await assert_nothing_is_paid_twice(works, started.upstream, {late["id"]})


async def test_a_worker_paused_in_a_transaction_holds_nobody_up(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path) as (started, works):
        paused = await started.worker()
        run = await stopped_in_a_run(works, paused)
        await started.worker()
        await declare_dead(works, await paused.working())
        assert await wait_for_end(works, run) == "completed"


async def stopped_in_a_run(works: PipelineProcess, member: FleetProcess) -> UUID:
    """Stop a process in a transaction that has written something, in one run or another."""
    while True:
        patient, _ = await works.visited(1, 2, 3, speaker_roles=GIVEN)
        run = await works.planned(patient)
        while await works.status(run.id) in {"queued", "running"}:
            if await stopped_with_a_claim(works, member):
                return run.id


async def stopped_with_a_claim(works: PipelineProcess, member: FleetProcess) -> bool:
    """Stop a process; let it go on unless it is in a transaction that has written something."""
    member.signal(signal.SIGSTOP)
    if await works.rows(WRITING) and not await works.rows(BEATING):
        return True
    member.signal(signal.SIGCONT)
    return False


async def test_a_run_taken_from_a_paused_worker_is_taken_up_again_after_it_woke(
    database_url: str, tmp_path: Path
) -> None:
    async with scene(database_url, tmp_path, deep_analysis=2.0) as (started, works):
        paused = await started.worker()
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        run = await works.planned(patient)
        await asking(started, paused, "deep_analysis")
        await wait_until(lambda: only_thinking(works, run.id))  # it only waits now, but for its beat
        paused.signal(signal.SIGSTOP)
        started.upstream.conduct = FaultPlan(latency={"deep_analysis": 60})
        second = await started.worker()
        await declare_dead(works, await paused.working())
        await asking(started, second, "deep_analysis")
        paused.signal(signal.SIGCONT)
        await wait_until(
            lambda: works.rows("SELECT 1 FROM model_calls WHERE task = 'deep_analysis' AND state = 'answered'")
        )
        started.upstream.conduct = FaultPlan()
        await kill_and_recover(works, second)

        await wait_for_end(works, run.id)

        await assert_nothing_is_lost(works)


async def test_a_run_taken_late_by_a_process_that_dies_is_taken_up(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path, deep_analysis=1.0) as (started, works):
        worker = await started.worker()
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        run = await works.planned(patient)
        await asking(started, worker, "deep_analysis")
        # As one does that was silent for its lease after it was given the run, and before it took it.
        await works.rows("INSERT INTO executors (id, seen_at) VALUES ('worker:late', now())")
        await works.rows("UPDATE runs SET executor = 'worker:late'")
        await wait_until(lambda: none_of(works, "SELECT 1 FROM model_calls WHERE state = 'open'"))
        await declare_dead(works, "worker:late")

        assert await wait_for_end(works, run.id) == "completed"


async def test_work_of_the_version_before_is_taken_up_after_a_deploy(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path) as (started, works):
        patient, _ = await works.visited(1, speaker_roles=GIVEN)
        with mock.patch("app.__version__", "0.0.1"):
            run = await works.planned(patient)
        await started.worker()
        assert await wait_for_end(works, run.id) == "completed"


@pytest.mark.parametrize("kind", ["worker", "web"])
async def test_a_process_told_to_stop_hands_its_run_on(database_url: str, tmp_path: Path, kind: str) -> None:
    async with scene(database_url, tmp_path, deep_analysis=1.0) as (started, works):
        stops = await (started.worker() if kind == "worker" else started.web())
        patient, _ = await works.visited(1, 2, speaker_roles=GIVEN)
        run = await works.planned(patient)
        await asking(started, stops, "deep_analysis")
        assert await stops.terminate() == 0
        assert await works.status(run.id) == "running"
        await started.worker()
        await recover_runs(works.context)

        await wait_for_end(works, run.id)

        await assert_nothing_is_lost(works)
        await assert_nothing_is_paid_twice(works, started.upstream, set())


async def test_a_run_whose_planning_is_rolled_back_was_never_there(works_alone: PipelineProcess) -> None:
    patient, _ = await works_alone.visited(1)
    with pytest.raises(RuntimeError):
        async with works_alone.context.database.transaction() as db:
            await plan_run(db, works_alone.context, RunRequest(patient))
            raise RuntimeError
    for table in ("runs", "run_steps", "dbos.workflow_status", "pipeline_events"):
        assert await works_alone.rows(f"SELECT 1 FROM {table}") == [], table


@pytest.fixture
async def works_alone(database_url: str) -> AsyncIterator[PipelineProcess]:
    """A process that does no runs."""
    async with running_pipeline(database_url) as works:
        yield works
