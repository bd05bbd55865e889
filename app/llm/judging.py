"""Whether a reply is an answer: refusal, finish reason, JSON, type. Nothing is repaired here, only refused."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.errors import ModelFailed

OutputT = TypeVar("OutputT", bound=BaseModel)

MAX_COMPLAINTS = 8
NEEDS_A_MODEL = "needs_a_model"
"""The offline engine's refusal of what only a model can write: an end without a result, not a failure."""
OFFLINE_REFUSALS = frozenset({"language_unsupported", "unknown_task", NEEDS_A_MODEL})
"""What the offline engine refuses with, and so may be told as it is."""
_COUNTED: dict[str, Callable[[Any], str]] = {
    "too_short": lambda _: "",  # such a message has its count already
    "too_long": lambda _: "",
    "string_too_short": lambda text: f", not {len(text)}",
    "string_too_long": lambda text: f", not {len(text)}",
}
"""Kinds of complaints that are measurements, by pydantic's names, and what is put after them."""
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)


class Unusable(Exception):
    """An answer that a repair turn may mend. `reason` is empty, malformed or invalid; `complaints` go to the
    model, and no further but for those that are `measured`: they are sure to hold none of what it wrote."""

    def __init__(self, reason: str, complaints: list[str], measured: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.complaints = complaints
        self._measured = measured

    def after(self, repairs: int) -> str:
        """What callers are told once so many repairs are used up."""
        found = f": {'; '.join(self._measured)}" if self._measured else ""
        return f"The model's answer did not fit, after {repairs} repair{'s' * (repairs != 1)}{found}."


def spoken(text: str | None, refusal: str | None, finish_reason: str | None) -> str:
    """The text of a finished, unrefused reply.

    Raises:
        ModelFailed: refused, content_filter or cut_off: asking again would pay twice for the same.
        Unusable: empty.
    """
    if refusal or finish_reason == "refusal":
        reason = refusal if refusal in OFFLINE_REFUSALS else "refused"
        raise ModelFailed(reason, "The model declined to answer.")
    if finish_reason == "content_filter":
        raise ModelFailed("content_filter", "The model's content filter stopped the answer.")
    if finish_reason == "length":
        raise ModelFailed("cut_off", "The answer ran into the model's length limit.")
    if not text or not text.strip():
        raise Unusable("empty", ["The answer was empty."])
    return text


def judge(text: str, output: type[OutputT], fenced: bool = False) -> OutputT:
    """The answer, if it is JSON without duplicate keys or non-finite numbers and of the type. Raises Unusable."""
    body = _unfenced(text) if fenced else text
    try:
        json.loads(body, object_pairs_hook=_distinct, parse_constant=_not_finite)
    except (ValueError, RecursionError) as error:
        raise Unusable("malformed", [_complaint_of_json(error)]) from None
    try:
        return output.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise Unusable("invalid", complaints(error), measurements(error)) from None


def complaints(error: ValidationError) -> list[str]:
    """What is wrong, a line a place, at most eight of them, as the model needs it to do better."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [_complaint(e) for e in found[:MAX_COMPLAINTS]]


def measurements(error: ValidationError) -> list[str]:
    """Those complaints that say how long a list or a text was, and how long it may be."""
    found = error.errors(include_url=False, include_context=False)[:MAX_COMPLAINTS]
    return [f"{_complaint(e)}{_COUNTED[e['type']](e['input'])}" for e in found if e["type"] in _COUNTED]


def _complaint(found: ErrorDetails) -> str:
    return f"/{'/'.join(str(part) for part in found['loc'])}: {found['msg']}"


def repair_request(answer: str, problem: Unusable) -> tuple[dict[str, str], dict[str, str]]:
    """The two messages of a repair turn: what the model said, and what is wrong with it."""
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
