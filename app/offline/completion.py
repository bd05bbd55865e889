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
class SpokenAnswer:
    """What the model says: text or a refusal, and why it ended there."""

    text: str | None = None
    refusal: str | None = None
    finish_reason: str = "stop"


def estimated_tokens(text: str) -> int:
    """Four tokens for three words, rounded up: an estimate, nothing is billed by it."""
    return -(-len(text.split()) * 4 // 3)


@dataclass(frozen=True)
class Completion:
    """One completion of one request, ready to be written whole or in chunks. `count` counts the tokens of a text."""

    body: bytes
    request: Mapping[str, Any]
    spoken: SpokenAnswer
    headers: dict[str, str] = field(default_factory=dict)
    model: str = MODEL
    count: Callable[[str], int] = estimated_tokens
    reasoning_known: bool = True

    def whole(self) -> bytes:
        """As one JSON object."""
        message = {"role": "assistant", "content": self.spoken.text, "refusal": self.spoken.refusal}
        choice = {"index": 0, "message": message, "finish_reason": self.spoken.finish_reason, "logprobs": None}
        return compact_json({**self._head("chat.completion"), "choices": [choice], "usage": self._usage()})

    def chunks(self) -> Iterator[bytes]:
        """As server-sent events, [DONE] last; usage in the chunk before it where the request asks for that."""
        yield self._event({"role": "assistant", "content": ""})
        name, text = ("refusal", self.spoken.refusal) if self.spoken.refusal else ("content", self.spoken.text or "")
        for start in range(0, len(text), CHARS_PER_PIECE):
            yield self._event({name: text[start : start + CHARS_PER_PIECE]})
        yield self._event({}, self.spoken.finish_reason)
        if (self.request.get("stream_options") or {}).get("include_usage"):
            yield sse_event(
                compact_json({**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage()})
            )
        yield sse_event(b"[DONE]")

    def _event(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return sse_event(compact_json({**self._head("chat.completion.chunk"), "choices": [choice]}))

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
        prompt = sum(self.count(content_of(message)) for message in self.request["messages"])
        completion = self.count(self.spoken.text or self.spoken.refusal or "")
        reasoning = 0 if self.reasoning_known else None
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": reasoning, "audio_tokens": 0},
        }


def content_of(message: Any) -> str:
    """A message's text; "" where it has none, or has it in parts."""
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def error_body(message: str, code: str | None) -> bytes:
    """An error as OpenAI words its own."""
    kind = "insufficient_quota" if code == "insufficient_quota" else "invalid_request_error"
    return compact_json({"error": {"message": message, "type": kind, "param": None, "code": code}})


def models_body() -> bytes:
    """The answer to GET /v1/models."""
    entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "therabridge"}
    return compact_json({"object": "list", "data": [entry]})


def compact_json(value: Any) -> bytes:
    """JSON as the engine writes it: without spaces, in UTF-8."""
    return text_of(value).encode()


def text_of(value: Any) -> str:
    """The same as text. Lone surrogates, which UTF-8 cannot hold, are replaced."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="replace").decode()


def sse_event(data: bytes) -> bytes:
    """One server-sent event."""
    return b"data: " + data + b"\n\n"
