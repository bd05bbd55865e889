"""Whatever a client raises becomes one failure of ours, in our words."""

import asyncio

import httpx2
import openai
from support.tables import each_row

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable
from app.llm.failures import MAX_RETRY_AFTER, translate_error

REQUEST = httpx2.Request("POST", "http://model.test/v1/chat/completions")
SECRET = "the patient said"


def status_error(status: int, code: str | None = None, **headers: str) -> openai.APIStatusError:
    response = httpx2.Response(status, headers={k.replace("_", "-"): v for k, v in headers.items()}, request=REQUEST)
    return openai.APIStatusError(SECRET, response=response, body={"message": SECRET, "code": code})


def connection_error(cause: Exception, error: openai.APIConnectionError | None = None) -> openai.APIConnectionError:
    """As the client raises it: `from` what its transport raised."""
    error = error or openai.APIConnectionError(request=REQUEST)
    error.__cause__ = cause
    return error


UNREACHABLE = (ModelUnavailable, "unreachable")


@each_row(
    ("error", "kind", "reason"),
    [
        (status_error(400), ModelFailed, "rejected"),
        (status_error(401), ModelFailed, "key_rejected"),
        (status_error(403), ModelFailed, "key_rejected"),
        (status_error(404), ModelFailed, "model_not_found"),
        (status_error(422), ModelFailed, "rejected"),
        (status_error(408), ModelUnavailable, "interrupted"),
        (status_error(409), ModelUnavailable, "overloaded"),
        (status_error(429), ModelUnavailable, "rate_limited"),
        (status_error(429, "insufficient_quota"), ModelFailed, "quota_used_up"),
        (status_error(500), ModelUnavailable, "interrupted"),
        (status_error(503), ModelUnavailable, "overloaded"),
        (openai.APITimeoutError(REQUEST), DeadlineExceeded, "deadline"),
        (connection_error(httpx2.ReadTimeout(SECRET), openai.APITimeoutError(REQUEST)), DeadlineExceeded, "deadline"),
        (connection_error(httpx2.ConnectTimeout(SECRET), openai.APITimeoutError(REQUEST)), *UNREACHABLE),
        (connection_error(httpx2.PoolTimeout(SECRET), openai.APITimeoutError(REQUEST)), *UNREACHABLE),
        (httpx2.ConnectTimeout(SECRET), *UNREACHABLE),
        (TimeoutError(), DeadlineExceeded, "deadline"),
        (httpx2.ReadTimeout(SECRET), DeadlineExceeded, "deadline"),
        (status_error(502), ModelUnavailable, "interrupted"),
        (status_error(504), ModelUnavailable, "interrupted"),
        (openai.APIConnectionError(request=REQUEST), ModelUnavailable, "unreachable"),
        (connection_error(httpx2.ConnectError(SECRET)), ModelUnavailable, "unreachable"),
        (connection_error(httpx2.PoolTimeout(SECRET)), ModelUnavailable, "unreachable"),
        (connection_error(httpx2.ReadError(SECRET)), ModelUnavailable, "interrupted"),
        (connection_error(httpx2.RemoteProtocolError(SECRET)), ModelUnavailable, "interrupted"),
        (connection_error(httpx2.WriteError(SECRET)), ModelUnavailable, "interrupted"),
        (httpx2.RemoteProtocolError(SECRET), ModelUnavailable, "interrupted"),
        (httpx2.ReadError(SECRET), ModelUnavailable, "interrupted"),
        (openai.APIError(SECRET, REQUEST, body=None), ModelUnavailable, "interrupted"),
        (ValueError(SECRET), ModelFailed, "malformed"),
        (AttributeError(SECRET), ModelFailed, "malformed"),
    ],
)
def test_an_error_becomes_a_failure(error: Exception, kind: type[ModelFailure], reason: str) -> None:
    failure = translate_error(error)
    assert type(failure) is kind
    assert failure.reason == reason
    assert SECRET not in f"{failure} {failure.detail} {failure.extra}"


def test_a_failure_of_ours_stays_itself() -> None:
    failure = ModelFailed("refused")
    assert translate_error(failure) is failure


def test_an_answer_of_another_shape_is_no_completion() -> None:
    response = httpx2.Response(200, request=REQUEST)
    error = openai.APIResponseValidationError(response=response, body=SECRET)
    assert translate_error(error).reason == "malformed"


def test_asyncios_own_timeout_is_the_deadline() -> None:
    assert isinstance(translate_error(asyncio.TimeoutError()), DeadlineExceeded)  # noqa: UP041 - one class since 3.11


@each_row(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("2.5", 2.5),
        ("86400", MAX_RETRY_AFTER),
        ("inf", MAX_RETRY_AFTER),
        ("-1", None),
        ("nan", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_taken_from_the_server_within_reason(header: str, seconds: float | None) -> None:
    failure = translate_error(status_error(429, retry_after=header))
    assert isinstance(failure, ModelUnavailable)
    assert failure.retry_after == seconds
