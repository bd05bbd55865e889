"""A stored note is filed in a format when somebody asks for that, and once."""

import asyncio

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.documents.note_versions import ensure_filed
from app.store import progress_notes
from app.therapy.progress_note import NoteFormat


async def test_two_who_ask_at_once_get_one_version(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    await shared.done(session, "risk_screen")
    row = (await shared.done(session, "progress_note")).row
    database = shared.context.database
    await asyncio.gather(*(ensure_filed(database, row, NoteFormat.SOAP) for _ in range(3)))
    async with database.snapshot() as db:
        listed = await progress_notes.list_versions(db, session, None, 10)
    assert [(version.version_number, version.format) for version, _ in listed] == [(2, "soap"), (1, "dap")]


async def test_a_result_that_says_nothing_is_not_filed(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    row = (await shared.done(session, "mood_analysis")).row
    row.result = None
    await ensure_filed(shared.context.database, row, NoteFormat.SOAP)
    async with shared.context.database.snapshot() as db:
        assert await progress_notes.current_version(db, session) is None
