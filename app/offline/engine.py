"""The built-in engine: answers Chat Completions without a model, by plain extraction from what it is shown.

No I/O, no clock, no chance: the same request always has the same answer. All memory is the FaultPlan's.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.offline.answers import Declined, find_extraction
from app.offline.completion import (
    EVENT_STREAM,
    JSON,
    Completion,
    ModelMessage,
    dump_json_text,
    error_body,
    message_text,
    model_list_body,
)
from app.offline.fault_injection import Failure, Fault, FaultPlan, Misdeed
from app.offline.faulty_answers import (
    WEB_PAGE,
    apply_fault_to_answer,
    find_injected_instruction,
    follow_injected_instruction,
)
from app.offline.prompt import Prompt, read_prompt
from app.offline.task_recognition import recognise_task_of_request
from app.therapy.language import is_english

CHAT = "/v1/chat/completions"
MODELS = "/v1/models"
STALL = 3_600.0
LANGUAGE_UNSUPPORTED = "language_unsupported"
UNKNOWN_TASK = "unknown_task"

Piece = tuple[float, bytes]
"""Seconds to wait first, and the bytes that come then."""


@dataclass(frozen=True, slots=True)
class EngineResponse:
    """A response whose body is in `pieces`."""

    status: int
    content_type: str
    pieces: Iterable[Piece]
    headers: dict[str, str] = field(default_factory=dict)


def route_request(method: str, path: str, body: bytes, conduct: FaultPlan | None = None) -> EngineResponse:
    """Answer a request by its route. Unknown routes get 404."""
    if (method, path) == ("POST", CHAT):
        return answer_completion_request(body, conduct)
    if (method, path) == ("GET", MODELS):
        return EngineResponse(200, JSON, [(0.0, model_list_body())])
    return _failed(404, "There is no such route.", "unknown_url")


def answer_completion_request(body: bytes, conduct: FaultPlan | None = None) -> EngineResponse:
    """The answer to one Chat Completions request. 400 where the body is no such request.

    A task that is not known is refused with `unknown_task`, a transcript in another language than English with
    `language_unsupported`, what has to be written with `needs_a_model`, all as the message's refusal.
    """
    conduct = conduct or FaultPlan()
    conduct.calls.append(body)
    request = _request(body)
    if request is None:
        return _failed(400, "The body has to be a Chat Completions request in JSON.", None)
    task = recognise_task_of_request(request)
    fault = conduct.next_fault(task, request.get("service_tier"))
    seconds = conduct.seconds(task)
    if isinstance(fault, Failure):
        return _as_told(fault, seconds)
    if fault is Fault.NOT_JSON:
        return EngineResponse(200, "text/html", [(seconds, WEB_PAGE)])
    completion = Completion(body, request, _spoken(request, task, conduct, fault))
    pieces = list(completion.chunks()) if request.get("stream") else [completion.whole()]
    kind = EVENT_STREAM if request.get("stream") else JSON
    return EngineResponse(200, kind, _timed(pieces, seconds, fault))


def _request(body: bytes) -> dict[str, Any] | None:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return None
    messages = request.get("messages") if isinstance(request, dict) else None
    return request if isinstance(messages, list) and messages else None


def _spoken(request: dict[str, Any], task: str, conduct: FaultPlan, fault: Misdeed) -> ModelMessage:
    extraction = find_extraction(task)
    if extraction is None:
        return ModelMessage(refusal=UNKNOWN_TASK)
    prompt = _prompt(request)
    if not is_english(prompt.words):
        return ModelMessage(refusal=LANGUAGE_UNSUPPORTED)
    found = extraction(prompt)
    declined = isinstance(found, Declined)
    answer: Any = {"answer": None if declined else found}
    told = find_injected_instruction(prompt) if conduct.obeyed_instructions else None
    if told:
        answer = follow_injected_instruction(answer, told, conduct.obeyed_instructions)
    good = ModelMessage(refusal=str(found)) if declined else ModelMessage(dump_json_text(answer))
    return apply_fault_to_answer(good, answer, fault) if isinstance(fault, Fault) else good


def _prompt(request: dict[str, Any]) -> Prompt:
    """Read the prompt from the second message. The messages after it are repair turns."""
    shown, *repair = [message_text(message) for message in request["messages"][1:]] or [""]
    return read_prompt(shown, sent_back=bool(repair))


def _timed(pieces: list[bytes], seconds: float, fault: Misdeed) -> Iterator[Piece]:
    """The pieces, `seconds` spread over them; half of the body where it breaks off or stalls."""
    if fault in {Fault.BREAKS_OFF, Fault.STALLS}:
        pieces = [pieces[0][: len(pieces[0]) // 2]] if len(pieces) == 1 else pieces[: len(pieces) // 2]
    for piece in pieces:
        yield seconds / len(pieces), piece
    if fault is Fault.STALLS:
        yield STALL, b""


def _as_told(failure: Failure, seconds: float) -> EngineResponse:
    headers = {} if failure.retry_after is None else {"retry-after": f"{failure.retry_after:g}"}
    said = error_body("The offline engine was told to fail.", failure.code)
    return EngineResponse(failure.status, JSON, [(seconds, said)], headers)


def _failed(status: int, message: str, code: str | None) -> EngineResponse:
    return EngineResponse(status, JSON, [(0.0, error_body(message, code))])
