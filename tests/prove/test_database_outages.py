"""PostgreSQL goes away in the middle of a run and comes back: the run goes on, and no paid answer is lost."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from support.model_server import Upstream, serving_upstream
from support.pipeline_process import running_pipeline
from support.process_fleet import running_fleet
from support.run_invariants import assert_nothing_is_lost, assert_nothing_is_paid_twice, wait_for_end, wait_until
from support.sample_visits import GIVEN

from app.bootstrap import bring_up
from app.offline.fault_injection import FaultPlan
from app.store.embedded import EmbeddedServer, ensure_database, start_embedded

AWAY = float(os.environ.get("AWAY_SECONDS", "0"))
"""Seconds beyond the moment at which every answer in flight has arrived."""
IN_THE_MIDDLE = 6


class Postgres:
    """A server of a test's own, at the same socket whenever it runs."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._server: EmbeddedServer | None = None

    async def start(self) -> str:
        """Start it; the address of its database."""
        self._server = await asyncio.to_thread(start_embedded, self._data_dir)
        return await ensure_database(self._server)

    async def stop(self) -> None:
        """Stop it, whoever is connected."""
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve() / "data"


@pytest.fixture
async def postgres(data_dir: Path) -> AsyncIterator[Postgres]:
    server = Postgres(data_dir)
    yield server
    await server.stop()


async def asked(upstream: Upstream, calls: int) -> None:
    """Wait until the model was asked so often."""
    await wait_until(lambda: len(upstream.calls) >= calls)


@pytest.mark.quick
async def test_a_run_outlives_a_database_that_is_restarted_and_one_that_is_away(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = await postgres.start()
    await bring_up(url)
    with serving_upstream(FaultPlan(latency={"": 0.3})) as upstream:
        async with running_fleet(url, tmp_path, upstream) as started, running_pipeline(url) as works:
            for _ in range(2):
                await (await started.worker()).working()
            first, _ = await works.visited(1, 2, speaker_roles=GIVEN)
            second, _ = await works.visited(3, speaker_roles=GIVEN)
            runs = [(await works.planned(patient)).id for patient in (first, second)]
            for calls, away in ((IN_THE_MIDDLE, False), (2 * IN_THE_MIDDLE, True)):
                await asked(upstream, calls)
                await postgres.stop()
                if away:
                    await wait_until(lambda: all(call.stayed is not None for call in upstream.calls))
                    await asyncio.sleep(AWAY)
                assert await postgres.start() == url

            assert {await wait_for_end(works, run) for run in runs} == {"completed"}
            await assert_nothing_is_lost(works)
            await assert_nothing_is_paid_twice(works, upstream, set())


@pytest.mark.parametrize("kind", ["worker", "web"])
async def test_a_process_that_is_told_to_stop_while_the_database_is_away_ends(
    postgres: Postgres, tmp_path: Path, kind: str
) -> None:
    url = await postgres.start()
    await bring_up(url)
    with serving_upstream(FaultPlan(latency={"": 60})) as upstream:
        async with running_fleet(url, tmp_path, upstream) as started:
            stops = await (started.worker() if kind == "worker" else started.web())
            async with running_pipeline(url) as works:
                patient, _ = await works.visited(1, speaker_roles=GIVEN)
                await works.planned(patient)
                await asked(upstream, 1)
            await postgres.stop()
            assert await stops.terminate() == 0
