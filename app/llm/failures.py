"""Maps whatever a model server answers, or fails to answer, to this service's errors.

A failure's text is the service's own: a server's message may quote the prompt, so it is searched and never repeated.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files

import httpx2
import openai

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable

MAX_RETRY_AFTER = 3_600.0
MAX_DEPTH = 6
"""Of an error object inside others."""
OPTIONAL_PARAMETERS = (
    *("reasoning_effort", "verbosity", "prompt_cache_key", "safety_identifier", "service_tier", "stream_options"),
    *("store", "max_completion_tokens", "max_tokens", "max_output_tokens"),
)
NO_RESPONSES = "no_responses_api"
LIMIT_NAMES = ("max_completion_tokens", "max_tokens", "max_output_tokens")
TOKEN_LIMIT = "token_limit"  # noqa: S105 -- of an answer
"""Stands for a limit of the answer that is too high for the server, under whichever name it is sent."""
SCHEMA_LENGTHS = "schema_lengths"
"""Stands for the length keywords of a schema, which are left out together."""


@dataclass(frozen=True, slots=True)
class ServerFault:
    """A failure that a server's own words identify. `retry_after` makes it one that may pass, in seconds."""

    reason: str
    words: re.Pattern[str]
    retry_after: float | None


def _load(text: str) -> tuple[dict[str, str], tuple[ServerFault, ...]]:
    read = json.loads(text)
    faults = [ServerFault(one["reason"], re.compile(one["words"]), one.get("retry_after")) for one in read["faults"]]
    return read["advice"], tuple(faults)


ADVICE, SERVER_FAULTS = _load(files(__package__).joinpath("model_faults.json").read_text(encoding="utf-8"))
"""What to do about each reason; and the faults of OpenAI, Azure, llama.cpp, Ollama, vLLM, LM Studio and LiteLLM by what
they say, of which the first that matches counts."""
_NEVER_SENT = (
    *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError),
    *(httpx2.UnsupportedProtocol, httpx2.LocalProtocolError),
)
"""Errors from before a request was sent: no model can have worked on it."""
_BROKEN_OFF = frozenset({408, 500, 502, 504})
"""Statuses of a server that started and did not finish, or of a gateway that lost the one behind it: a model may have
worked."""
_NO_COMPLETION = (openai.APIResponseValidationError, httpx2.DecodingError)
_REFUSAL = re.compile(
    r"unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed|extra (?:inputs|fields)"
    r"|extra_forbidden"
    r"|invalid (?:parameter|field|value)|does not support|not accept|too large|at most"
)
_ROOM_FOR_ANSWER = re.compile(r"(?:in|for) the completion|completion tokens|max_new_tokens")
_SIZE = re.compile(r"too large|less than|at most|valid range|maximum|must be|exceed|\d > \d")
_SIZE_OF_PROMPT = re.compile(r"context_length_exceeded")
_EFFORT = re.compile(r"\breasoning\.effort\b|['\"`]reasoning['\"`]")
"""The effort by its names in the Responses API."""
_OPTIONAL = re.compile(rf"\b(?:{'|'.join(OPTIONAL_PARAMETERS)})\b")
_LENGTHS = re.compile(r"\b(?:minlength|maxlength|minitems|maxitems|min_length|max_length)\b")


def translate_error(error: Exception) -> ModelFailure:
    """Return this service's error for an exception of the client."""
    for known in (error, error.__cause__):
        if isinstance(known, ModelFailure):
            return known
    if isinstance(error, (openai.APIConnectionError, httpx2.HTTPError)) and not _was_sent(error):
        return ModelUnavailable("unreachable", ADVICE["unreachable"])
    if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError)):
        return DeadlineExceeded("The model did not answer within the task's time.")
    if isinstance(error, openai.APIStatusError):
        return _failure_of(error.response, error.body)
    if isinstance(error, (openai.APIError, httpx2.HTTPError)) and not isinstance(error, _NO_COMPLETION):
        return ModelUnavailable("interrupted", ADVICE["interrupted"])
    return failed("malformed")


def failure_of_response(response: httpx2.Response, text: str) -> ModelFailure:
    """Return the failure of an answer with an error status, of whose body this is the text."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text
    return _failure_of(response, body.get("error", body) if isinstance(body, dict) else body)


def _failure_of(response: httpx2.Response, body: object) -> ModelFailure:
    failure = failure_of_answer(response.status_code, body, response.headers)
    return failed(NO_RESPONSES) if _is_without_responses(response, failure) else failure


def failed(reason: str, parameter: str | None = None) -> ModelFailed:
    """Return a failure for good, with its advice."""
    return ModelFailed(reason, ADVICE[reason], parameter)


def failure_of_answer(status: int, body: object, headers: Mapping[str, str]) -> ModelFailure:
    """Return the failure that an error object stands for, whatever status it came with. `status` is 200 for an error
    inside an answer or a stream.
    """
    said = _words_of(body)
    parameter = _refused_parameter(body, said) if status in {400, 422} else None
    if parameter and not _SIZE_OF_PROMPT.search(said):
        return failed("rejected", parameter)
    for fault in SERVER_FAULTS:
        if fault.words.search(said):
            if fault.retry_after is None:
                return failed(fault.reason, parameter)
            return ModelUnavailable(fault.reason, ADVICE[fault.reason], _retry_after(headers) or fault.retry_after)
    return _by_status(status, body, said, headers)


def _by_status(status: int, body: object, said: str, headers: Mapping[str, str]) -> ModelFailure:
    status = _status_inside(body) or status
    if status == 429:
        return ModelUnavailable("rate_limited", ADVICE["rate_limited"], _retry_after(headers))
    if status in {200, 408, 409} or status >= 500:
        reason = "interrupted" if status in {200, *_BROKEN_OFF} else "overloaded"
        return ModelUnavailable(reason, ADVICE[reason], _retry_after(headers))
    by_status = {
        401: "key_rejected",
        402: "quota_used_up",
        403: "key_rejected",
        405: "wrong_address",
        410: "model_gone",
    }
    if status == 404:
        return failed("model_not_found" if "model" in said else "wrong_address")
    if 300 <= status < 400:
        return failed("redirected")
    return failed(by_status.get(status, "rejected"))


def _refused_parameter(body: object, said: str) -> str | None:
    """Return the optional parameter that a server refuses, by its `param` or its words."""
    named, said = _param_of(body), _EFFORT.sub("reasoning_effort", said)
    found = next((each for each in OPTIONAL_PARAMETERS if each in named), None)
    if found is None and _ROOM_FOR_ANSWER.search(said):
        return TOKEN_LIMIT
    if found is not None:
        return TOKEN_LIMIT if found in LIMIT_NAMES and _SIZE.search(said) else found
    if _LENGTHS.search(said):
        return SCHEMA_LENGTHS
    stated = _OPTIONAL.search(said)
    name = stated.group() if stated else None
    if name in LIMIT_NAMES and _SIZE.search(said):
        return TOKEN_LIMIT
    return name if _REFUSAL.search(said) else None


def _param_of(body: object) -> str:
    """Return the parameter that an error names, in the words of Chat Completions."""
    named = body.get("param") if isinstance(body, Mapping) else None
    return named.replace("reasoning.effort", "reasoning_effort") if isinstance(named, str) else ""


def _is_without_responses(response: httpx2.Response, failure: ModelFailure) -> bool:
    """Return whether a server has no Responses API: the path is unknown, and nothing is said of a model."""
    is_asked = response.request.url.path.endswith("/responses")
    return is_asked and (failure.reason == "wrong_address" or response.status_code == 501)


def _words_of(body: object, depth: int = 0) -> str:
    """Return the codes and messages of an error object in small letters, at most 2,000 characters."""
    if depth > MAX_DEPTH:
        return ""
    if isinstance(body, Mapping):
        parts = [body.get(key) for key in ("code", "type", "message", "msg", "loc", "detail", "error", "reason")]
        return " ".join(_words_of(part, depth + 1) for part in parts if part is not None)[:2_000]
    if isinstance(body, list):
        return " ".join(_words_of(part, depth + 1) for part in body[:8])[:2_000]
    return str(body)[:2_000].lower() if isinstance(body, str) or (isinstance(body, int) and abs(body) < 10**6) else ""


def _status_inside(body: object) -> int | None:
    """Return the HTTP status that an error object names as its code."""
    code = body.get("code", body.get("status")) if isinstance(body, Mapping) else None
    number = int(code) if isinstance(code, str) and code.isdecimal() and len(code) < 5 else code
    return number if type(number) is int and 400 <= number < 600 else None


def _was_sent(error: Exception) -> bool:
    """Whether it went wrong after a request was sent: a model may have worked on it. Of a connection that was not made
    the client says no more."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if cause is None:
        return isinstance(error, openai.APITimeoutError)
    return not isinstance(cause, _NEVER_SENT)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait that a server names: in milliseconds, in seconds, or as a date."""
    seconds = _number(headers.get("retry-after-ms"), 0.001)
    seconds = _number(headers.get("retry-after"), 1.0) if seconds is None else seconds
    seconds = _seconds_until(headers.get("retry-after", "")) if seconds is None else seconds
    return min(seconds, MAX_RETRY_AFTER) if seconds is not None and seconds >= 0 else None


def _number(text: str | None, unit: float) -> float | None:
    try:
        return float(text or "") * unit
    except ValueError:
        return None


def _seconds_until(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
