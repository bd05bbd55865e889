"""Stores a document as its patient's next version; it and the letter are held where the visit speaks, or may speak, of
danger."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from app.generators.generation import Generation as Generated
from app.generators.registry import generators
from app.pipeline.execution.row_mapping import version_facts
from app.pipeline.graph import generator, tasks
from app.pipeline.input.generator_input import GeneratorInput
from app.pipeline.input.risk_state import screen_of
from app.pipeline.input.staleness import is_stale
from app.progress.events import VERSION_RELEASE, Event
from app.progress.wave3_logger import Wave3Logger
from app.store import generations, patients, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.versions import Document, Version
from app.therapy.risk import HOLDING, holds
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Visit

DOCUMENTS = {task: versions.document(heir.DOCUMENT.key) for task, heir in generators().items() if heir.DOCUMENT}


@lru_cache(maxsize=1)
def letters() -> tuple[str, ...]:
    """The tasks that write for the patient and keep no versions: their results themselves are held."""
    return tuple(
        task for task in tasks() if generator(task).AUDIENCE is not Audience.CLINICIAN and task not in DOCUMENTS
    )


def may_be_held(task: str) -> bool:
    """Whether a task writes for the patient, so that its result waits where the visit speaks of danger."""
    return task in DOCUMENTS or task in letters()


def task_of(document: Document) -> str:
    """The task that writes a document."""
    return next(task for task, written in DOCUMENTS.items() if written is document)


class Unread(Exception):
    """No screen says whether a result is to be held, and the visit's words were not read for it."""


def speaks_of_danger(visit: Visit) -> bool:
    """Whether a visit's words raise the question of danger by plain code. Reads all of them: up to two seconds."""
    return holds(visit.transcript, visit.roles)


async def add_version(
    db: Db,
    task: str,
    patient_id: UUID,
    made: Generated[Any],
    generator_input: GeneratorInput,
    endangered: bool | None = None,
) -> Version:
    """Store the next version of a task's document, and let it be shown unless it is held. `endangered` is what the
    floor says of the visit, where that was asked before: it decides where no screen does. Raises Unread."""
    assert made.result is not None
    document = DOCUMENTS[task]
    await patients.lock(db, patient_id)
    facts = version_facts(made, generator_input, len(await visits.listed(db, patient_id)))
    held = await _is_held(db, patient_id, generator_input, endangered)
    version = await versions.add(db, document, patient_id, made.result, {**facts, "held": held})
    await versions.point_forward(db, document, patient_id)
    return version


async def release(db: Db, logger: Wave3Logger, document: Document, patient_id: UUID, version: Version) -> None:
    """Let a version be shown, and tell of it. The caller has read it under the patient's lock, and writes no more."""
    if not await versions.release(db, document, patient_id, version):
        return
    session_id = version.metadata.last_session_id if version.metadata else None
    dates = dict(await visits.listed(db, patient_id))
    date = dates.get(session_id) if session_id else None
    told = _released(task_of(document), session_id, date, version_number=version.number)
    await logger.record(db, patient_id, [told])


async def release_letter(db: Db, logger: Wave3Logger, letter: Generation, session_date: datetime) -> None:
    """Let a letter be shown, and tell of it. The caller has read it under the patient's lock, and writes no more."""
    if await generations.release(db, letter):
        told = _released(letter.task, letter.session_id, session_date, generation_id=str(letter.id))
        await logger.record(db, letter.patient_id, [told])


def _released(task: str, session_id: UUID | None, session_date: datetime | None, **details: Any) -> Event:
    declared = generator(task).declared
    where = (session_id, session_date, declared.wave)
    return Event(*where, VERSION_RELEASE, "success", details=details, part_of=declared.event)


async def letter_facts(
    db: Db, task: str, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None
) -> dict[str, bool]:
    """The columns of a result beside those of every one: of a letter, whether it is held. Raises Unread."""
    if task not in letters():
        return {}
    await patients.lock(db, patient_id)
    return {"held": await _is_held(db, patient_id, generator_input, endangered)}


async def hold_earlier(db: Db, screen: Generation) -> None:
    """Hold what was made for a visit before it was screened, where the screen says so."""
    if (screen.result or {}).get("state") not in HOLDING:
        return
    await patients.lock(db, screen.patient_id)
    for document in DOCUMENTS.values():
        await versions.hold_made_for(db, document, screen.patient_id, screen.session_id)
    await generations.hold(db, screen.session_id, letters())


async def _is_held(db: Db, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None) -> bool:
    """What the visit's screen says, which has the floor in it; where there is none, or it is of other words, whether
    the words themselves raise the question. Raises Unread where nobody has looked at those."""
    visit = generator_input.visit
    grounds = await visits.grounds(db, patient_id)
    screen = await screen_of(db, visit.session_id, grounds)
    told = (screen.result or {}).get("state") if screen else None
    if told in HOLDING:
        return True
    if screen and told and not is_stale(screen, grounds):
        return False
    if endangered is None:
        raise Unread
    return endangered
