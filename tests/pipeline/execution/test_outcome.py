"""Every exception of an attempt becomes one value of a closed set."""

from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from app.errors import (
    DatabaseUnavailable,
    DeadlineExceeded,
    InputsMissing,
    ModelFailed,
    ModelFailure,
    ModelUnavailable,
    NotFound,
    TheraBridgeError,
)
from app.pipeline.execution.attempt_claim import ClaimLost
from app.pipeline.execution.outcome import (
    MAX_TRIES,
    PAUSE,
    Failed,
    Gone,
    Insufficient,
    Retry,
    RolesUnknown,
    StepOutcome,
    Success,
    TakenOver,
    TaskResult,
    error_code,
    failure_reason,
    needs_labelling,
    outcome_of,
    stored_outcome,
    tries_again,
)
from app.pipeline.execution.step_state import Attempt, StepTakenOver
from app.pipeline.execution.task_request import TaskRequest
from app.store.models import Generation

SESSION = UUID(int=1)
CALLER = TaskRequest(SESSION, "mood_analysis")


def of_run(tries: int = 1) -> TaskRequest:
    attempt = Attempt(UUID(int=2), UUID(int=3), SESSION, datetime.now(UTC), "mood_analysis", "worker", 1, tries)
    return TaskRequest(SESSION, "mood_analysis", attempt=attempt)


ERRORS: list[tuple[TaskRequest, Exception, type[Any]]] = [
    (of_run(), ModelUnavailable("overloaded"), Retry),
    (of_run(), DeadlineExceeded(), Retry),
    (of_run(MAX_TRIES), DeadlineExceeded(), Failed),
    (of_run(), ModelFailed("refused"), Failed),
    (of_run(), ClaimLost(), Retry),
    (of_run(), DatabaseUnavailable(), Retry),
    (of_run(), StepTakenOver(), TakenOver),
    (of_run(), NotFound(), Gone),
    (of_run(), InputsMissing(), Failed),
    (of_run(), RuntimeError(), Failed),
    (CALLER, ModelUnavailable("overloaded"), Failed),
    (CALLER, ClaimLost(), Retry),
    (CALLER, DatabaseUnavailable(), Failed),
    (CALLER, NotFound(), Gone),
    (CALLER, RolesUnknown(), Failed),
]


def test_each_exception_has_its_outcome() -> None:
    found = [(type(error).__name__, type(outcome_of(error, request))) for request, error, _ in ERRORS]
    assert found == [(type(error).__name__, expected) for _, error, expected in ERRORS]


def test_the_set_of_outcomes_is_closed() -> None:
    assert set(get_args(StepOutcome)) == {Success, Insufficient, Retry, Failed, TakenOver, Gone}


def test_only_what_has_begun_has_a_number_and_only_a_failure_of_the_model_is_counted() -> None:
    failed, lost, away = (
        outcome_of(error, of_run()) for error in (DeadlineExceeded(), ClaimLost(), DatabaseUnavailable())
    )
    flags = [(retry.begun, retry.counted) for retry in (failed, lost, away) if isinstance(retry, Retry)]
    assert flags == [(True, True), (True, False), (False, False)]


def pause_after(failure: ModelFailure, tries: int) -> float:
    outcome = outcome_of(failure, of_run(tries))
    assert isinstance(outcome, Retry)
    return outcome.after


def test_the_pause_is_what_the_server_asks_for_or_grows_fourfold() -> None:
    assert pause_after(ModelUnavailable("rate_limited", retry_after=7.0), 2) == 7.0
    assert [pause_after(DeadlineExceeded(), tries) for tries in (1, 2)] == [PAUSE, 4 * PAUSE]


def result(state: str, *, reused: bool = False) -> TaskResult:
    no_state: Any = None
    return TaskResult(Generation(task="mood_analysis", state=state), no_state, reused)


def test_a_stored_result_is_given_to_a_caller_and_names_the_steps_status() -> None:
    done = result("success")
    assert stored_outcome(done) == Success(done)
    assert stored_outcome(done).result() is done
    ends = [
        stored_outcome(result(state, reused=reused))
        for state in ("success", "insufficient")
        for reused in (False, True)
    ]
    assert [outcome.step_status() for outcome in ends] == ["success", "reused", "insufficient", "reused"]


def test_a_failure_is_raised_to_a_caller_and_a_missing_input_skips_a_step() -> None:
    with pytest.raises(ModelFailed):
        Failed(ModelFailed("refused")).result()
    assert Failed(ModelFailed("refused")).step_status() == "failed"
    assert Failed(InputsMissing()).step_status() == "skipped"
    for outcome in (Gone(NotFound()), TakenOver(StepTakenOver())):
        for use in (outcome.result, outcome.step_status):
            with pytest.raises((NotFound, StepTakenOver)):
                use()


def test_a_failure_is_named_by_its_code_and_its_reason() -> None:
    errors = (ModelFailed("refused"), NotFound(), RuntimeError("words"))
    names = [(error_code(error), failure_reason(error)) for error in errors]
    assert names == [("model_failed", "refused"), ("not_found", "not_found"), (TheraBridgeError.code,) * 2]


def test_labelling_is_needed_where_the_roles_are_unknown() -> None:
    assert needs_labelling(Failed(RolesUnknown()))
    assert not needs_labelling(Failed(ModelFailed("refused")))


def test_a_caller_is_never_tried_again() -> None:
    assert not tries_again(CALLER, DeadlineExceeded())
    assert tries_again(of_run(MAX_TRIES - 1), DeadlineExceeded())
