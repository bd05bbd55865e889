"""A process keeps itself registered as alive until it leaves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.tables import each_row

from app.errors import DatabaseUnavailable
from app.pipeline.context import Context
from app.pipeline.runs import heartbeat
from app.store import claims

Worker = Callable[[], AbstractAsyncContextManager[PipelineProcess]]
Processes = Callable[..., AbstractAsyncContextManager[PipelineProcess]]
SMALL: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
"""A run is then of two steps: roles and mood."""
LEASE = 30.0


@pytest.fixture(scope="module")
async def web(module_database_url: str) -> AsyncIterator[PipelineProcess]:
    """A process that does no runs."""
    async with running_pipeline(module_database_url, **SMALL) as web:
        yield web


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
        await heartbeat.run_heartbeat(context)
    return done


async def test_a_process_that_has_not_heard_the_others_yet_takes_nothing_up(
    web: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert web.context.settings.worker_lease_seconds == LEASE
    steadily = [0.3 * LEASE] * 4
    done = await cared_for(replace(web.context, works=True), monkeypatch, [0, *steadily, 5 * LEASE, *steadily])
    assert done == [*["beat"] * 4, "beat, recover"] * 2


@each_row("lease", [30.0, 45.0, 90.0, 3600.0])
def test_with_any_lease_it_is_kept_and_what_is_left_is_looked_for_within_fifteen_seconds(lease: float) -> None:
    assert heartbeat.heartbeat_interval(lease) <= min(lease / 3, 15)


async def test_a_process_that_does_no_runs_takes_none_up(web: PipelineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await cared_for(web.context, monkeypatch, [0, *[0.3 * LEASE] * 5]) == ["beat"] * 6


async def test_a_process_is_known_as_alive_until_it_leaves(processes: Processes, works: PipelineProcess) -> None:
    async with processes() as other, works.context.database.snapshot() as db:
        assert await claims.alive_executors(db, LEASE) == {works.context.executor, other.context.executor}
    async with works.context.database.snapshot() as db:
        assert await claims.alive_executors(db, LEASE) == {works.context.executor}


@each_row("fault", [DatabaseUnavailable("The database is away."), LookupError("a fault of ours")])
async def test_a_beat_that_fails_is_not_the_last(web: PipelineProcess, fault: Exception) -> None:
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
        await heartbeat.run_heartbeat(web.context)
    assert len(tried) == 3


async def test_a_beat_makes_the_process_heard_again(web: PipelineProcess) -> None:
    heard = "SELECT now() - seen_at < interval '30 s' AS lately FROM executors WHERE id = :executor"
    await web.rows("UPDATE executors SET seen_at = now() - interval '1 hour'")
    await heartbeat._beat(web.context)
    assert await web.rows(heard, executor=web.context.executor) == [{"lately": True}]
