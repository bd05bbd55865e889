"""Acts on the outcome of an attempt: writes its end, including the end of the run's step."""

import logging
from dataclasses import replace

from app.errors import InputsMissing, ModelFailure
from app.llm.failures import ADVICE
from app.pipeline.context import Context
from app.pipeline.execution import step_state
from app.pipeline.execution.outcome import (
    Failed,
    Gone,
    Insufficient,
    Retry,
    StepOutcome,
    Success,
    TakenOver,
    error_code,
    failure_reason,
)
from app.pipeline.execution.result_writer import ResultWriter
from app.pipeline.execution.task_request import TaskRequest

log = logging.getLogger(__name__)


async def settle(
    context: Context, task_request: TaskRequest, outcome: StepOutcome, writer: ResultWriter | None
) -> StepOutcome:
    """Act on an outcome and return it. `writer` belongs to an attempt that has begun: its claim is released, its ledger
    rows are closed and its end is published. For a stored result, the commit has already done all of that.
    """
    match writer, outcome:
        case _, Success(done) | Insufficient(done):
            if done.reused and task_request.attempt:
                await step_state.conclude_step(context, task_request.attempt, "reused", done.row.id)
        case None, Failed():
            await _end_unbegun(context, task_request, outcome)
        case ResultWriter() as begun, Failed(error):
            _log_fault(task_request, error)
            _log_model_failure(begun, error)
            await begun.fail(error_code(error), failure_reason(error))
        case ResultWriter() as begun, Retry(error, counted=True) | Retry(error, waits=True) | Gone(error):
            _log_model_failure(begun, error)
            await begun.fail(error_code(error), failure_reason(error), again=True)
        case ResultWriter() as begun, Retry(begun=True):
            await begun.interrupt()
        case ResultWriter() as begun, Retry() | TakenOver():
            await begun.withdraw()
    return outcome


async def _end_unbegun(context: Context, task_request: TaskRequest, outcome: Failed) -> None:
    """End a run's step of which nothing was stored, together with the number of the attempt."""
    _log_fault(task_request, outcome.error)
    if (attempt := task_request.attempt) is not None:
        before = replace(attempt, number=attempt.number - 1)
        reason = failure_reason(outcome.error)
        await step_state.conclude_step(context, before, outcome.step_status(), error_code=reason)


def _log_fault(task_request: TaskRequest, error: Exception) -> None:
    """Log an internal error. It ends the step, not the run, since it would occur again. Its message may contain words
    of the transcript, so it is left out.
    """
    if task_request.attempt and not isinstance(error, ModelFailure | InputsMissing):
        log.error("Step %s of run %s failed with %s", task_request.task, task_request.run_id, type(error).__name__)


def _log_model_failure(writer: ResultWriter, error: Exception | None) -> None:
    """Log a failure of the model with what to do about it. Its own text may name places of the answer, so the advice is
    taken by its reason.
    """
    if isinstance(error, ModelFailure):
        request = writer.attempt.task_request
        log.warning(
            "Model failed: task=%s run=%s reason=%s attempts=%d. %s",
            request.task, request.run_id, error.reason, writer.attempt.earlier_calls + writer.calls.calls,
            ADVICE.get(error.reason, "Run therabridge doctor."),
        )  # fmt: skip
