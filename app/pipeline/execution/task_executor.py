"""Executes a task for a waiting caller: admission, permit, result."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace

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
from app.pipeline.graph import LABELING, does_without_roles, generator
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.policy import check_made_here, made_here
from app.store import claims
from app.store.models import Generation

__all__ = ["TaskResult", "execute_task"]

LOOK_AGAIN = 0.1
"""Seconds between looks while another is making the same."""
LOOKING_SECONDS = 1.0
"""How long a caller who is not admitted waits for a look at the stored results: they get their answer at once."""
BEFORE_STEPS = float("inf")
"""The weight of a caller: of one patient's, it goes before the steps of runs."""


async def execute_task(context: Context, task_request: TaskRequest) -> TaskResult:
    """Execute a task for a waiting caller, the labelling of speakers first where that is needed.

    Raises:
        Disabled: the artifact is switched off; nothing was spent.
        Busy: too many callers wait, or this one waited too long; nothing was spent.
        NotFound: no such visit, or erased meanwhile.
        InputsMissing: a result of an earlier step is missing; nothing was spent.
        ModelFailure: the model gave no usable answer; only the ledger knows of it.
    """
    check_made_here(task_request.task, context.disabled)
    task_request = _with_model(context, task_request)
    with ExitStack() as stack:
        try:
            caller = stack.enter_context(context.admission.admitted())
        except Busy:
            if (stored := await _stored(context, task_request)) is None:
                raise
            return _current(stored)
        return await _with_roles(context, task_request, caller)


async def _with_roles(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> TaskResult:
    """The result for a caller, after the speaker labelling that it may need."""
    outcome = await _outcome(context, task_request, caller)
    if not needs_labelling(outcome):
        return _current(outcome.result())
    labelled = await _labelled(context, task_request, caller)
    task_request = replace(task_request, without_roles=not labelled)
    outcome = await _outcome(context, task_request, caller)
    return replace(_current(outcome.result()), prerequisites=labelled)


async def _stored(context: Context, task_request: TaskRequest) -> TaskResult | None:
    """A result that stands already: it needs no turn at the model. Raises Busy where too many look for one."""
    if task_request.force:
        return None
    async with context.requests.admitted(within=LOOKING_SECONDS):
        state, row = await _load(context, task_request)
    return None if row is None else TaskResult(row, state, reused=True)


async def _load(context: Context, task_request: TaskRequest) -> tuple[VisitState, Generation | None]:
    async with context.database.snapshot() as db:
        state = await load_visit_state(db, task_request.session_id)
        return state, await find_reusable(db, state, task_request)


async def _labelled(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> list[TaskResult]:
    """The speaker labelling that a task needs; none where that fails and the task can do without."""
    optional = does_without_roles(task_request.task)
    if optional and LABELING not in made_here(context.disabled):
        return []
    check_made_here(LABELING, context.disabled)
    outcome = await _outcome(context, task_request.prerequisite(LABELING), caller)
    failed = isinstance(outcome, Failed) and isinstance(outcome.error, ModelFailure)
    return [] if failed and optional else [outcome.result()]


async def _outcome(context: Context, task_request: TaskRequest, caller: WaitingCaller) -> Ended:
    """The outcome of an attempt made in a turn of the caller's, or of what another attempt makes meanwhile."""
    seconds: float | None = generator(task_request.task).GRADE.deadline(context.settings)
    while seconds is not None:
        async with _waiting(context) as waiting:
            state, row = await _load(context, task_request)
            if row is not None:
                return stored_outcome(TaskResult(row, state, reused=True))
            if not await _is_being_made(context, task_request):
                async with context.model_slots.turn(state.visit.patient_id, BEFORE_STEPS) as permit:
                    waiting.reschedule(None)
                    with caller.served():
                        outcome = await attempt_task(context, task_request, permit)
                if not isinstance(outcome, Retry):
                    return outcome
        seconds = await _wait_for_other(context, task_request, seconds)
    return Failed(DeadlineExceeded("Another caller's generation of the same took too long."))


async def _wait_for_other(context: Context, task_request: TaskRequest, seconds: float) -> float | None:
    """Wait while another attempt makes the same, for so many seconds at most; those that are left, None where they ran
    out. The wait for a turn does not count: the other attempt's time began with its own turn."""
    began = time.monotonic()
    while await _is_being_made(context, task_request):
        if time.monotonic() - began > seconds:
            return None
        await asyncio.sleep(LOOK_AGAIN)
    return seconds - (time.monotonic() - began)


async def _is_being_made(context: Context, task_request: TaskRequest) -> bool:
    """Whether another attempt has the claim. A forced order wants a result of its own."""
    if task_request.force:
        return False
    async with context.database.snapshot() as db:
        return await claims.is_taken(
            db, task_request.session_id, task_request.task, claim_terms(context, task_request.task)
        )


@asynccontextmanager
async def _waiting(context: Context) -> AsyncIterator[asyncio.Timeout]:
    """Limits what a caller waits for before a turn, the database included."""
    try:
        async with asyncio.timeout(context.settings.max_wait_seconds) as waiting:
            yield waiting
    except TimeoutError:
        if not waiting.expired():
            raise
        raise Busy("There was no turn at the model in time. Ask again later; nothing was spent.") from None


def _current(done: TaskResult) -> TaskResult:
    """What a caller gets: where an attempt is empty, the last good result, if it still holds."""
    last_good = done.state.results.get(done.row.task)
    if done.row.state == "success" or last_good is None or last_good.state != "success" or done.state.stale(last_good):
        return done
    return replace(done, row=last_good, reused=True, last_attempt=done.row)


def _with_model(context: Context, task_request: TaskRequest) -> TaskRequest:
    """The request with the model that its override resolves to; an unknown one is refused before anything is spent."""
    if task_request.override_model is None:
        return task_request
    tier, local = task_request.tier or ModelTier(context.settings.model_tier), context.endpoint.local_model
    choice = choose_model(task_request.task, tier, override_model=task_request.override_model, local_model=local)
    return replace(task_request, override_model=choice.model)
