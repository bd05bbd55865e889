"""Error responses: application/problem+json (RFC 9457), with a stable code and nothing of the request."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.errors import InvalidRequest, ModelUnavailable, TheraBridgeError, UnknownTier

log = logging.getLogger(__name__)

CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_media_type"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
MAX_ERRORS = 20
RETRY_AFTER = 5
"""Default of Retry-After, in seconds."""
_PASSED_ON = frozenset(
    "missing extra_forbidden value_error string_type string_too_long string_too_short int_type float_type bool_type"
    " list_type dict_type model_attributes_type model_type too_short too_long greater_than greater_than_equal less_than"
    " less_than_equal multiple_of finite_number literal_error enum json_invalid".split()
)


def problem_response(
    status: int,
    code: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """A problem as a response."""
    body = {
        "type": f"urn:therabridge:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **(extra or {}),
    }
    return JSONResponse(body, status, dict(headers or {}), media_type="application/problem+json")


def response_for(error: TheraBridgeError) -> JSONResponse:
    """An error of this service as a response."""
    headers = {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status in {429, 503}:
        wait = error.retry_after if isinstance(error, ModelUnavailable) else None
        headers["Retry-After"] = str(max(1, round(wait if wait is not None else RETRY_AFTER)))
    return problem_response(error.status, error.code, error.detail, error.extra, headers)


def failure_responses(*kinds: type[TheraBridgeError]) -> dict[int | str, dict[str, Any]]:
    """What the API description says of failures that only some routes have."""
    return {kind.status: {"description": kind.title} for kind in kinds}


def install_error_handlers(app: FastAPI) -> None:
    """Turn every error of an application into a problem response."""
    app.add_exception_handler(TheraBridgeError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TheraBridgeError)
    return response_for(error)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [_place(entry) for entry in error.errors()[:MAX_ERRORS]]
    code = UnknownTier.code if found[0]["path"] == "/query/model_tier" else InvalidRequest.code
    return problem_response(422, code, "The request does not fit; see errors.", {"errors": found})


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = {"Allow": ", ".join(_methods_of(request))}
        return problem_response(405, CODES[405], f"{HTTPStatus(405).phrase}.", headers=allowed)
    status = 422 if error.status_code == 400 else error.status_code
    code = CODES.get(status, InvalidRequest.code if status == 422 else "http_error")
    detail = "The body is not valid JSON." if status == 422 else f"{HTTPStatus(status).phrase}."
    return problem_response(status, code, detail, headers=error.headers)


def _methods_of(request: Request) -> list[str]:
    """Every method of the request's path. The framework lists those of one of its routes."""
    asked = {"type": "http", "path": request.scope["path"], "headers": []}
    routes = request.app.routes
    return [
        method
        for method in METHODS
        if any(route.matches({**asked, "method": method})[0] is Match.FULL for route in routes)
    ]


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    # Neither its message nor its traceback: both may hold what a patient said.
    route = getattr(request.scope.get("route"), "path", "?")
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
    log.error("%s %s failed with %s at %s", request.method, route, type(error).__name__, place)
    return problem_response(500, "internal", "Internal error. It has been logged.")


def _place(entry: Mapping[str, Any]) -> dict[str, str]:
    """Path and message of a validation error, without the input that pydantic's messages may quote."""
    message = entry["msg"] if entry["type"] in _PASSED_ON else f"not valid ({entry['type']})"
    return {"path": _pointer(entry["loc"], entry["type"]), "message": message.removeprefix("Value error, ")}


def _pointer(location: Sequence[Any], kind: str) -> str:
    parts = [str(part) for part in location]
    if kind == "extra_forbidden":
        parts[-1] = "*"
    if "speaker_roles" in parts:
        parts = parts[: parts.index("speaker_roles") + 1]
    return "/" + "/".join(parts)
