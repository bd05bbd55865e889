"""The built-in engine: answers Chat Completions without a model, by plain extraction from what it is shown.

No I/O, no clock, no chance: the same request always has the same answer. All memory is the FaultPlan's.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.offline.answers import Declined, extraction_for
from app.offline.completion import (
    EVENT_STREAM,
    JSON,
    Completion,
    SpokenAnswer,
    content_of,
    error_body,
    models_body,
    text_of,
)
from app.offline.fault_injection import Failure, Fault, FaultPlan, Misdeed
from app.offline.faulty_answers import WEB_PAGE, instruction_in, obey_instruction, spoil_answer
from app.offline.prompt import Prompt, read_prompt
from app.offline.task_recognition import requested_task
from app.therapy.language import is_english

CHAT = "/v1/chat/completions"
MODELS = "/v1/models"
STALL = 3_600.0
LANGUAGE_UNSUPPORTED = "language_unsupported"
UNKNOWN_TASK = "unknown_task"

Piece = tuple[float, bytes]
"""Seconds to wait first, and the bytes that come then."""


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """A response; its body is in `pieces`."""

    status: int
    content_type: str
    pieces: Iterable[Piece]
    headers: dict[str, str] = field(default_factory=dict)


def serve(method: str, path: str, body: bytes, conduct: FaultPlan | None = None) -> OfflineAnswer:
    """The answer to a request, by its route. 404 where there is none."""
    if (method, path) == ("POST", CHAT):
        return respond(body, conduct)
    if (method, path) == ("GET", MODELS):
        return OfflineAnswer(200, JSON, [(0.0, models_body())])
    return _failed(404, "There is no such route.", "unknown_url")


def respond(body: bytes, conduct: FaultPlan | None = None) -> OfflineAnswer:
    """The answer to one Chat Completions request. 400 where the body is no such request.

    A task that is not known is refused with `unknown_task`, a transcript in another language than English with
    `language_unsupported`, what has to be written with `needs_a_model`, all as the message's refusal.
    """
    conduct = conduct or FaultPlan()
    conduct.calls.append(body)
    request = _request(body)
    if request is None:
        return _failed(400, "The body has to be a Chat Completions request in JSON.", None)
    task = requested_task(request)
    fault = conduct.next_fault(task, request.get("service_tier"))
    seconds = conduct.seconds(task)
    if isinstance(fault, Failure):
        return _as_told(fault, seconds)
    if fault is Fault.NOT_JSON:
        return OfflineAnswer(200, "text/html", [(seconds, WEB_PAGE)])
    completion = Completion(body, request, _spoken(request, task, conduct, fault))
    pieces = list(completion.chunks()) if request.get("stream") else [completion.whole()]
    kind = EVENT_STREAM if request.get("stream") else JSON
    return OfflineAnswer(200, kind, _timed(pieces, seconds, fault))


def _request(body: bytes) -> dict[str, Any] | None:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return None
    messages = request.get("messages") if isinstance(request, dict) else None
    return request if isinstance(messages, list) and messages else None


def _spoken(request: dict[str, Any], task: str, conduct: FaultPlan, fault: Misdeed) -> SpokenAnswer:
    extraction = extraction_for(task)
    if extraction is None:
        return SpokenAnswer(refusal=UNKNOWN_TASK)
    prompt = _prompt(request)
    if not is_english(prompt.words):
        return SpokenAnswer(refusal=LANGUAGE_UNSUPPORTED)
    found = extraction(prompt)
    declined = isinstance(found, Declined)
    answer: Any = {"answer": None if declined else found}
    told = instruction_in(prompt) if conduct.obeys else None
    if told:
        answer = obey_instruction(answer, told, conduct.obeys)
    good = SpokenAnswer(refusal=str(found)) if declined else SpokenAnswer(text_of(answer))
    return spoil_answer(good, answer, fault) if isinstance(fault, Fault) else good


def _prompt(request: dict[str, Any]) -> Prompt:
    """From the second message: what follows it is repair turns."""
    shown, *repair = [content_of(message) for message in request["messages"][1:]] or [""]
    return read_prompt(shown, sent_back=bool(repair))


def _timed(pieces: list[bytes], seconds: float, fault: Misdeed) -> Iterator[Piece]:
    """The pieces, `seconds` spread over them; half of the body where it breaks off or stalls."""
    if fault in {Fault.BREAKS_OFF, Fault.STALLS}:
        pieces = [pieces[0][: len(pieces[0]) // 2]] if len(pieces) == 1 else pieces[: len(pieces) // 2]
    for piece in pieces:
        yield seconds / len(pieces), piece
    if fault is Fault.STALLS:
        yield STALL, b""


def _as_told(failure: Failure, seconds: float) -> OfflineAnswer:
    headers = {} if failure.retry_after is None else {"retry-after": f"{failure.retry_after:g}"}
    said = error_body("The offline engine was told to fail.", failure.code)
    return OfflineAnswer(failure.status, JSON, [(seconds, said)], headers)


def _failed(status: int, message: str, code: str | None) -> OfflineAnswer:
    return OfflineAnswer(status, JSON, [(0.0, error_body(message, code))])
