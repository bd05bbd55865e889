"""A run waits for a model's server that is away, spends little on it, and completes by itself."""

import asyncio
from typing import Any

import httpx2
import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.run_invariants import wait_until
from support.sample_visits import GIVEN

from app.offline.fault_injection import Failure, Fault, FaultPlan

MAX_CALLS_UNTIL_OPEN = 12


class Pause:
    """The time that steps wait for the server: it stands still until the test lets it pass, and then it flies."""

    def __init__(self, process: PipelineProcess) -> None:
        self.over = asyncio.Event()
        self.time = 0.0
        self.server = process.context.endpoint.server
        self.server.now, self.server.sleep = lambda: self.time, self.sleep

    async def sleep(self, seconds: float) -> None:
        await self.over.wait()
        self.time += max(seconds, 1.0)
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _circuit_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.llm.model_server.FAILURES_TO_OPEN", 3)
    monkeypatch.setattr("app.llm.exchange.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("app.pipeline.execution.outcome.PAUSE", 0.0)


@pytest.mark.quick
async def test_five_visits_ask_a_dead_server_a_few_times_and_complete_once_it_is_back(module_database_url: str) -> None:
    dead, first_wave = (
        FaultPlan(faults=[Failure(500)] * 1_000),
        {"disabled_artifacts": ["deep-analysis", "risk-screen"]},
    )
    async with running_pipeline(
        module_database_url, dead, executes_runs=True, worker_poll_seconds=0.05, **first_wave
    ) as process:
        pause = Pause(process)
        patient, _ = await process.visited(1, 2, 3, 1, 2, speaker_roles=GIVEN)
        run = (await process.planned(patient)).id
        await wait_until(lambda: pause.server.state == "open")
        calls = await process.rows("SELECT outcome FROM model_calls WHERE run_id = :run", run=run)
        assert len(calls) <= MAX_CALLS_UNTIL_OPEN

        process.engine.reset(FaultPlan())
        pause.over.set()
        assert await process.ended(run) == "completed"
        statuses = await process.rows("SELECT DISTINCT status FROM run_steps WHERE run_id = :run", run=run)
        assert {row["status"] for row in statuses} <= {"success", "insufficient"}


@pytest.mark.quick
async def test_a_step_takes_no_more_calls_than_its_budget_over_all_attempts(module_database_url: str) -> None:
    faults: list[Any] = [Fault.MALFORMED, Failure(500), Fault.MALFORMED, Failure(500)] * 10
    small: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
    async with running_pipeline(
        module_database_url, FaultPlan(faults_of={"mood_analysis": faults}), executes_runs=True, **small
    ) as process:
        patient, _ = await process.visited(1, speaker_roles=GIVEN)
        run = (await process.planned(patient)).id
        assert await process.ended(run) == "failed"
        calls = await process.rows("SELECT task FROM model_calls WHERE run_id = :run", run=run)
        assert len(calls) == process.context.settings.max_calls_per_step


@pytest.mark.quick
async def test_probes_of_a_step_that_may_be_paid_count_too(module_database_url: str) -> None:
    faults: list[Any] = [Failure(504)] * 100
    small: dict[str, Any] = {"disabled_artifacts": ["topics", "breakthrough", "risk-screen", "deep-analysis"]}
    async with running_pipeline(
        module_database_url, FaultPlan(faults_of={"mood_analysis": faults}), executes_runs=True, **small
    ) as process:
        Pause(process).over.set()
        patient, _ = await process.visited(1, speaker_roles=GIVEN)
        run = (await process.planned(patient)).id
        assert await process.ended(run) == "failed"
        calls = await process.rows("SELECT task FROM model_calls WHERE run_id = :run", run=run)
        assert len(calls) == process.context.settings.max_calls_per_step


async def test_ten_visits_complete_through_a_server_that_does_one_thing_at_a_time(
    module_database_url: str,
) -> None:
    async with running_pipeline(module_database_url, executes_runs=True, worker_poll_seconds=0.05) as process:
        turn, answer, at_once = asyncio.Lock(), process.engine.handle_async_request, 0

        async def one_at_a_time(request: httpx2.Request) -> httpx2.Response:
            nonlocal at_once
            at_once = max(at_once, 1 + turn.locked())
            async with turn:
                return await answer(request)

        process.engine.handle_async_request = one_at_a_time  # type: ignore[method-assign]  # a server that does one thing at a time
        patient, _ = await process.visited(*[1, 2, 3, 1, 2, 3, 1, 2, 3, 1], speaker_roles=GIVEN)
        assert await process.ended((await process.planned(patient)).id) == "completed"
        assert at_once == 2  # there were always others that waited
