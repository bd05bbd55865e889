"""Parses completions: whole or streamed, both become the same Reply."""

from typing import Any, get_origin

from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.completion_usage import CompletionUsage
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import from_json

from app.errors import ModelFailed, ModelUnavailable
from app.llm.exchange import Reply
from app.llm.prices import Usage

WORD_CHARS, NAME_CHARS = 20, 100
MAX_TOKENS = 100_000_000
"""Far more than any context holds; the sum over a generation's calls still fits the database's integer."""


def reply_of(completion: ChatCompletion) -> Reply:
    """A completion as a Reply. Raises ModelFailed("malformed") for anything else."""
    if not isinstance(completion, ChatCompletion) or not completion.choices:
        raise ModelFailed("malformed", "The model's server answered with something that is no completion.")
    choice = completion.choices[0]
    return Reply(
        text=_said(choice.message.content),
        refusal=_said(choice.message.refusal),
        finish_reason=_word(choice.finish_reason),
        model=_word(completion.model, NAME_CHARS),
        service_tier=_word(completion.service_tier),
        usage=usage_of(completion.usage),
    )


def _said(value: object) -> str | None:
    """The client checks no types, and not every server knows them."""
    return value if isinstance(value, str) else None


def _word(value: object, most: int = WORD_CHARS) -> str | None:
    """A short name as a server should give it; anything else is none."""
    return value if isinstance(value, str) and 0 < len(value) <= most and value.isprintable() else None


def usage_of(counted: CompletionUsage | None) -> Usage | None:
    """What the server counted; None when it counted nothing, or what cannot be: then the price is not known."""
    if counted is None:
        return None
    prompt, completion = counted.prompt_tokens_details, counted.completion_tokens_details
    cached, reasoning = getattr(prompt, "cached_tokens", None), getattr(completion, "reasoning_tokens", 0)
    counts = (counted.prompt_tokens, cached or 0, counted.completion_tokens, reasoning or 0)
    if not all(type(count) is int and 0 <= count <= MAX_TOKENS for count in counts):
        return None
    usage = Usage(*counts[:3], reasoning_tokens=reasoning)
    possible = usage.cached_input_tokens <= usage.input_tokens and counts[3] <= usage.output_tokens
    return usage if possible else None


class CompletionParser:
    """Gathers the chunks of one streamed completion."""

    def __init__(self) -> None:
        self.text = ""
        self._refusal = ""
        self._finish_reason: str | None = None
        self._model: str | None = None
        self._service_tier: str | None = None
        self._usage: Usage | None = None

    def take(self, chunk: ChatCompletionChunk) -> bool:
        """Add a chunk; True when it brought text."""
        self._model = _word(chunk.model, NAME_CHARS) or self._model
        self._service_tier = _word(chunk.service_tier) or self._service_tier
        self._usage = usage_of(chunk.usage) or self._usage
        before = len(self.text)
        for choice in chunk.choices[:1]:
            self.text += choice.delta.content or ""
            self._refusal += choice.delta.refusal or ""
            self._finish_reason = _word(choice.finish_reason) or self._finish_reason
        return len(self.text) > before

    def reply(self) -> Reply:
        """The completion as a whole. Raises ModelUnavailable when the stream ended before it said that it had."""
        if self._finish_reason is None:
            raise ModelUnavailable("interrupted", "The model's answer broke off.")
        return Reply(
            text=self.text or None,
            refusal=self._refusal or None,
            finish_reason=self._finish_reason,
            model=self._model,
            service_tier=self._service_tier,
            usage=self._usage,
        )


class Count:
    """How many items of an answer are complete. Never decreases, not even when a repair turn starts over."""

    def __init__(self, output: type[BaseModel]) -> None:
        self._output = output
        self.total = most_items(output)
        self.done = 0

    def rises(self, text: str) -> bool:
        """Whether `text`, an answer so far, has more complete items than before."""
        now = min(finished_items(self._output, text), self.total)
        risen = now > self.done
        self.done = max(self.done, now)
        return risen


def most_items(output: type[BaseModel]) -> int:
    """The most items an answer may have: one a field, or a list's greatest length."""
    return sum(_longest(field) for field in output.model_fields.values())


def finished_items(output: type[BaseModel], text: str) -> int:
    """How many items of a half-written `{"answer": {…}}` are complete."""
    try:
        read = from_json(text, allow_partial=True)
    except ValueError:
        return 0
    answer = read.get("answer") if isinstance(read, dict) else None
    if not isinstance(answer, dict):
        return 0
    return sum(_standing(answer[name], output, name) for name in output.model_fields if name in answer)


def _longest(field: FieldInfo) -> int:
    if get_origin(field.annotation) is not list:
        return 1
    return next((limit.max_length for limit in field.metadata if hasattr(limit, "max_length")), 1)


def _standing(value: Any, output: type[BaseModel], name: str) -> int:
    kind = _item_type(output.model_fields[name].annotation)
    items = value if isinstance(value, list) else [value]
    return sum(1 for item in items if _complete(item, kind))


def _complete(item: Any, kind: type[BaseModel] | None) -> bool:
    if not isinstance(item, dict) or kind is None:
        return item is not None
    return set(kind.model_fields) <= set(item)


def _item_type(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_item_type(part) for part in getattr(annotation, "__args__", ()))
    return next((kind for kind in found if kind is not None), None)
