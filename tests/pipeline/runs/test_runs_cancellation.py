"""A cancelled run ends once, and its model call is broken off in whichever process makes it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN

from app.pipeline.graph import tasks
from app.pipeline.runs.cancellation import cancel_run

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


async def test_a_cancelled_run_says_so_once_for_each_step(shared: PipelineProcess) -> None:
    patient, (_session,) = await shared.visited()
    run = await shared.planned(patient)
    assert await cancel_run(shared.context, run.id)
    assert not await cancel_run(shared.context, run.id)
    told = "SELECT event, status FROM pipeline_events WHERE patient_id = :patient ORDER BY number"
    events = await shared.rows(told, patient=patient)
    assert events.pop()["event"] == "RUN_END"
    assert len(events) == len(await shared.steps(run.id)) == len(tasks())
    assert {event["status"] for event in events} == {"cancelled"}


async def test_what_another_process_cancelled_is_broken_off(web: PipelineProcess, worker: Worker) -> None:
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
