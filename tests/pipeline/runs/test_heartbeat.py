"""Runs that nobody works on are taken up, and runs that were cancelled elsewhere are let go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from support.pipeline_process import Works, working
from support.sample_visits import GIVEN
from support.tables import each_row

from app.errors import DatabaseUnavailable
from app.pipeline.context import Context
from app.pipeline.runs import heartbeat
from app.pipeline.runs.data_erasure import cancel_run
from app.store import claims

Worker = Callable[[], AbstractAsyncContextManager[Works]]
Processes = Callable[..., AbstractAsyncContextManager[Works]]
SMALL: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
"""A run is then of two steps: roles and mood."""
LEASE = 30.0


@pytest.fixture(scope="module")
async def web(module_database_url: str) -> AsyncIterator[Works]:
    """A process that does no runs."""
    async with working(module_database_url, **SMALL) as web:
        yield web


@pytest.fixture
def worker(module_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A process that does runs, and that does not wait for them when it ends."""
    monkeypatch.setattr("app.bootstrap.FINISHING_SECONDS", 0.0)
    return lambda: working(module_database_url, works=True, worker_poll_seconds=0.05, **SMALL)


async def begun_by(works: Works, executor: str) -> UUID:
    """A run that another process has begun."""
    patient, _ = await works.visited()
    run = (await works.planned(patient)).id
    theirs = "executor = :executor, status = 'running' WHERE id = :run"
    await works.rows(f"UPDATE runs SET {theirs}", executor=executor, run=run)
    theirs = "executor_id = :executor, status = 'PENDING' WHERE workflow_uuid = :run"
    await works.rows(f"UPDATE dbos.workflow_status SET {theirs}", executor=executor, run=str(run))
    return run


async def in_engine(works: Works, run: UUID) -> tuple[str, str | None]:
    """How the engine of durable work holds a run, and for whom."""
    held = "SELECT status, executor_id FROM dbos.workflow_status WHERE workflow_uuid = :run"
    (row,) = await works.rows(held, run=str(run))
    return row["status"], row["executor_id"]


async def test_a_run_of_a_dead_process_is_taken_up(web: Works, worker: Worker) -> None:
    run = await begun_by(web, "worker:dead")
    async with worker() as other:
        await heartbeat.recover_runs(other.context)
        assert await web.ended(run) == "completed"


async def test_a_run_of_a_living_process_is_left_to_it(web: Works) -> None:
    run = await begun_by(web, "worker:alive")
    async with web.context.database.transaction() as db:
        await claims.seen(db, "worker:alive")
    await heartbeat.recover_runs(web.context)
    assert await in_engine(web, run) == ("PENDING", "worker:alive")
    assert await web.rows("SELECT executor FROM runs WHERE id = :run", run=run) == [{"executor": "worker:alive"}]

    await web.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = 'worker:alive'")
    await heartbeat.recover_runs(web.context)
    assert (await in_engine(web, run))[0] == "ENQUEUED"
    await cancel_run(web.context, run)


async def test_of_two_processes_one_takes_up(web: Works, module_database_url: str) -> None:
    run = await begun_by(web, "worker:dead")
    async with working(module_database_url) as other:
        async with web.context.database.transaction() as db:
            assert await claims.may_take_up(db)
            await heartbeat.recover_runs(other.context)
            assert (await in_engine(web, run))[0] == "PENDING"
        await heartbeat.recover_runs(other.context)
        assert (await in_engine(web, run))[0] == "ENQUEUED"
    await cancel_run(web.context, run)


async def cared_for(context: Context, monkeypatch: pytest.MonkeyPatch, gaps: list[float]) -> list[str]:
    """What a process does that is silent for so many seconds before each beat, by a clock of the test's own."""
    done, now, left = list[str](), [gaps[0]], gaps[1:]

    async def beating(_: Context) -> None:
        done.append("beat")

    async def recovering(_: Context) -> None:
        done[-1] = "beat, recover"

    async def sleeping(_: float) -> None:
        if not left:
            raise asyncio.CancelledError
        now[0] += left.pop(0)

    monkeypatch.setattr(heartbeat, "_beat", beating)
    monkeypatch.setattr(heartbeat, "recover_runs", recovering)
    monkeypatch.setattr(heartbeat, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(heartbeat, "asyncio", SimpleNamespace(sleep=sleeping))
    with suppress(asyncio.CancelledError):
        await heartbeat.run(context)
    return done


async def test_a_process_that_has_not_heard_the_others_yet_takes_nothing_up(
    web: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert web.context.settings.worker_lease_seconds == LEASE
    steadily = [0.3 * LEASE] * 4
    done = await cared_for(replace(web.context, works=True), monkeypatch, [0, *steadily, 5 * LEASE, *steadily])
    assert done == [*["beat"] * 4, "beat, recover"] * 2


@each_row("lease", [30.0, 45.0, 90.0, 3600.0])
def test_with_any_lease_it_is_kept_and_what_is_left_is_looked_for_within_fifteen_seconds(lease: float) -> None:
    assert heartbeat.pause(lease) <= min(lease / 3, 15)


async def test_a_process_that_does_no_runs_takes_none_up(web: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await cared_for(web.context, monkeypatch, [0, *[0.3 * LEASE] * 5]) == ["beat"] * 6


async def test_a_run_that_waits_for_a_worker_is_taken_by_one(web: Works, worker: Worker) -> None:
    patient, _ = await web.visited()
    run = await web.planned(patient)
    await heartbeat.recover_runs(web.context)
    assert await web.status(run.id) == "queued"
    async with worker() as other:
        assert await web.ended(run.id) == "completed"
        taken = await web.rows("SELECT executor FROM runs WHERE id = :run", run=run.id)
        assert taken == [{"executor": other.context.executor}]


async def test_a_run_taken_up_while_it_is_done_is_done_once(web: Works, worker: Worker) -> None:
    async with worker() as other:
        other.engine.hold("mood_analysis")
        patient, _ = await web.visited()
        run = await web.planned(patient)
        await other.engine.arrived("mood_analysis")
        for _ in range(3):
            await asyncio.gather(*(heartbeat.recover_runs(process.context) for process in (web, other)))
        other.engine.release()
        assert await web.ended(run.id) == "completed"
        assert len(other.conduct.calls) == len(await web.steps(run.id)) == 2


async def test_what_another_process_cancelled_is_broken_off(web: Works, worker: Worker) -> None:
    async with worker() as other:
        other.engine.hold("mood_analysis")
        patient, (session,) = await web.visited(speaker_roles=GIVEN)
        run = await web.planned(patient)
        await other.engine.arrived("mood_analysis")

        assert await cancel_run(web.context, run.id)

        await other.engine.broken_off.wait()
    assert await web.rows("SELECT 1 FROM claims WHERE session_id = :session", session=session) == []
    assert await web.status(run.id) == "cancelled"
    assert {step.status for step in (await web.steps(run.id)).values()} == {"cancelled"}


async def test_a_process_that_leaves_gives_its_work_back(web: Works, worker: Worker) -> None:
    async with worker() as leaves:
        leaves.engine.hold("mood_analysis")
        patient, _ = await web.visited(speaker_roles=GIVEN)
        run = await web.planned(patient)
        await leaves.engine.arrived("mood_analysis")
    told = "SELECT 1 FROM pipeline_events WHERE status = 'cancelled' AND patient_id = :patient"
    assert await web.rows(told, patient=patient) == []
    assert await web.status(run.id) == "running"
    async with worker():
        await heartbeat.recover_runs(web.context)
        assert await web.ended(run.id) == "completed"


async def test_a_process_is_known_as_alive_until_it_leaves(processes: Processes, works: Works) -> None:
    async with processes() as other, works.context.database.snapshot() as db:
        assert await claims.alive(db, LEASE) == {works.context.executor, other.context.executor}
    async with works.context.database.snapshot() as db:
        assert await claims.alive(db, LEASE) == {works.context.executor}


@each_row("fault", [DatabaseUnavailable("The database is away."), LookupError("a fault of ours")])
async def test_a_beat_that_fails_is_not_the_last(web: Works, fault: Exception) -> None:
    tried = list[int]()

    async def failing(context: Context) -> None:
        tried.append(1)
        if len(tried) == 3:
            raise asyncio.CancelledError
        raise fault

    async def sleeping(_: float) -> None:
        pass

    with pytest.MonkeyPatch.context() as patching, suppress(asyncio.CancelledError):
        patching.setattr(heartbeat, "_beat", failing)
        patching.setattr(heartbeat, "asyncio", SimpleNamespace(sleep=sleeping))
        await heartbeat.run(web.context)
    assert len(tried) == 3


async def test_a_beat_makes_the_process_heard_again(web: Works) -> None:
    heard = "SELECT now() - seen_at < interval '30 s' AS lately FROM executors WHERE id = :executor"
    await web.rows("UPDATE executors SET seen_at = now() - interval '1 hour'")
    await heartbeat._beat(web.context)
    assert await web.rows(heard, executor=web.context.executor) == [{"lately": True}]
