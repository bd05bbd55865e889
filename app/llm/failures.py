"""Maps the openai client's exceptions to this service's errors."""

import httpx2
import openai

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable

MAX_RETRY_AFTER = 3_600.0
_NEVER_SENT = (
    *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError),
    *(httpx2.UnsupportedProtocol, httpx2.LocalProtocolError),
)
"""Errors from before a request was sent: no model can have worked on it."""
_BROKEN_OFF = frozenset({408, 500, 502, 504})
"""Statuses of a server that started and did not finish, or of a gateway that lost the one behind it: a model may have
worked."""
_NO_COMPLETION = (openai.APIResponseValidationError, httpx2.DecodingError)


def translate_error(error: Exception) -> ModelFailure:
    """This service's error for one of the client's, without the server's message, which may quote the prompt."""
    if isinstance(error, ModelFailure):
        return error
    if isinstance(error, (openai.APIConnectionError, httpx2.HTTPError)) and not _was_sent(error):
        return ModelUnavailable("unreachable", "The model's server cannot be reached. See OPENAI_BASE_URL.")
    if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError)):
        return DeadlineExceeded("The model did not answer within the task's time.")
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    if isinstance(error, (openai.APIError, httpx2.HTTPError)) and not isinstance(error, _NO_COMPLETION):
        return ModelUnavailable("interrupted", "The model's answer broke off.")
    return ModelFailed("malformed", "The model's server answered with something that is no completion.")


def _was_sent(error: Exception) -> bool:
    """Whether it went wrong after a request was sent: a model may have worked on it. Of a connection that was not made
    the client says no more."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if cause is None:
        return isinstance(error, openai.APITimeoutError)
    return not isinstance(cause, _NEVER_SENT)


def _by_status(error: openai.APIStatusError) -> ModelFailure:
    status = error.status_code
    if error.code == "insufficient_quota":
        return ModelFailed("quota_used_up", "The model account's quota is used up. Look at its billing.")
    if status == 429:
        return ModelUnavailable("rate_limited", "The model is over its rate limit.", _retry_after(error))
    if status in {408, 409} or status >= 500:
        reason = "interrupted" if status in _BROKEN_OFF else "overloaded"
        return ModelUnavailable(reason, "The model's server is not able to answer.", _retry_after(error))
    if status in {401, 403}:
        return ModelFailed("key_rejected", "The model's server does not accept the key. See OPENAI_API_KEY.")
    if status == 404:
        return ModelFailed("model_not_found", "The model's server does not know this model.")
    return ModelFailed("rejected", f"The model's server rejected the request ({status}).")


def _retry_after(error: openai.APIStatusError) -> float | None:
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(seconds, MAX_RETRY_AFTER) if seconds >= 0 else None
