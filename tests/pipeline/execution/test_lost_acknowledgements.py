"""A commit whose acknowledgement is lost counts once, and what an attempt leaves behind is swept."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from support.lossy_database import LossyDatabase
from support.pipeline_process import PipelineProcess
from support.run_invariants import assert_nothing_is_lost
from support.sample_visits import GIVEN
from support.tables import each_row

from app.errors import DatabaseUnavailable, ModelFailed
from app.offline.fault_injection import Fault, FaultPlan
from app.pipeline.execution import task_request
from app.pipeline.runs import heartbeat
from app.pipeline.runs.run_executor import execute_run
from app.store import db_retry

MOOD = "mood_analysis"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_retry, "FIRST_PAUSE", 0.001)


async def of_visit(works: PipelineProcess, columns: str, table: str, session: UUID, order: str = "1") -> list[Any]:
    return await works.rows(f"SELECT {columns} FROM {table} WHERE session_id = :id ORDER BY {order}", id=session)


async def told_in_both_logs(works: PipelineProcess, session: UUID) -> tuple[list[str], list[str]]:
    """The states of a visit's events, and those of its entries in the processing log."""
    told = await of_visit(works, "status", "pipeline_events", session, "number")
    entered = await of_visit(works, "status", "analysis_processing_log", session, "status DESC")
    return [row["status"] for row in told], [row["status"] for row in entered]


@each_row("lost", [1, 2, 3])
@each_row("force", [False, True])
async def test_a_commit_whose_acknowledgement_is_lost_is_made_once(
    shared: PipelineProcess, lost: int, force: bool
) -> None:
    """Of the three transactions of a call: the beginning, the opened line, the result."""
    shared.engine.reset()
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    lossy: Any = LossyDatabase(shared.context.database, {lost})
    done = await PipelineProcess(replace(shared.context, database=lossy), shared.engine).done(
        session, MOOD, force=force
    )
    assert lossy.made == 4
    assert not done.reused
    assert len(shared.conduct.calls) == 1
    assert await told_in_both_logs(shared, session) == (["started", "success"], ["started", "completed"])
    lines = await of_visit(shared, "state, generation_id", "model_calls", session)
    assert lines == [{"state": "answered", "generation_id": done.row.id}]
    assert await of_visit(shared, "1", "claims", session) == []
    assert len(await of_visit(shared, "1", "generations", session)) == 1


@each_row("force", [False, True])
async def test_a_failure_whose_acknowledgement_is_lost_is_told_once(shared: PipelineProcess, force: bool) -> None:
    shared.engine.reset(FaultPlan(faults_of={MOOD: [Fault.REFUSAL]}))
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    lossy: Any = LossyDatabase(shared.context.database, {3})
    with pytest.raises(ModelFailed):
        await PipelineProcess(replace(shared.context, database=lossy), shared.engine).done(session, MOOD, force=force)
    assert await told_in_both_logs(shared, session) == (["started", "failed"], ["started", "failed"])
    assert await of_visit(shared, "1", "claims", session) == []


async def test_an_interruption_whose_acknowledgement_is_lost_is_entered_once(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    run = await shared.planned(patient)
    left = (
        "UPDATE run_steps SET status = 'running', attempt = 1, started_at = now() WHERE task = :task AND run_id = :run"
    )
    await shared.rows(left, task=MOOD, run=run.id)
    lossy: Any = LossyDatabase(shared.context.database, {1})
    await execute_run(replace(shared.context, database=lossy), run.id)
    entered = await of_visit(shared, "event, error_message AS why", "analysis_processing_log", session)
    assert [row["event"] for row in entered if row["why"] == "interrupted"] == ["MOOD_ANALYSIS"]


@pytest.mark.parametrize("every", [2, 3])
async def test_a_run_of_which_many_acknowledgements_are_lost_does_and_tells_everything_once(
    works: PipelineProcess, every: int
) -> None:
    patient, _ = await works.visited(1, 2)
    run = await works.planned(patient)
    lossy: Any = LossyDatabase(works.context.database, range(every, 10_000, every))
    await execute_run(replace(works.context, database=lossy), run.id)

    assert lossy.made > 50
    await assert_nothing_is_lost(works)
    by_a_model = await works.rows("SELECT 1 FROM generations WHERE attempts > 0")
    assert len(works.conduct.calls) == len(by_a_model) > len(await works.steps(run.id)) / 2
    lines = await works.rows("SELECT state, generation_id FROM model_calls")
    assert {line["state"] for line in lines} == {"answered"}
    assert len({line["generation_id"] for line in lines}) == len(lines) == len(works.conduct.calls)
    twice = "SELECT session_id, wave, event FROM pipeline_events WHERE status <> 'progress'"
    twice += " GROUP BY session_id, phase, wave, event, status HAVING count(*) > 1"
    assert await works.rows(twice) == []


async def test_what_a_beginning_left_that_was_given_up_is_swept_by_the_next_beat(
    works: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_request, "CALLER_PATIENCE", 0.0)
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    lossy: Any = LossyDatabase(works.context.database, {1})
    with pytest.raises(DatabaseUnavailable):
        await PipelineProcess(replace(works.context, database=lossy), works.engine).done(session, MOOD)
    assert len(await works.rows("SELECT 1 FROM claims")) == 1

    await works.rows("UPDATE claims SET claimed_at = now() - interval '6 s'")
    await heartbeat._beat(works.context)
    assert await works.rows("SELECT 1 FROM claims") == []
    assert not (await works.done(session, MOOD)).reused


async def test_a_line_left_open_by_an_attempt_that_is_over_is_closed_by_the_next_beat(
    works: PipelineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_request, "CALLER_PATIENCE", 0.0)
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    lossy: Any = LossyDatabase(works.context.database, {2})
    with pytest.raises(DatabaseUnavailable):
        await PipelineProcess(replace(works.context, database=lossy), works.engine).done(session, MOOD)
    # What gave it up has closed it; one that could not do that either leaves it open.
    assert await works.rows("SELECT outcome, cost_usd FROM model_calls") == [{"outcome": "not_made", "cost_usd": 0}]
    await works.rows("UPDATE model_calls SET state = 'open', outcome = NULL, opened_at = now() - interval '6 s'")
    await heartbeat._beat(works.context)
    assert await works.rows("SELECT state, outcome FROM model_calls") == [{"state": "failed", "outcome": "lost"}]
