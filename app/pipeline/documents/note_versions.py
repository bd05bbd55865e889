"""Files a progress note in a format, as a version of its visit's."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from app.pipeline.graph import NOTE
from app.store import patients, progress_notes
from app.store.database import Database, Db
from app.store.models import Generation, ProgressNoteVersion
from app.therapy.evidence import Evidence
from app.therapy.progress_note import NoteFormat, arrange_note, note_lines_of


async def file_note(db: Db, row: Generation, form: NoteFormat) -> ProgressNoteVersion:
    """File a stored note, or give what it was filed as in that format before. Raises NotFound when it was erased."""
    assert row.task == NOTE
    assert row.result is not None
    note, evidence = arrange_note(note_lines_of(row.result, _evidence(row)), form)
    placed = [{**asdict(item), "session_id": str(item.session_id)} for item in evidence]
    return await progress_notes.add(db, row, form.value, note, placed)


async def ensure_filed(database: Database, row: Generation, form: NoteFormat) -> None:
    """See to it that a result, if it has anything to file, is filed in a format. Raises NotFound when it was erased."""
    if row.result is None:
        return
    async with database.snapshot() as db:
        known = await progress_notes.version_of_generation(db, row.id, form)
    if known is None:
        async with database.transaction() as db:
            await patients.lock(db, row.patient_id)  # as erasing does, which takes the rows in another order
            await file_note(db, row, form)


def _evidence(row: Generation) -> list[Evidence]:
    stored: list[dict[str, Any]] = row.evidence
    return [Evidence(**{**item, "session_id": UUID(item["session_id"])}) for item in stored]
