"""The failures this service can name.

    TheraBridgeError
    ├── Rejected                 the caller's request cannot be served as it stands
    │   ├── Unauthenticated 401 · CrossSite 403 · Disabled 403 · NotFound 404 · NotYet 404 · InProgress 404 · Held 404
    │   ├── Conflict 409 · InputsMissing 409 · PreconditionFailed 412 · TooLarge 413
    │   ├── UnsupportedMediaType 415
    │   ├── InvalidRequest 422 · UnknownModel 422 · UnknownTier 422
    │   └── Busy 429
    ├── ModelFailure             the model gave no usable answer
    │   ├── ModelFailed 502 · ModelUnavailable 503 · DeadlineExceeded 504
    ├── DatabaseUnavailable 503 (DatabaseBusy 429) · Stopping 503
    └── Misconfigured            a setting is wrong; the process does not start

`code` is stable and listed in the README. Messages say what to do next and never hold a caller's words.
"""

from typing import ClassVar


class TheraBridgeError(Exception):
    """Base of every failure that callers can receive."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"
    retryable: ClassVar[bool] = False

    def __init__(self, detail: str = "", **extra: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.extra = extra


class Rejected(TheraBridgeError):
    """The request cannot be served as it stands; nothing was changed."""

    status = 400
    code = "bad_request"
    title = "Bad request"


class Unauthenticated(Rejected):
    status = 401
    code = "unauthenticated"
    title = "Authentication required"


class CrossSite(Rejected):
    """A page of another site called, and its origin is not in CORS_ORIGINS."""

    status = 403
    code = "cross_site"
    title = "Cross-site request refused"


class Disabled(Rejected):
    """The operator has disabled this task."""

    status = 403
    code = "disabled"
    title = "Disabled"


class NotFound(Rejected):
    status = 404
    code = "not_found"
    title = "Not found"


class NotYet(Rejected):
    """Nothing of this kind has been generated yet."""

    status = 404
    code = "not_yet"
    title = "Not generated yet"


class InProgress(Rejected):
    """The first of its kind is being generated. `run_id` says which run to watch."""

    status = 404
    code = "in_progress"
    title = "Already in progress"


class Held(Rejected):
    """There is a version, and a clinician has to release it."""

    status = 404
    code = "held"
    title = "Version is held"


class Conflict(Rejected):
    status = 409
    code = "conflict"
    title = "Conflict"


class InputsMissing(Rejected):
    """A result of an earlier wave is missing; `missing` names it."""

    status = 409
    code = "inputs_missing"
    title = "Required results are missing"


class PreconditionFailed(Rejected):
    """The row no longer matches If-Match."""

    status = 412
    code = "precondition_failed"
    title = "Precondition failed"


class TooLarge(Rejected):
    status = 413
    code = "too_large"
    title = "Request body too large"


class UnsupportedMediaType(Rejected):
    """The body is not declared as JSON."""

    status = 415
    code = "unsupported_media_type"
    title = "Unsupported media type"


class InvalidRequest(Rejected):
    status = 422
    code = "invalid_request"
    title = "Invalid request"


class UnknownModel(InvalidRequest):
    code = "unknown_model"
    title = "Unknown model"


class UnknownTier(InvalidRequest):
    code = "unknown_tier"
    title = "Unknown model tier"


class Busy(Rejected):
    """Too many callers wait for the model, or this one waited too long."""

    status = 429
    code = "busy"
    title = "Service is busy"
    retryable = True


class ModelFailure(TheraBridgeError):
    """The model gave no usable answer. `reason` comes from a closed list and is safe for logs and rows."""

    def __init__(self, reason: str, detail: str = "", **extra: object) -> None:
        super().__init__(detail, reason=reason, **extra)
        self.reason = reason


class ModelFailed(ModelFailure):
    """For good; app/llm/failures.py lists the reasons. `parameter` is an optional parameter of the request that the
    server refuses: the call may succeed without it.
    """

    status = 502
    code = "model_failed"
    title = "Model call failed"

    def __init__(self, reason: str, detail: str = "", parameter: str | None = None) -> None:
        super().__init__(reason, detail)
        self.parameter = parameter


class ModelUnavailable(ModelFailure):
    """It may come back: rate_limited, overloaded, loading, unreachable, interrupted, circuit_open. `retry_after` is in
    seconds."""

    status = 503
    code = "model_unavailable"
    title = "Model unavailable"
    retryable = True

    def __init__(self, reason: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(reason, detail)
        self.retry_after = retry_after


class DeadlineExceeded(ModelFailure):
    """The task's time was used up before there was an answer."""

    status = 504
    code = "deadline"
    title = "Deadline exceeded"
    retryable = True

    def __init__(self, detail: str = "") -> None:
        super().__init__("deadline", detail)


class DatabaseUnavailable(TheraBridgeError):
    status = 503
    code = "database_unavailable"
    title = "Database unavailable"
    retryable = True


class DatabaseBusy(DatabaseUnavailable):
    """Every connection of this process is in use, and none became free in time."""

    status = Busy.status
    code = Busy.code
    title = "Database connections exhausted"


class Stopping(TheraBridgeError):
    """This process is stopping before the answer is ready. Another process can be asked."""

    status = 503
    code = "stopping"
    title = "Service is shutting down"
    retryable = True


class Misconfigured(TheraBridgeError):
    """A setting is wrong or missing. The message is the one line that an operator sees, and says what to do."""

    code = "misconfigured"
    title = "Invalid configuration"
