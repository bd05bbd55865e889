"""Releases a held version or letter, so that it can be shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.pipeline.documents.versioning import task_of_document
from app.pipeline.graph import generator_of_task
from app.progress.events import VERSION_RELEASE, Event
from app.progress.wave3_logger import Wave3Logger
from app.store import generations, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.versions import Document, Version


async def release_version(
    db: Db, logger: Wave3Logger, document: Document, patient_id: UUID, version: Version, reason: str | None = None
) -> None:
    """Release a version and publish that. The caller has read it under the patient's lock and writes nothing after
    this.
    """
    if not await versions.mark_version_released(db, document, patient_id, version, reason):
        return
    session_id = version.metadata.last_session_id if version.metadata else None
    dates = dict(await visits.list_visits(db, patient_id))
    date = dates.get(session_id) if session_id else None
    event = _released(task_of_document(document), session_id, date, version_number=version.number)
    await logger.record(db, patient_id, [event])


async def release_letter(
    db: Db, logger: Wave3Logger, letter: Generation, session_date: datetime, reason: str | None = None
) -> None:
    """Release a letter and publish that. The caller has read it under the patient's lock and writes
    nothing after this.
    """
    if await generations.mark_result_released(db, letter, reason):
        event = _released(letter.task, letter.session_id, session_date, generation_id=str(letter.id))
        await logger.record(db, letter.patient_id, [event])


def _released(task: str, session_id: UUID | None, session_date: datetime | None, **details: Any) -> Event:
    declared = generator_of_task(task).declared
    where = (session_id, session_date, declared.wave)
    return Event(*where, VERSION_RELEASE, "success", details=details, part_of=declared.event)
