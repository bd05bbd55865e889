"""Stores a document as its patient's next version; it is held where the visit speaks, or may speak, of danger."""

import asyncio
from typing import Any
from uuid import UUID

from app.generators.generation import Generation as Generated
from app.pipeline.graph import generator
from app.pipeline.material import Material
from app.pipeline.rows import version_facts
from app.pipeline.screening import screen_of
from app.pipeline.staleness import is_stale
from app.progress.telling import VERSION_RELEASE, Event
from app.progress.wave3_logger import Wave3Logger
from app.store import patients, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.versions import Document, Version
from app.therapy.risk import HOLDING, holds

DOCUMENTS = {
    "roadmap_generation": versions.YOUR_JOURNEY,
    "session_bridge_generation": versions.SESSION_BRIDGE,
}


def task_of(document: Document) -> str:
    """The task that writes a document."""
    return next(task for task, written in DOCUMENTS.items() if written is document)


async def add_version(db: Db, task: str, patient_id: UUID, made: Generated[Any], material: Material) -> Version:
    """Store the next version of a task's document, and let it be shown unless it is held."""
    assert made.result is not None
    document = DOCUMENTS[task]
    await patients.lock(db, patient_id)
    facts = version_facts(made, material, len(await visits.listed(db, patient_id)))
    held = await _is_held(db, patient_id, material)
    version = await versions.add(db, document, patient_id, made.result, {**facts, "held": held})
    await versions.point_forward(db, document, patient_id)
    return version


async def release(db: Db, logger: Wave3Logger, document: Document, patient_id: UUID, version: Version) -> None:
    """Let a version be shown, and tell of it. The caller has read it under the patient's lock, and writes no more."""
    if not await versions.release(db, document, patient_id, version):
        return
    session_id = version.metadata.last_session_id if version.metadata else None
    dates = dict(await visits.listed(db, patient_id))
    declared = generator(task_of(document)).declared
    told = Event(
        session_id=session_id,
        session_date=dates.get(session_id) if session_id else None,
        wave=declared.wave,
        event=VERSION_RELEASE,
        status="success",
        details={"version_number": version.number},
        part_of=declared.event,
    )
    await logger.tell(db, patient_id, [told])


async def hold_earlier(db: Db, screen: Generation) -> None:
    """Hold what was made for a visit before it was screened, where the screen says so."""
    if (screen.result or {}).get("state") not in HOLDING:
        return
    await patients.lock(db, screen.patient_id)
    for document in DOCUMENTS.values():
        await versions.hold_made_for(db, document, screen.patient_id, screen.session_id)


async def _is_held(db: Db, patient_id: UUID, material: Material) -> bool:
    """What the visit's screen says, which has the floor in it; where there is none, or it is of other words, whether
    the words themselves raise the question."""
    visit = material.visit
    grounds = await visits.grounds(db, patient_id)
    screen = await screen_of(db, visit.session_id, grounds)
    told = (screen.result or {}).get("state") if screen else None
    if told in HOLDING:
        return True
    if screen and told and not is_stale(screen, grounds):
        return False
    return await asyncio.to_thread(holds, visit.transcript, visit.roles)
