"""Runs that nobody works on are taken up, and runs that were cancelled elsewhere are let go."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from support.http_service import UNDER_WAY
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.errors import DatabaseUnavailable
from app.offline.conduct import Conduct
from app.pipeline import caretaking
from app.pipeline.forgetting import cancel_run
from app.pipeline.graph import tasks
from app.pipeline.parts import Parts
from app.store import claims

pytestmark = pytest.mark.long

Processes = Callable[..., Any]
QUICK: dict[str, Any] = {"works": True, "worker_lease_seconds": 1.0, "worker_poll_seconds": 0.02}
ENGINE = "SELECT status, executor_id FROM dbos.workflow_status"


async def until_ended(works: Works, run_id: UUID) -> str:
    while (status := await works.status(run_id)) in UNDER_WAY:  # noqa: ASYNC110 - as a caller does
        await asyncio.sleep(0.02)
    return status


async def begun_by(works: Works, executor: str) -> UUID:
    """A run that another process has begun."""
    patient, _ = await works.visited()
    run = await works.planned(patient)
    await works.rows("UPDATE runs SET executor = :executor, status = 'running'", executor=executor)
    await works.rows("UPDATE dbos.workflow_status SET executor_id = :executor, status = 'PENDING'", executor=executor)
    return run.id


async def seen(works: Works, executor: str) -> None:
    async with works.parts.database.transaction() as db:
        await claims.seen(db, executor)


async def test_a_run_of_a_dead_process_is_taken_up(processes: Processes) -> None:
    async with processes() as web, processes(**QUICK):
        run = await begun_by(web, "worker:dead")
        assert await until_ended(web, run) == "completed"


async def test_a_run_of_a_living_process_is_left_to_it(works: Works) -> None:
    await begun_by(works, "worker:alive")
    await seen(works, "worker:alive")
    await caretaking.recover_runs(works.parts)
    assert await works.rows(ENGINE) == [{"status": "PENDING", "executor_id": "worker:alive"}]
    assert await works.rows("SELECT executor FROM runs") == [{"executor": "worker:alive"}]

    await works.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = 'worker:alive'")
    await caretaking.recover_runs(works.parts)
    assert (await works.rows(ENGINE))[0]["status"] == "ENQUEUED"


async def test_of_two_processes_one_takes_up(processes: Processes) -> None:
    async with processes() as one, processes() as other:
        await begun_by(one, "worker:dead")
        async with one.parts.database.transaction() as db:
            assert await claims.may_take_up(db)
            await caretaking.recover_runs(other.parts)
            assert (await other.rows(ENGINE))[0]["status"] == "PENDING"
        await caretaking.recover_runs(other.parts)
        assert (await other.rows(ENGINE))[0]["status"] == "ENQUEUED"


async def cared_for(mine: Parts, monkeypatch: pytest.MonkeyPatch, gaps: list[float]) -> list[str]:
    """What a process does that is silent for so many seconds before each beat."""
    done, clock = list[str](), iter(accumulate([0.0, *gaps, 1e6]))
    beat, now, over = caretaking._beat, [next(clock)], asyncio.Event()

    async def beating(parts: Parts) -> None:
        if parts is not mine:
            return  # the process's own care goes on beside this
        now[0] = next(clock)
        if len(done) >= len(gaps) or now[0] > 1e5:
            over.set()
            await asyncio.sleep(60)
        done.append("beat")
        await beat(parts)

    async def taking_up(parts: Parts) -> None:
        if parts is mine:
            done[-1] = "beat, take up"

    monkeypatch.setattr(caretaking, "_beat", beating)
    monkeypatch.setattr(caretaking, "recover_runs", taking_up)
    monkeypatch.setattr(caretaking, "time", SimpleNamespace(monotonic=lambda: now[0]))
    care = asyncio.create_task(caretaking.take_care(mine))
    await over.wait()
    care.cancel()
    await asyncio.wait([care])
    return done


async def test_a_process_that_has_not_heard_the_others_yet_takes_nothing_up(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with processes(worker_lease_seconds=1.0) as web:
        steadily = [0.3] * 4
        done = await cared_for(replace(web.parts, works=True), monkeypatch, [0, *steadily, 5, *steadily])
    assert done == [*["beat"] * 4, "beat, take up"] * 2


@pytest.mark.parametrize("lease", [1.0, 30.0, 45.0, 3600.0])
def test_with_any_lease_it_is_kept_and_what_is_left_is_looked_for_within_fifteen_seconds(lease: float) -> None:
    assert caretaking.pause(lease) <= min(lease / 3, 15)


async def test_a_process_that_does_no_runs_takes_none_up(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    async with processes(worker_lease_seconds=1.0) as web:
        assert await cared_for(replace(web.parts), monkeypatch, [0, 0.3, 0.3]) == ["beat"] * 3


async def test_a_run_that_waits_for_a_worker_is_taken_by_one(processes: Processes) -> None:
    async with processes() as web:
        patient, _ = await web.visited()
        run = await web.planned(patient)
        await caretaking.recover_runs(web.parts)
        assert await web.status(run.id) == "queued"
        async with processes(**QUICK) as worker:
            assert await until_ended(web, run.id) == "completed"
            assert await web.rows("SELECT executor FROM runs") == [{"executor": worker.parts.executor}]


async def test_a_run_taken_up_while_it_is_done_is_done_once(processes: Processes) -> None:
    conduct = Conduct()
    async with processes() as web, processes(conduct, **QUICK) as worker:
        patient, _ = await web.visited()
        run = await web.planned(patient)
        for _ in range(6):
            await asyncio.gather(*(caretaking.recover_runs(process.parts) for process in (web, worker)))
        assert await until_ended(web, run.id) == "completed"
        assert len(conduct.calls) == len(tasks())


async def test_what_another_process_cancelled_is_broken_off(processes: Processes) -> None:
    async with processes() as web, processes(Conduct(latency={"mood_analysis": 3600}), **QUICK) as worker:
        patient, _ = await web.visited(speaker_roles=GIVEN)
        run = await web.planned(patient)
        await worker.asked()

        assert await cancel_run(web.parts, run.id)

        while await web.rows("SELECT 1 FROM claims"):  # noqa: ASYNC110 - a row sets no event
            await asyncio.sleep(0.02)
        assert await web.status(run.id) == "cancelled"
        assert {step.status for step in (await web.steps(run.id)).values()} <= {"cancelled", "success", "insufficient"}


async def test_a_process_that_leaves_gives_its_work_back(processes: Processes) -> None:
    async with processes() as stays:
        async with processes(Conduct(latency={"mood_analysis": 3600}), **QUICK) as leaves:
            patient, _ = await stays.visited(speaker_roles=GIVEN)
            run = await stays.planned(patient)
            await leaves.asked()
        assert await stays.rows("SELECT 1 FROM pipeline_events WHERE status = 'cancelled'") == []
        assert await stays.status(run.id) == "running"
        async with processes(**QUICK):
            assert await until_ended(stays, run.id) == "completed"


async def test_a_process_is_known_as_alive_until_it_leaves(processes: Processes, works: Works) -> None:
    async with processes() as other, works.parts.database.snapshot() as db:
        assert await claims.alive(db, 30) == {works.parts.executor, other.parts.executor}
    async with works.parts.database.snapshot() as db:
        assert await claims.alive(db, 30) == {works.parts.executor}


@pytest.mark.parametrize("fault", [DatabaseUnavailable("The database is away."), LookupError("a fault of ours")])
async def test_a_beat_that_fails_is_not_the_last(
    processes: Processes, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    beat, tried, came = caretaking._beat, list[int](), asyncio.Event()

    async def failing(parts: Parts) -> None:
        tried.append(1)
        if len(tried) < 3:
            raise fault
        await beat(parts)
        came.set()

    monkeypatch.setattr(caretaking, "_beat", failing)
    async with processes(worker_lease_seconds=1.0):
        await came.wait()
    assert len(tried) >= 3
