"""The wire format of Chat Completions: whole completions, chunks of streamed ones, errors, the list of models."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MODEL = "offline"
JSON = "application/json"
EVENT_STREAM = "text/event-stream; charset=utf-8"
CHARS_PER_PIECE = 240
"""A deep analysis of 4,000 characters then comes in some seventeen pieces."""


@dataclass(frozen=True, slots=True)
class ModelMessage:
    """The model's message, text or a refusal, and its finish reason."""

    text: str | None = None
    refusal: str | None = None
    finish_reason: str = "stop"


def estimated_tokens(text: str) -> int:
    """Estimate four tokens for three words, rounded up. Nothing is billed by this estimate."""
    return -(-len(text.split()) * 4 // 3)


@dataclass(frozen=True)
class Completion:
    """One completion of one request, ready to be written whole or in chunks. `count` counts the tokens of a text."""

    body: bytes
    request: Mapping[str, Any]
    spoken: ModelMessage
    headers: dict[str, str] = field(default_factory=dict)
    model: str = MODEL
    count: Callable[[str], int] = estimated_tokens
    reasoning_known: bool = True

    def whole(self) -> bytes:
        """Return the completion as one JSON object."""
        message = {"role": "assistant", "content": self.spoken.text, "refusal": self.spoken.refusal}
        choice = {"index": 0, "message": message, "finish_reason": self.spoken.finish_reason, "logprobs": None}
        return dump_json_bytes({**self._head("chat.completion"), "choices": [choice], "usage": self._usage()})

    def chunks(self) -> Iterator[bytes]:
        """Return the completion as server-sent events, ending with [DONE]. If requested, the chunk before it holds the
        usage.
        """
        yield self._event({"role": "assistant", "content": ""})
        name, text = ("refusal", self.spoken.refusal) if self.spoken.refusal else ("content", self.spoken.text or "")
        for start in range(0, len(text), CHARS_PER_PIECE):
            yield self._event({name: text[start : start + CHARS_PER_PIECE]})
        yield self._event({}, self.spoken.finish_reason)
        if (self.request.get("stream_options") or {}).get("include_usage"):
            yield encode_sse_event(
                dump_json_bytes({**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage()})
            )
        yield encode_sse_event(b"[DONE]")

    def _event(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return encode_sse_event(dump_json_bytes({**self._head("chat.completion.chunk"), "choices": [choice]}))

    def _head(self, kind: str) -> dict[str, Any]:
        """The same request has the same id, and no clock is read."""
        number = hashlib.sha256(self.body).hexdigest()[:24]
        return {
            "id": f"chatcmpl-{number}",
            "object": kind,
            "created": 0,
            "model": self.model,
            "service_tier": "default",
        }

    def _usage(self) -> dict[str, Any]:
        prompt = sum(self.count(message_text(message)) for message in self.request["messages"])
        completion = self.count(self.spoken.text or self.spoken.refusal or "")
        reasoning = 0 if self.reasoning_known else None
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": reasoning, "audio_tokens": 0},
        }


def message_text(message: Any) -> str:
    """Return a message's text, or "" if it has none or has it in parts."""
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def error_body(message: str, code: str | None) -> bytes:
    """Return an error in OpenAI's format."""
    kind = "insufficient_quota" if code == "insufficient_quota" else "invalid_request_error"
    return dump_json_bytes({"error": {"message": message, "type": kind, "param": None, "code": code}})


def model_list_body() -> bytes:
    """Return the answer to GET /v1/models."""
    entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "therabridge"}
    return dump_json_bytes({"object": "list", "data": [entry]})


def dump_json_bytes(value: Any) -> bytes:
    """Return JSON without spaces, in UTF-8."""
    return dump_json_text(value).encode()


def dump_json_text(value: Any) -> str:
    """Return the same JSON as text. Lone surrogates, which UTF-8 cannot hold, are replaced."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="replace").decode()


def encode_sse_event(data: bytes) -> bytes:
    """Encode one server-sent event."""
    return b"data: " + data + b"\n\n"
