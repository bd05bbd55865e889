"""The notes of a visit go with it."""

from uuid import uuid4

from sqlalchemy import delete, func, select
from support.visit_rows import a_generation, a_visit, add

from app.store.database import Database
from app.store.models import ProgressNote, ProgressNoteVersion, TherapySession


async def test_a_visit_takes_its_note_and_all_versions_along(module_database: Database) -> None:
    visit = await a_visit(module_database)
    made = a_generation(visit, id=uuid4())
    owner = {"patient_id": visit.patient_id, "session_id": visit.session_id, "generation_id": made.id}
    version = ProgressNoteVersion(**owner, version_number=1, format="dap", note={}, evidence=[])
    await add(module_database, made, ProgressNote(session_id=visit.session_id), version)
    async with module_database.transaction() as db:
        await db.execute(delete(TherapySession).where(TherapySession.id == visit.session_id))
    async with module_database.snapshot() as db:
        for model in (ProgressNote, ProgressNoteVersion):
            left = select(func.count()).select_from(model).where(model.session_id == visit.session_id)
            assert await db.scalar(left) == 0
