"""The failures this service can name."""

from http import HTTPStatus

import pytest

from app.errors import DeadlineExceeded, ModelFailed, ModelUnavailable, TheraBridgeError


def tree(kind: type[TheraBridgeError]) -> list[type[TheraBridgeError]]:
    return [kind, *(generator_class for child in kind.__subclasses__() for generator_class in tree(child))]


def test_every_failure_has_a_status_of_http_and_a_code() -> None:
    for kind in tree(TheraBridgeError):
        assert HTTPStatus(kind.status) >= HTTPStatus.BAD_REQUEST
        assert kind.code == kind.code.lower()
        assert kind.title


def test_a_failure_without_words_says_its_title() -> None:
    error = TheraBridgeError()
    assert (str(error), error.detail) == (error.title, error.title)


@pytest.mark.parametrize(
    ("error", "status", "retryable"),
    [
        (ModelFailed("refused"), 502, False),
        (ModelUnavailable("rate_limited", retry_after=3), 503, True),
        (DeadlineExceeded(), 504, True),
    ],
)
def test_a_models_failure_carries_its_reason(error: TheraBridgeError, status: int, retryable: bool) -> None:
    assert (error.status, error.retryable) == (status, retryable)
    assert error.extra["reason"]
