"""What a run has to do: the steps of its visits, those that stand already marked as reused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.llm.model_tier import ModelTier
from app.pipeline.graph import LABELING, generator
from app.pipeline.parts import Parts
from app.pipeline.policy import made_here
from app.pipeline.staleness import is_stale
from app.store import generations, patients, runs, visits
from app.store.database import Db
from app.store.models import Generation, Run
from app.store.visits import Ground


@dataclass(frozen=True, slots=True)
class Wish:
    """A run as it was asked for: the waves for one visit, or for every visit with something missing or stale."""

    patient_id: UUID
    session_id: UUID | None = None
    tier: ModelTier | None = None
    force: bool = False


async def plan(db: Db, parts: Parts, wish: Wish) -> Run:
    """The run for a wish: one that is under way already, one with nothing to do that is completed, or a new one.

    Raises NotFound when the patient was erased.
    """
    await patients.lock(db, wish.patient_id)
    steps = await _steps(db, wish, made_here(parts.disabled))
    to_do = {(step["session_id"], step["task"]) for step in steps if step["status"] == "waiting"}
    waiting = {session for session, _ in to_do}
    under_way = await _under_way(db, wish, to_do)
    if under_way is not None:
        return under_way
    if wish.session_id is None and waiting:
        steps = [step for step in steps if step["session_id"] in waiting]
    values = {"patient_id": wish.patient_id, "model_tier": wish.tier or parts.settings.model_tier, "force": wish.force}
    run = await runs.add(db, {**values, "status": "queued"}, steps)
    if waiting:
        await parts.jobs.enqueue(db, run.id)
    else:
        await runs.end(db, run.id, "completed")
        await db.refresh(run)
    return run


async def _steps(db: Db, wish: Wish, tasks: Sequence[str]) -> list[dict[str, Any]]:
    grounds = await visits.grounds(db, wish.patient_id)
    standing = await generations.outlines(db, wish.patient_id)
    given = await visits.with_given_roles(db, wish.patient_id)
    chosen = [wish.session_id] if wish.session_id else list(grounds)
    return [
        _step(session, task, standing.get((session, task)), grounds, wish.force)
        for session in chosen
        for task in tasks
        if not (task == LABELING and session in given)
    ]


def _step(
    session: UUID, task: str, row: Generation | None, grounds: Mapping[UUID, Ground], force: bool
) -> dict[str, Any]:
    stands = row is not None and not force and not is_stale(row, grounds)
    return {
        "session_id": session,
        "task": task,
        "wave": generator(task).declared.wave,
        "status": "reused" if stands else "waiting",
        "generation_id": row.id if row is not None and stands else None,
    }


async def _under_way(db: Db, wish: Wish, to_do: set[tuple[UUID, str]]) -> Run | None:
    """A run that has all that is wished still before it; of what is not forced, that it has failed at already counts
    too: a second run beside it would ask the same again. Forced once more, what has ended is redone."""
    counted = runs.OPEN_STEPS if wish.force else (*runs.OPEN_STEPS, *runs.ENDED_BADLY)
    for run in await runs.under_way(db, wish.patient_id):
        rows = await runs.steps_of(db, run.id)
        its = {(step.session_id, step.task) for step in rows if step.status in counted}
        if to_do and to_do <= its and (run.force or not wish.force):
            return run
    return None


def visits_in_order(steps: Sequence[Any]) -> list[UUID]:
    """The visits of a run's steps, in their order."""
    return list(dict.fromkeys(step.session_id for step in steps))
