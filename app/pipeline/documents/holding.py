"""Holds what is written for the patient if the visit speaks, or may speak, of danger."""

from functools import lru_cache
from uuid import UUID

from app.pipeline.graph import SCREEN, generator_of_task, tasks_in_order
from app.pipeline.input.generator_input import GeneratorInput
from app.pipeline.input.risk_state import current_screen
from app.pipeline.input.staleness import is_stale
from app.pipeline.policy import enabled_tasks
from app.store import generations, patients, versions, visits
from app.store.database import Db
from app.store.list_fragments import ListedTasks
from app.store.models import Generation
from app.therapy.risk import HOLDING, holds
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Visit


@lru_cache(maxsize=1)
def unversioned_patient_tasks() -> tuple[str, ...]:
    """Return the tasks that write for the patient without versions. Their results themselves are held."""
    return tuple(task for task in tasks_in_order() if may_be_held(task) and generator_of_task(task).DOCUMENT is None)


def may_be_held(task: str) -> bool:
    """Return whether a task's result is held if the visit speaks of danger."""
    return generator_of_task(task).DOCUMENT is not None or generator_of_task(task).AUDIENCE is not Audience.CLINICIAN


def listed_tasks(disabled: frozenset[str]) -> ListedTasks:
    """Return the tasks of the lists of what is written for patients, without what is switched off."""
    enabled = enabled_tasks(disabled)
    prompt = generator_of_task(SCREEN).declared.prompt_version if SCREEN in enabled else ""
    return ListedTasks([task for task in enabled if may_be_held(task)], SCREEN if SCREEN in enabled else "", prompt)


class DangerNotChecked(Exception):
    """No screen decides whether a result is held, and the rules have not read the visit either."""


def speaks_of_danger(visit: Visit) -> bool:
    """Return whether the rules find signs of danger in a visit. Reads all its words, which takes up to two seconds."""
    return holds(visit.transcript, visit.roles)


async def letter_facts(
    db: Db, task: str, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None
) -> dict[str, bool]:
    """Return the columns that only some results have: for a letter, whether it is held. Raises DangerNotChecked."""
    if task not in unversioned_patient_tasks():
        return {}
    await patients.lock_patient(db, patient_id)
    return {"held": await is_held(db, patient_id, generator_input, endangered)}


async def hold_results_made_before_screen(db: Db, screen: Generation) -> None:
    """Hold what was made for a visit before its screen, if the screen requires it."""
    if (screen.result or {}).get("state") not in HOLDING:
        return
    await patients.lock_patient(db, screen.patient_id)
    for document in versions.known_documents():
        await versions.hold_versions_of(db, document, screen.patient_id, screen.session_id)
    await generations.hold_results(db, screen.session_id, unversioned_patient_tasks())


async def is_held(db: Db, patient_id: UUID, generator_input: GeneratorInput, endangered: bool | None) -> bool:
    """Return whether to hold what is made for a visit. The visit's screen decides, which includes the rules; without
    one, or if it belongs to another transcript, the rules decide. Raises DangerNotChecked if the rules have not read
    the visit.
    """
    visit = generator_input.visit
    grounds = await visits.fingerprints_of_patient(db, patient_id)
    screen = await current_screen(db, visit.session_id, grounds)
    state = (screen.result or {}).get("state") if screen else None
    if state in HOLDING:
        return True
    if screen and state and not is_stale(screen, grounds):
        return False
    if endangered is None:
        raise DangerNotChecked
    return endangered
