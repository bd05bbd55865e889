"""Plans a run: the steps of its visits, with valid results already marked as reused."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.graph import LABELING, generator
from app.pipeline.input.current_results import Key, counting_results
from app.pipeline.input.staleness import is_stale
from app.pipeline.policy import made_here
from app.progress.events import run_ended
from app.store import generations, patients, runs, visits
from app.store.database import Db
from app.store.models import Generation, Run, RunStep
from app.store.visits import Ground


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run as it was asked for: the waves for one visit, or for every visit with something missing or stale."""

    patient_id: UUID
    session_id: UUID | None = None
    tier: ModelTier | None = None
    force: bool = False
    asked_at: float = field(default_factory=time.monotonic)
    """When it was asked for, by this process's clock: it may have waited since."""


SHORT_VISITS = 3
"""A run with so many visits to do at most is short, and waits for no long one's end."""
AT_ONCE = 1.0
"""Seconds within which two equal requests are one, as by a double click. A run is stored before it is found."""


async def plan_run(db: Db, context: Context, run_request: RunRequest) -> Run:
    """The run for a request: one made for an equal request at the same time, one that is under way, one with nothing
    to do that is completed, or a new one.

    Raises NotFound when the patient was erased.
    """
    await patients.lock(db, run_request.patient_id)
    # Runs are read before results: what a run ends in between is missing from what is to do, never the other way round.
    existing = await _existing_runs(db, run_request)
    scope = await _scope(db, run_request)
    steps = _steps(run_request, scope, made_here(context.disabled))
    to_do = {(step["session_id"], step["task"]) for step in steps if step["status"] == "waiting"}
    answer = _matching(existing, run_request, scope, to_do, context)
    if answer is not None:
        return answer
    waiting = {session for session, _ in to_do}
    if run_request.session_id is None and waiting:
        steps = [step for step in steps if step["session_id"] in waiting]
    values = {
        "patient_id": run_request.patient_id,
        "model_tier": _tier(run_request, context),
        "force": run_request.force,
    }
    run = await runs.add(db, {**values, "status": "queued"}, steps)
    if waiting:
        await context.jobs.enqueue(db, run.id, short=len(waiting) <= SHORT_VISITS)
    else:
        await runs.end(db, run.id, "completed")
        await db.refresh(run)
        await context.logger.record(db, run_request.patient_id, [run_ended(run.id, "completed")])
    return run


@dataclass(frozen=True, slots=True)
class _Scope:
    """A patient's visits, their current results, and those whose roles were given."""

    grounds: Mapping[UUID, Ground]
    current: Mapping[Key, Generation]
    given: set[UUID]


async def _scope(db: Db, run_request: RunRequest) -> _Scope:
    grounds = await visits.grounds(db, run_request.patient_id)
    current = counting_results(await generations.newest_outlines(db, run_request.patient_id), grounds)
    return _Scope(grounds, current, await visits.with_given_roles(db, run_request.patient_id))


def _steps(run_request: RunRequest, scope: _Scope, tasks: Sequence[str]) -> list[dict[str, Any]]:
    chosen = [run_request.session_id] if run_request.session_id else list(scope.grounds)
    return [
        _step(session, task, scope.current.get((session, task)), scope.grounds, run_request.force)
        for session in chosen
        for task in tasks
        if not (task == LABELING and session in scope.given)
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


@dataclass(frozen=True, slots=True)
class _ExistingRun:
    """A run that there is, with its steps. `at_once`: it was asked for at the same time."""

    run: Run
    steps: Mapping[Key, RunStep]
    at_once: bool

    def has_before_it(self, to_do: Collection[Key], run_request: RunRequest) -> bool:
        """Whether the run is under way and has all of something still before it; of what is not forced, that it has
        failed at already counts too: a second run beside it would ask the same again. Forced once more, what has ended
        is redone."""
        if self.run.status not in runs.UNDER_WAY or not to_do or (run_request.force and not self.run.force):
            return False
        counted = runs.OPEN_STEPS if run_request.force else (*runs.OPEN_STEPS, *runs.ENDED_BADLY)
        return all(key in self.steps and self.steps[key].status in counted for key in to_do)

    def was_requested_at_once(self, to_do: Collection[Key], run_request: RunRequest, scope: _Scope, tier: str) -> bool:
        """Whether the run was made for an equal request at the same time, and did all of it, or will."""
        same = self.run.force == run_request.force and self.run.model_tier == tier and self.run.status != "cancelled"
        if (
            not self.at_once
            or not same
            or (run_request.session_id and run_request.session_id not in {key[0] for key in self.steps})
        ):
            return False
        if not to_do:
            return self.run.status == "completed"
        return all(key in self.steps and self._stands(key, run_request, scope) for key in to_do)

    def _stands(self, key: Key, run_request: RunRequest, scope: _Scope) -> bool:
        """Whether a step is still to be done, or was done with what is there now: a visit may have changed."""
        if self.steps[key].status not in runs.ENDED_WELL:
            return True
        row = scope.current.get(key)
        return run_request.force and row is not None and not is_stale(row, scope.grounds)


async def _existing_runs(db: Db, run_request: RunRequest) -> list[_ExistingRun]:
    """A patient's runs that may answer a request, oldest first."""
    recent = await runs.asked_for_since(db, run_request.patient_id, time.monotonic() - run_request.asked_at, AT_ONCE)
    at_once = {run.id for run in recent}
    found = {run.id: run for run in (*await runs.under_way(db, run_request.patient_id), *recent)}
    return [
        _ExistingRun(
            run, {(step.session_id, step.task): step for step in await runs.steps_of(db, run.id)}, run.id in at_once
        )
        for run in found.values()
    ]


def _matching(
    existing: Sequence[_ExistingRun], run_request: RunRequest, scope: _Scope, to_do: Collection[Key], context: Context
) -> Run | None:
    tier = _tier(run_request, context)
    for one in existing:
        if one.has_before_it(to_do, run_request) or one.was_requested_at_once(to_do, run_request, scope, tier):
            return one.run
    return None


def _tier(run_request: RunRequest, context: Context) -> str:
    return run_request.tier or context.settings.model_tier


def visits_in_order(steps: Sequence[Any]) -> list[UUID]:
    """The visits of a run's steps, in their order."""
    return list(dict.fromkeys(step.session_id for step in steps))
