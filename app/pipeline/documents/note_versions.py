"""Stores a progress note in a format, as a version of its visit's note."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from app.pipeline.graph import NOTE
from app.store import patients, progress_notes
from app.store.database import Database, Db
from app.store.models import Generation, ProgressNoteVersion
from app.therapy.evidence import Evidence
from app.therapy.progress_note import NoteFormat, arrange_note_by_format, decode_note_lines


async def store_note_version(db: Db, row: Generation, form: NoteFormat) -> ProgressNoteVersion:
    """Store a note as a version in a format, or return its existing version. Raises NotFound if it was erased."""
    assert row.task == NOTE
    assert row.result is not None
    note, evidence = arrange_note_by_format(decode_note_lines(row.result, _evidence(row)), form)
    placed = [{**asdict(item), "session_id": str(item.session_id)} for item in evidence]
    return await progress_notes.insert_note_version(db, row, form.value, note, placed)


async def ensure_note_version(database: Database, row: Generation, form: NoteFormat) -> None:
    """Make sure that a result has a version in a format, if it has any content. Raises NotFound if it was erased."""
    if row.result is None:
        return
    async with database.snapshot() as db:
        known = await progress_notes.version_of_generation(db, row.id, form)
    if known is None:
        async with database.transaction() as db:
            await patients.lock_patient(db, row.patient_id)  # as erasing does, which takes the rows in another order
            await store_note_version(db, row, form)


def _evidence(row: Generation) -> list[Evidence]:
    stored: list[dict[str, Any]] = row.evidence
    return [Evidence(**{**item, "session_id": UUID(item["session_id"])}) for item in stored]
