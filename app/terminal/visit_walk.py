"""Takes a patient's visits through the waves in this process, one step after the other, in the order of a run.

A run does steps side by side. Here each step is done by whoever calls, so that an answer can be waited for, or a budget
be looked at, before the next.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from app.api.visit_schema import HandedVisit
from app.pipeline.context import Context
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, Step, tasks, waits_for
from app.pipeline.runs.data_erasure import erase_patient_data
from app.sample.visits import sample_visits
from app.store import patients, visits


@dataclass(frozen=True, slots=True)
class NamedVisit:
    """A visit under a name that people use, and what its PUT takes."""

    name: str
    body: dict[str, Any]


Do = Callable[[NamedVisit, TaskRequest], Awaitable[bool | None]]
"""Does one step: whether it came to a result, or None where it was not done."""


def sample_history() -> list[NamedVisit]:
    """The sample patient's visits, in their order."""
    return [NamedVisit(visit.name, dict(visit.body)) for visit in sample_visits()]


@asynccontextmanager
async def handed_over(context: Context, history: Sequence[NamedVisit]) -> AsyncIterator[tuple[UUID, dict[str, UUID]]]:
    """A new patient with these visits: the ids, by the visits' names. Erased at the end of the block."""
    patient, sessions = uuid4(), {visit.name: uuid4() for visit in history}
    async with context.database.transaction() as db:
        await patients.register(db, patient)
        for visit in history:
            handed = HandedVisit.model_validate(visit.body)
            await visits.store_visit(db, handed.stored(patient, sessions[visit.name]))
    try:
        yield patient, sessions
    finally:
        await erase_patient_data(context, patient)


async def walk_steps(history: Sequence[NamedVisit], sessions: Mapping[str, UUID], do: Do) -> None:
    """Do every step whose turn comes; what was not done, or came to nothing, stops what waits for it."""
    ended: dict[Step, bool] = {}
    order = list(sessions.values())
    for visit in history:
        for task in tasks():
            step = Step(sessions[visit.name], task)
            if task == LABELING and visit.body.get("speaker_roles"):
                ended[step] = True
            elif _is_ready(step, order, ended):
                labelled = task == LABELING or ended.get(Step(step.session_id, LABELING), False)
                came_to = await do(visit, TaskRequest(step.session_id, task, without_roles=not labelled))
                if came_to is not None:
                    ended[step] = came_to


def _is_ready(step: Step, order: Sequence[UUID], ended: Mapping[Step, bool]) -> bool:
    """Whether all that a step waits for has ended, and what it needs has come to something."""
    return all(
        other in ended and (ended[other] or not (need.result or (other.task == LABELING and not need.failed_too)))
        for other, need in waits_for(step, order)
    )
