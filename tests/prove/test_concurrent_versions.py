"""Ten at once make ten versions, the current one never goes back, and two who ask for the same pay once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from support.model_server import Upstream, serving_upstream
from support.pipeline_process import PipelineProcess, running_pipeline
from support.process_fleet import running_fleet
from support.sample_visits import GIVEN

from app.offline.fault_injection import FaultPlan

TEN = 10


class Webs:
    """Two web processes on one database, asked in turn."""

    def __init__(self, addresses: list[str], works: PipelineProcess, upstream: Upstream) -> None:
        self.works, self.upstream = works, upstream
        self._clients = [httpx.AsyncClient(base_url=f"{address}/v1", timeout=60) for address in addresses]

    async def at_once(self, count: int, path: str, **params: Any) -> list[Any]:
        """The answers to the same POST, made so often at once."""
        posts = [self._clients[n % len(self._clients)].post(path, params=params) for n in range(count)]
        answers = await asyncio.gather(*posts)
        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        return [answer.json() for answer in answers]

    async def shown(self, patient: UUID) -> Any:
        """The journey as every process shows it."""
        bodies = [(await client.get(f"/patients/{patient}/your-journey")).json() for client in self._clients]
        assert bodies[0] == bodies[1]
        return bodies[0]

    async def close(self) -> None:
        """Let go of them."""
        for client in self._clients:
            await client.aclose()


@pytest.fixture
async def webs(database_url: str, tmp_path: Path) -> AsyncIterator[Webs]:
    with serving_upstream(FaultPlan(latency={"": 0.3})) as upstream:
        async with running_fleet(database_url, tmp_path, upstream) as started, running_pipeline(database_url) as works:
            members = [await started.web("--no-worker") for _ in range(2)]
            both = Webs([member.address for member in members], works, upstream)
            yield both
            await both.close()


@pytest.mark.quick
async def test_ten_forced_journeys_at_once_are_ten_versions(webs: Webs) -> None:
    patient, (session,) = await webs.works.visited(1, speaker_roles=GIVEN)
    await webs.works.analysed(session)

    made = await webs.at_once(TEN, f"/patients/{patient}/your-journey", force="true")

    assert sorted(one["version_number"] for one in made) == list(range(1, TEN + 1))
    kept = await webs.works.rows("SELECT version FROM your_journey_versions ORDER BY version")
    assert [row["version"] for row in kept] == list(range(1, TEN + 1))
    assert webs.upstream.tasks["roadmap_generation"] == TEN


async def test_an_old_visits_journey_made_again_is_not_what_is_shown(webs: Webs) -> None:
    patient, (old, new) = await webs.works.visited(1, 2, speaker_roles=GIVEN)
    for session in (old, new):
        await webs.works.analysed(session)
        await webs.at_once(1, f"/patients/{patient}/your-journey", session_id=str(session))
    before = await webs.shown(patient)

    (again,) = await webs.at_once(1, f"/patients/{patient}/your-journey", session_id=str(old), force="true")

    assert again["version_number"] == 3
    assert await webs.shown(patient) == before


async def test_two_who_ask_for_the_same_at_once_pay_once(webs: Webs) -> None:
    _, (session,) = await webs.works.visited(1, speaker_roles=GIVEN)
    made = await webs.at_once(2, f"/sessions/{session}/mood")
    assert sorted(one["reused"] for one in made) == [False, True]
    assert len({one["generation"]["id"] for one in made}) == 1
    assert webs.upstream.tasks["mood_analysis"] == 1
