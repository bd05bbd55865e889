"""Executes a task for a waiting caller: admission, permit, result."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from uuid import UUID

from app.errors import Busy, DeadlineExceeded, ModelFailure
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.pipeline.admission_control import WaitingCaller
from app.pipeline.context import Context
from app.pipeline.execution.attempt_claim import claim_terms
from app.pipeline.execution.outcome import Ended, Failed, Retry, TaskResult, needs_labelling, stored_outcome
from app.pipeline.execution.reuse import find_reusable
from app.pipeline.execution.task_attempt import attempt_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import LABELING, generator_of_task, runs_without_roles
from app.pipeline.input.visit_state import load_visit_state
from app.pipeline.policy import check_task_enabled, enabled_tasks
from app.store import claims, patients

__all__ = ["TaskResult", "execute_task"]

LOOK_AGAIN = 0.1
"""Seconds between looks while another is making the same."""
LOOKING_SECONDS = 1.0
"""How long a caller who is not admitted waits for a look at the stored results: they get their answer at once."""
BEFORE_STEPS = float("inf")
"""The weight of a caller: of one patient's, it goes before the steps of runs."""


async def execute_task(context: Context, task_request: TaskRequest) -> TaskResult:
    """Execute a task for a waiting caller, labelling the speakers first if needed.

    Raises Disabled if the task is disabled; Busy if too many callers wait or this one waited too long; NotFound if the
    visit does not exist or was erased meanwhile; InputsMissing if a result of an earlier step is missing. In these
    cases nothing was spent. Raises ModelFailure if the model gave no usable answer; only the ledger records it.
    """
    check_task_enabled(task_request.task, context.disabled)
    task_request = _with_model(context, task_request)
    with ExitStack() as stack:
        try:
            caller = stack.enter_context(context.admission.admit())
        except Busy:
            if (stored := await _stored(context, task_request)) is None:
                raise
            return _current(stored)
        return await _with_roles(context, task_request, caller)


async def _with_roles(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> TaskResult:
    """Return the result for a caller, after the speaker labelling if that is needed."""
    outcome = await _outcome(context, task_request, caller)
    if not needs_labelling(outcome):
        return _current(outcome.result())
    labelled = await _labelled(context, task_request, caller)
    task_request = replace(task_request, without_roles=not labelled)
    outcome = await _outcome(context, task_request, caller)
    return replace(_current(outcome.result()), prerequisites=labelled)


async def _stored(context: Context, task_request: TaskRequest) -> TaskResult | None:
    """Return a stored result, which needs no permit for the model. Raises Busy if too many callers look for one."""
    if task_request.force:
        return None
    async with context.requests.admit(within=LOOKING_SECONDS):
        return (await _find_stored(context, task_request))[1]


async def _find_stored(context: Context, task_request: TaskRequest) -> tuple[UUID, TaskResult | None]:
    """Return the patient, and a stored result if one can be reused. Raises NotFound."""
    async with context.database.snapshot() as db:
        if task_request.force:
            return await patients.find_patient_of_visit(db, task_request.session_id), None
        state = await load_visit_state(db, task_request.session_id)
        row = await find_reusable(db, state, task_request)
    return state.visit.patient_id, None if row is None else TaskResult(row, state, reused=True)


async def _labelled(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> list[TaskResult]:
    """Return the speaker labelling that a task needs, or None if it fails and the task can do without."""
    optional = runs_without_roles(task_request.task)
    if optional and LABELING not in enabled_tasks(context.disabled):
        return []
    check_task_enabled(LABELING, context.disabled)
    outcome = await _outcome(context, task_request.prerequisite(LABELING), caller)
    failed = isinstance(outcome, Failed) and isinstance(outcome.error, ModelFailure)
    return [] if failed and optional else [outcome.result()]


async def _outcome(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> Ended:
    """Return the outcome of the caller's own attempt, or of another attempt that makes the same result meanwhile."""
    seconds: float | None = generator_of_task(task_request.task).GRADE.deadline(context.settings)
    while seconds is not None:
        async with _waiting(context) as waiting:
            patient_id, stored = await _find_stored(context, task_request)
            if stored is not None:
                return stored_outcome(stored)
            if not await _is_being_made(context, task_request):
                async with context.model_slots.acquire(patient_id, BEFORE_STEPS) as permit:
                    waiting.reschedule(None)
                    with caller.serve():
                        outcome = await attempt_task(context, task_request, permit)
                if not isinstance(outcome, Retry):
                    return outcome
        seconds = await _wait_for_other(context, task_request, seconds)
    return Failed(DeadlineExceeded("Another caller's generation of the same took too long."))


async def _wait_for_other(context: Context, task_request: TaskRequest, seconds: float) -> float | None:
    """Wait while another attempt makes the same result. Return the remaining seconds, or None when they are used up.
    Waiting for a permit does not count, since the other attempt's time began with its own permit.
    """
    began = time.monotonic()
    while await _is_being_made(context, task_request):
        if time.monotonic() - began > seconds:
            return None
        await asyncio.sleep(LOOK_AGAIN)
    return seconds - (time.monotonic() - began)


async def _is_being_made(context: Context, task_request: TaskRequest) -> bool:
    """Return whether another attempt holds the claim. A forced request always makes its own result."""
    if task_request.force:
        return False
    async with context.database.snapshot() as db:
        return await claims.claim_exists(
            db, task_request.session_id, task_request.task, claim_terms(context, task_request.task)
        )


@asynccontextmanager
async def _waiting(context: Context) -> AsyncIterator[asyncio.Timeout]:
    """Limit the time that a caller waits before its turn, including the database."""
    try:
        async with asyncio.timeout(context.settings.max_wait_seconds) as waiting:
            yield waiting
    except TimeoutError:
        if not waiting.expired():
            raise
        raise Busy("There was no turn at the model in time. Ask again later; nothing was spent.") from None


def _current(done: TaskResult) -> TaskResult:
    """Return what a caller gets: if an attempt is empty, the last good result that is still valid."""
    last_good = done.state.results.get(done.row.task)
    if done.row.state == "success" or last_good is None or last_good.state != "success" or done.state.stale(last_good):
        return done
    return replace(done, row=last_good, reused=True, last_attempt=done.row)


def _with_model(context: Context, task_request: TaskRequest) -> TaskRequest:
    """Return the request with its model override resolved. An unknown model is rejected before anything is spent."""
    if task_request.override_model is None:
        return task_request
    tier, local = task_request.tier or ModelTier(context.settings.model_tier), context.endpoint.local_model
    choice = choose_model(task_request.task, tier, override_model=task_request.override_model, local_model=local)
    return replace(task_request, override_model=choice.model)
