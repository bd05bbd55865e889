"""A stored result as callers get it."""

from uuid import UUID

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.execution.envelope import envelope, envelopes, version_metadata
from app.pipeline.execution.outcome import TaskResult
from app.pipeline.graph import tasks
from app.store.versions import Version


async def test_each_task_has_its_envelope_or_null(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.done(session, "mood_analysis")
    standing = await shared.standing(session)
    async with shared.context.database.snapshot() as db:
        told = await envelopes(db, standing, tasks())
    assert {task for task, one in told.items() if one} == {"mood_analysis"}
    stored = TaskResult(standing.results["mood_analysis"], standing, reused=True)
    assert told["mood_analysis"] == await envelope(shared.context.database, stored)


async def test_an_edited_row_shows_in_the_envelope(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    done = await shared.done(session, "roadmap_generation")
    await shared.rows("UPDATE generation_metadata SET sessions_analyzed = 77 WHERE last_session_id = :one", one=session)
    told = await envelope(shared.context.database, done)
    assert (told["version_number"], told["generation_metadata"]["sessions_analyzed"]) == (1, 77)


def test_a_version_that_the_platform_wrote_shows_its_own_notes() -> None:
    told = version_metadata(Version(UUID(int=1), 4, {}, None, None, {"sessions_analyzed": 3, "secret": "x"}))
    assert (told["sessions_analyzed"], told["version_number"], told["id"]) == (3, 4, None)
    assert "secret" not in told
