"""Holds what is written for the patient where the visit speaks, or may speak, of danger."""

from functools import lru_cache
from uuid import UUID

from app.pipeline.graph import generator, tasks
from app.pipeline.input.generator_input import GeneratorInput
from app.pipeline.input.risk_state import screen_of
from app.pipeline.input.staleness import is_stale
from app.store import generations, patients, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.risk import HOLDING, holds
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Visit


@lru_cache(maxsize=1)
def held_tasks() -> tuple[str, ...]:
    """The tasks that write for the patient and keep no versions: their results themselves are held."""
    return tuple(task for task in tasks() if may_be_held(task) and generator(task).DOCUMENT is None)


def may_be_held(task: str) -> bool:
    """Whether a task's result waits where the visit speaks of danger."""
    return generator(task).DOCUMENT is not None or generator(task).AUDIENCE is not Audience.CLINICIAN


class NotReadForDanger(Exception):
    """No screen decides whether a result is held, and the visit's words were not read for it."""


def speaks_of_danger(visit: Visit) -> bool:
    """Whether a visit's words raise the question of danger by plain code. Reads all of them: up to two seconds."""
    return holds(visit.transcript, visit.roles)


async def letter_facts(
    db: Db, task: str, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None
) -> dict[str, bool]:
    """The columns of a result beside those of every one: of a letter, whether it is held. Raises Unread."""
    if task not in held_tasks():
        return {}
    await patients.lock(db, patient_id)
    return {"held": await is_held(db, patient_id, generator_input, endangered)}


async def hold_earlier(db: Db, screen: Generation) -> None:
    """Hold what was made for a visit before it was screened, where the screen says so."""
    if (screen.result or {}).get("state") not in HOLDING:
        return
    await patients.lock(db, screen.patient_id)
    for document in versions.documents():
        await versions.hold_versions_of(db, document, screen.patient_id, screen.session_id)
    await generations.hold(db, screen.session_id, held_tasks())


async def is_held(db: Db, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None) -> bool:
    """What the visit's screen decides, which includes the rules; where there is none, or it is of other words, whether
    the words themselves raise the question. Raises Unread where these were not read."""
    visit = generator_input.visit
    grounds = await visits.grounds(db, patient_id)
    screen = await screen_of(db, visit.session_id, grounds)
    state = (screen.result or {}).get("state") if screen else None
    if state in HOLDING:
        return True
    if screen and state and not is_stale(screen, grounds):
        return False
    if endangered is None:
        raise NotReadForDanger
    return endangered
