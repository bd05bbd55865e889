"""Validates a reply: refusal, finish reason, JSON, type. It only rejects; nothing is repaired here."""

import json
import re
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import ModelFailed

OutputT = TypeVar("OutputT", bound=BaseModel)

MAX_COMPLAINTS = 8
NEEDS_A_MODEL = "needs_a_model"
"""The offline engine's refusal of what only a model can write: an end without a result, not a failure."""
OFFLINE_REFUSALS = frozenset({"language_unsupported", "unknown_task", NEEDS_A_MODEL})
"""Error codes of the offline engine, which may be passed on as they are."""
_RULES = {
    "less_than_equal": "above {le:g}",
    "less_than": "{lt:g} or above",
    "greater_than_equal": "below {ge:g}",
    "greater_than": "{gt:g} or below",
    "multiple_of": "not in steps of {multiple_of:g}",
    "finite_number": "not a finite number",
    "string_too_long": "longer than {max_length} characters",
    "string_too_short": "shorter than {min_length} characters",
    "string_pattern_mismatch": "not in the form {pattern}",
    "too_long": "more than {max_length} items",
    "too_short": "fewer than {min_length} items",
    "literal_error": "none of the allowed values",
    "enum": "none of the allowed values",
    "missing": "missing",
    "extra_forbidden": "a field that the schema does not have",
    "string_unicode": "not valid text",
    "string_type": "not a text",
    "float_type": "not a number",
    "int_type": "not a whole number",
    "list_type": "not a list",
    "model_type": "not an object",
    "value_error": "{error}",
}
"""Messages for pydantic's error types, with what the type allows. A validator's own message is passed on:
those of output types hold none of the text they refuse. What is not listed here is reported by its type."""
_MEASURED = frozenset({"string_too_long", "string_too_short", "too_long", "too_short"})
"""Error types to which the actual length is added."""
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)


class WordedComplaint(str):
    """A complaint that holds words of the answer: for the model alone."""

    __slots__ = ()


class InvalidResponse(Exception):
    """An answer that a repair turn may correct. `reason` is empty, malformed or invalid; `complaints` name place and
    rule each. The model, callers and the log get the same lines; those that are Worded only the model."""

    def __init__(self, reason: str, complaints: list[str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.complaints = complaints

    @property
    def _summary(self) -> str:
        return "".join(f"; {line.rstrip('.')}" for line in self.complaints if not isinstance(line, WordedComplaint))[1:]

    def __str__(self) -> str:
        return f"{self.reason}:{self._summary or ' words that may not stand there'}"

    def after(self, repairs: int) -> str:
        """The message for callers once all repairs are used up."""
        found = f":{self._summary}" if self._summary else ""
        return f"The model's answer did not fit, after {repairs} repair{'s' * (repairs != 1)}{found}."


def reply_text(text: str | None, refusal: str | None, finish_reason: str | None) -> str:
    """The text of a finished, unrefused reply.

    Raises:
        ModelFailed: refused, content_filter or cut_off: asking again would pay twice for the same.
        InvalidResponse: empty.
    """
    if refusal or finish_reason == "refusal":
        reason = refusal if refusal in OFFLINE_REFUSALS else "refused"
        raise ModelFailed(reason, "The model declined to answer.")
    if finish_reason == "content_filter":
        raise ModelFailed("content_filter", "The model's content filter stopped the answer.")
    if finish_reason == "length":
        raise ModelFailed("cut_off", "The answer ran into the model's length limit.")
    if not text or not text.strip():
        raise InvalidResponse("empty", ["The answer was empty."])
    return text


def validate_response(text: str, output: type[OutputT], fenced: bool = False) -> OutputT:
    """The answer, if it is JSON without duplicate keys or non-finite numbers and of the type.

    Raises InvalidResponse.
    """
    body = _unfenced(text) if fenced else text
    try:
        json.loads(body, object_pairs_hook=_distinct, parse_constant=_not_finite)
    except (ValueError, RecursionError) as error:
        raise InvalidResponse("malformed", [_complaint_of_json(error)]) from None
    try:
        return output.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise InvalidResponse("invalid", validation_complaints(error)) from None


def validation_complaints(error: ValidationError) -> list[str]:
    """What is wrong, `/place: rule` each, at most eight of them, with none of the answer's words."""
    return [_complaint(found) for found in error.errors(include_url=False)[:MAX_COMPLAINTS]]


def _complaint(found: ErrorDetails) -> str:
    kind, allowed = found["type"], found.get("ctx", {})
    place = found["loc"][:-1] if kind == "extra_forbidden" else found["loc"]  # that field's name is the model's own
    rule = _RULES[kind].format(**allowed) if kind in _RULES else kind.replace("_", " ")
    length = f": {len(found['input'])}" if kind in _MEASURED else ""
    return f"/{'/'.join(str(part) for part in place)}: {rule}{length}"


def repair_request(answer: str, problem: InvalidResponse) -> tuple[dict[str, str], dict[str, str]]:
    """The two messages of a repair turn: the model's answer, and the complaints about it."""
    said = answer if answer.strip() else "(no answer)"
    wrong = "\n".join(f"- {line}" for line in problem.complaints)
    request = (
        "Your answer does not fit the schema:\n"
        f"{wrong}\n"
        "Answer again with the whole JSON object and nothing else. Correct only these places. Where the transcript"
        " does not support an entry, leave the entry out; never invent one to fill a place."
    )
    return {"role": "assistant", "content": said}, {"role": "user", "content": request}


def _unfenced(text: str) -> str:
    match = _FENCE.match(text)
    return match.group(1) if match else text


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def _not_finite(_: str) -> NoReturn:
    raise ValueError("a number is not finite")


def _complaint_of_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON at character {error.pos}: {error.msg}"
    return f"not valid JSON: {error}" if isinstance(error, ValueError) else "not valid JSON: nested too deeply"
