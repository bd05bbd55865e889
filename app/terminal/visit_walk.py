"""Takes a patient's visits through the waves in this process, one step after another, in the order of a run.

A run executes steps concurrently. Here the caller executes each step, so that it can wait for an answer or check a
budget before the next one.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from app.api.visit_schema import HandedVisit
from app.pipeline.context import Context
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, Step, steps_to_wait_for, tasks_in_order
from app.pipeline.runs.data_erasure import erase_patient_data
from app.sample.visits import read_sample_visits
from app.store import patients, visits


@dataclass(frozen=True, slots=True)
class NamedVisit:
    """A visit with a readable name, and the body of its PUT."""

    name: str
    body: dict[str, Any]


Do = Callable[[NamedVisit, TaskRequest], Awaitable[bool | None]]
"""Does one step: whether it came to a result, or None where it was not done."""


def sample_history() -> list[NamedVisit]:
    """Return the sample patient's visits in order."""
    return [NamedVisit(visit.name, dict(visit.request_body)) for visit in read_sample_visits()]


@asynccontextmanager
async def patient_with_visits(
    context: Context, history: Sequence[NamedVisit]
) -> AsyncIterator[tuple[UUID, dict[str, UUID]]]:
    """Create a patient with these visits, and yield the ids by the visits' names. They are erased at the end of the
    block.
    """
    patient, sessions = uuid4(), {visit.name: uuid4() for visit in history}
    async with context.database.transaction() as db:
        await patients.insert_patient(db, patient)
        for visit in history:
            handed = HandedVisit.model_validate(visit.body)
            await visits.store_visit(db, handed.stored(patient, sessions[visit.name]))
    try:
        yield patient, sessions
    finally:
        await erase_patient_data(context, patient)


async def execute_steps_in_order(history: Sequence[NamedVisit], sessions: Mapping[str, UUID], do: Do) -> None:
    """Execute every step that is ready. A step that was not executed, or has no result, blocks those
    that wait for it.
    """
    ended: dict[Step, bool] = {}
    order = list(sessions.values())
    for visit in history:
        for task in tasks_in_order():
            step = Step(sessions[visit.name], task)
            if task == LABELING and visit.body.get("speaker_roles"):
                ended[step] = True
            elif _is_ready(step, order, ended):
                labelled = task == LABELING or ended.get(Step(step.session_id, LABELING), False)
                came_to = await do(visit, TaskRequest(step.session_id, task, without_roles=not labelled))
                if came_to is not None:
                    ended[step] = came_to


def _is_ready(step: Step, order: Sequence[UUID], ended: Mapping[Step, bool]) -> bool:
    """Return whether everything that a step waits for has ended, and what it needs has a result."""
    return all(
        other in ended and (ended[other] or not (need.result or (other.task == LABELING and not need.failed_too)))
        for other, need in steps_to_wait_for(step, order)
    )
