"""What an attempt at a task comes to, as a closed set of values.

    Success, Insufficient    there is a result, new or reused
    Retry                    nothing was made, and another attempt may make it
    Failed                   nothing was made, and no other attempt would
    TakenOver                the run's step is another process's now, or was cancelled
    Gone                     the visit, or one that is remembered in it, was erased

`outcome_of` is the one place where an exception becomes a value; only a cancellation stays an exception. The `match` of
`settlement.py` acts on the values. `result()` is for a caller who waits, `step_status()` for the executor of a run.
"""

from dataclasses import dataclass, field

from app.errors import DatabaseUnavailable, InputsMissing, ModelFailure, ModelUnavailable, NotFound, TheraBridgeError
from app.pipeline.execution.attempt_claim import ClaimLost
from app.pipeline.execution.step_state import StepTakenOver
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.visit_state import VisitState
from app.store.models import Generation

MAX_TRIES = 3
PAUSE = 5.0
"""Seconds before a step is tried a second time; four times as long before the third."""
LOOK_AGAIN = 0.25
"""Seconds until a step looks again at a claim that another attempt has."""


class RolesUnknown(Exception):
    """The task needs the speakers' roles, and they have not been labelled yet."""


@dataclass(frozen=True)
class TaskResult:
    """A stored result, with the state of its visit. `reused`: it was stored before. `prerequisites` were run first.
    `last_attempt` is a newer attempt without a result, for which this older one stands in."""

    row: Generation
    state: VisitState
    reused: bool
    prerequisites: list["TaskResult"] = field(default_factory=list)
    last_attempt: Generation | None = None


@dataclass(frozen=True, slots=True)
class _Stored:
    done: TaskResult

    def result(self) -> TaskResult:
        return self.done

    def step_status(self) -> str:
        return "reused" if self.done.reused else self.done.row.state


class Success(_Stored):
    """There is a result."""


class Insufficient(_Stored):
    """It is stored that the visit says too little for a result."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Nothing was made, and another attempt may make it, `after` so many seconds. `begun` is False where the attempt
    has left nothing behind and its number is used again; `counted` says whether it is one of MAX_TRIES."""

    error: Exception | None = None
    after: float = LOOK_AGAIN
    begun: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was made, and no other attempt would."""

    error: Exception

    def result(self) -> TaskResult:
        raise self.error

    def step_status(self) -> str:
        return "skipped" if isinstance(self.error, InputsMissing) else "failed"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The run's step is another process's now, or was cancelled."""

    error: StepTakenOver

    def result(self) -> TaskResult:
        raise self.error

    def step_status(self) -> str:
        raise self.error


@dataclass(frozen=True, slots=True)
class Gone:
    """The visit, or one that is remembered in it, was erased."""

    error: NotFound

    def result(self) -> TaskResult:
        raise self.error

    def step_status(self) -> str:
        raise self.error


Ended = Success | Insufficient | Failed | TakenOver | Gone
StepOutcome = Ended | Retry


def stored_outcome(done: TaskResult) -> Success | Insufficient:
    """The outcome of a stored result."""
    return Success(done) if done.row.state == "success" else Insufficient(done)


def needs_labelling(outcome: StepOutcome) -> bool:
    """Whether the speakers have to be labelled first."""
    return isinstance(outcome, Failed) and isinstance(outcome.error, RolesUnknown)


def outcome_of(error: Exception, task_request: TaskRequest) -> StepOutcome:
    """The outcome that an exception stands for."""
    for_run = task_request.attempt is not None
    match error:
        case ModelFailure() if tries_again(task_request, error):
            return Retry(error, _pause(task_request, error), begun=True, counted=True)
        case ClaimLost():
            return Retry(error, begun=True)
        case DatabaseUnavailable() if for_run:
            return Retry(error)
        case StepTakenOver():
            return TakenOver(error)
        case NotFound():
            return Gone(error)
        case _:
            return Failed(error)


def tries_again(task_request: TaskRequest, failure: ModelFailure) -> bool:
    """Whether a run's step is tried again after a failure."""
    return task_request.attempt is not None and failure.retryable and task_request.attempt.tries < MAX_TRIES


def error_code(error: Exception | None) -> str:
    """The stable code of a failure."""
    return error.code if isinstance(error, TheraBridgeError) else TheraBridgeError.code


def failure_reason(error: Exception | None) -> str:
    """One word for why: the model failure's reason, of anything else the code."""
    return error.reason if isinstance(error, ModelFailure) else error_code(error)


def _pause(task_request: TaskRequest, failure: ModelFailure) -> float:
    asked = failure.retry_after if isinstance(failure, ModelUnavailable) else None
    tries = task_request.attempt.tries if task_request.attempt else 1
    return asked if asked is not None else PAUSE * 4.0 ** (tries - 1)
