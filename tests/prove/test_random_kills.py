"""kill -9 at any moment: every run ends, and only calls that were in flight are paid again.

`python -m benchmarks.kills` runs this with more kills.
"""

import asyncio
import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from support.model_server import Hesitant, serving_upstream
from support.pipeline_process import PipelineProcess, running_pipeline
from support.process_fleet import FleetProcess, ProcessFleet, running_fleet
from support.run_invariants import assert_nothing_is_lost, assert_nothing_is_paid_twice, none_of, wait_for_end
from support.sample_visits import GIVEN
from support.worker_death import kill_and_recover

from app.store import ledger

KILLS = int(os.environ.get("KILLS", "20"))
QUICK_KILLS = 3
RUNS_UNDER_WAY = 3
WORKERS = 2
UNDER_WAY = "('queued', 'running')"
BETWEEN_KILLS = 2, 5
"""Steps that end between two kills: one that takes its process with it six times is not begun again."""


@dataclass
class Rampage:
    """Workers that are killed one after another, and what was in flight then."""

    works: PipelineProcess
    fleet: ProcessFleet
    workers: list[FleetProcess] = field(default_factory=list)
    runs: list[UUID] = field(default_factory=list)
    lost: set[UUID] = field(default_factory=set)

    async def go_on(self, kills: int) -> None:
        """Kill so many, with enough to do for those that live; then let all runs end."""
        self.workers = [await self.fleet.worker() for _ in range(WORKERS)]
        for _ in range(kills):
            await self._kill(await self._at_work())
        for run in self.runs:
            await wait_for_end(self.works, run)

    async def _more_work(self) -> None:
        under_way = await self.works.rows(f"SELECT 1 FROM runs WHERE status IN {UNDER_WAY}")
        for _ in range(RUNS_UNDER_WAY - len(under_way)):
            roles = random.choice([{}, {"speaker_roles": GIVEN}])
            patient, _ = await self.works.visited(*random.choice([(1,), (2,), (3, 1)]), **roles)
            self.runs.append((await self.works.planned(patient)).id)

    async def _at_work(self) -> FleetProcess:
        """A worker, one that asks the model if any does, some steps after the last kill."""
        enough = await self._steps_ended() + random.randint(*BETWEEN_KILLS)
        while await self._steps_ended() < enough:
            await self._more_work()
            await asyncio.sleep(0.1)
        await asyncio.sleep(random.uniform(0.0, 0.3))
        return random.choice([one for one in self.workers if self.fleet.upstream.in_flight(one.name)] or self.workers)

    async def _steps_ended(self) -> int:
        (ended,) = await self.works.rows("SELECT count(*) AS n FROM run_steps WHERE ended_at IS NOT NULL")
        return int(ended["n"])

    async def _kill(self, victim: FleetProcess) -> None:
        self.workers.remove(victim)
        self.workers.append(await self.fleet.worker())
        self.lost |= await kill_and_recover(self.works, victim)


@pytest.mark.quick
@pytest.mark.timeout(max(1200, 20 * KILLS))
async def test_whatever_is_killed_nothing_is_lost_and_nothing_paid_twice(
    database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = QUICK_KILLS if request.config.getoption("--quick") else KILLS
    with serving_upstream(Hesitant()) as upstream:
        async with running_fleet(database_url, tmp_path, upstream) as started, running_pipeline(database_url) as works:
            rampage = Rampage(works, started)
            await rampage.go_on(kills)
            await assert_nothing_is_lost(works)
            await assert_nothing_is_paid_twice(works, upstream, rampage.lost)
            assert rampage.lost or kills < KILLS, "no call was in flight at any kill"
            again = await works.rows("SELECT 1 FROM model_calls WHERE generation_id IS NULL AND outcome IS NULL")
            sys.stdout.write(f"{kills} kills, {len(again)} of {len(upstream.calls)} calls in flight and made again\n")
            await the_lost_are_closed(works)


async def the_lost_are_closed(works: PipelineProcess) -> None:
    """Once nobody can be waiting for them any more."""
    await works.rows("UPDATE model_calls SET opened_at = opened_at - interval '1 hour' WHERE state = 'open'")
    async with works.context.database.transaction() as db:
        await ledger.close_lost(db, 600.0)
    assert await none_of(works, "SELECT 1 FROM model_calls WHERE state = 'open'")
