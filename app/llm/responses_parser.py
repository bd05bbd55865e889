"""Reads answers of the Responses API as completions: its events become chunks, its responses whole completions."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

ENDS = frozenset({"response.completed", "response.incomplete", "response.failed", "response.cancelled"})
"""Events that hold the whole response, after which nothing comes."""
FAILED = frozenset({"failed", "cancelled"})
FINISH_REASONS = {"max_output_tokens": "length", "content_filter": "content_filter"}
"""Why a response is incomplete, and the finish reason of a completion that says the same."""
COUNTS = {
    "input_tokens": "prompt_tokens",
    "input_tokens_details": "prompt_tokens_details",
    "output_tokens": "completion_tokens",
    "output_tokens_details": "completion_tokens_details",
}


class ResponsesParser:
    """Turns the events of one answer into chunks. What is not of the Responses API is returned as it is."""

    def __init__(self) -> None:
        self.is_complete = False
        self._has_deltas = False

    def chunk_of(self, event: object) -> object:
        """Return an event, or a whole response, as the chunk of a completion. Most events carry no text: {}."""
        if not isinstance(event, Mapping):
            return event
        if _is_response(event):
            return self._completion_of(event, "")
        kind = event.get("type")
        if kind == "error":
            return {"error": event.get("error") or event}
        if not isinstance(kind, str) or not kind.startswith("response."):
            return event
        if kind in ENDS:
            self.is_complete = True
            response = event.get("response")
            whole = response if isinstance(response, Mapping) else {}
            return self._completion_of(whole, kind.removeprefix("response."))
        return self._delta_of(kind, event.get("delta"))

    def _delta_of(self, kind: str, delta: object) -> Json:
        name = {"response.output_text.delta": "content", "response.refusal.delta": "refusal"}.get(kind)
        if name is None:
            return {}
        self._has_deltas = True
        return {"choices": [{"delta": {name: delta}}]}

    def _completion_of(self, response: Json, end: str) -> Json:
        """Return a whole response as a completion: without its text, if that has come in pieces. `end` is the status by
        an event's name.
        """
        status = end or response.get("status")
        if response.get("error") or status in FAILED:
            return {"error": response.get("error") or {"code": status}}
        message = {} if self._has_deltas else _message_of(response.get("output"))
        choice = {"message": message, "finish_reason": _finish_reason(response, status)}
        return {
            "model": response.get("model"),
            "service_tier": response.get("service_tier"),
            "choices": [choice],
            "usage": _counted(response.get("usage")),
        }


def _is_response(event: Json) -> bool:
    return event.get("object") == "response" or ("output" in event and "choices" not in event and "type" not in event)


def _finish_reason(response: Json, status: object) -> str | None:
    details = response.get("incomplete_details")
    if status == "incomplete" or isinstance(details, Mapping):
        reason = details.get("reason") if isinstance(details, Mapping) else None
        return FINISH_REASONS.get(reason, "length") if isinstance(reason, str) else "length"
    return "stop" if status == "completed" else None


def _message_of(output: object) -> Json:
    parts = list(_parts(output))
    return {
        "content": [part.get("text") for part in parts if part.get("type") in {"output_text", "text"}],
        "refusal": [part.get("refusal") for part in parts if part.get("type") == "refusal"],
    }


def _parts(output: object) -> Iterator[Json]:
    """Yield the parts of all messages; other items are thoughts and calls of tools."""
    for item in output if isinstance(output, list) else []:
        content = item.get("content") if isinstance(item, Mapping) and item.get("type") == "message" else None
        if isinstance(content, str):
            yield {"type": "output_text", "text": content}
        elif isinstance(content, list):
            yield from (part for part in content if isinstance(part, Mapping))


def _counted(usage: object) -> object:
    if not isinstance(usage, Mapping):
        return None
    return {COUNTS.get(name, name): value for name, value in usage.items()}
