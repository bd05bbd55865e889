"""Parses completions: whole or streamed, from any server, both become the same Reply.

Bodies are read as plain JSON values: the client's own types are built without checks, and not every server fills them
in as OpenAI does. What carries no text is skipped.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.errors import ModelUnavailable
from app.llm.exchange import Reply
from app.llm.failures import ADVICE, failed, failure_of_answer
from app.llm.json_extraction import extract_json
from app.llm.prices import Usage

Json = Mapping[str, Any]
Listener = Callable[[str], None]
"""Called with each piece of a streamed answer."""

WORD_CHARS, NAME_CHARS = 20, 100
MAX_TOKENS = 100_000_000
"""Far more than any context holds; the sum over a generation's calls still fits the database's integer."""
MAX_TEXT_CHARS = 500_000
"""Several times the longest answer that any output type allows. A model that writes more will not stop."""


class CompletionParser:
    """Gathers one completion: the chunks of a streamed one, or a whole one as its only chunk."""

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._pieces: list[str] = []
        self._chars = 0
        self._refusal = ""
        self._finish_reason: str | None = None
        self._model: str | None = None
        self._service_tier: str | None = None
        self._usage: Usage | None = None
        self._has_choice = self._is_done = False

    def take(self, chunk: object) -> None:
        """Add a chunk. Raises ModelFailure if it is an error, or the text is too long."""
        if not isinstance(chunk, Mapping):
            return
        if chunk.get("error") and not self.has_finished:
            raise failure_of_answer(200, chunk["error"], {})
        self._model = _word(chunk.get("model"), NAME_CHARS) or self._model
        self._service_tier = _word(chunk.get("service_tier")) or self._service_tier
        self._usage = usage_of(chunk.get("usage")) or self._usage
        choice = _first(chunk.get("choices"))
        if choice is not None:
            self._take_choice(choice)

    @property
    def has_finished(self) -> bool:
        """Whether the model has said why it ended: what follows is no part of the answer."""
        return self._finish_reason is not None

    def end(self) -> None:
        """The server says that the answer is complete."""
        self._is_done = True

    def reply(self) -> Reply:
        """Return the completion as a whole. Raises ModelUnavailable if the answer broke off, and ModelFailed if there
        was none.
        """
        if not self._has_choice:
            raise failed("malformed")
        if self._finish_reason is None and not self._is_done:
            raise ModelUnavailable("interrupted", ADVICE["interrupted"])
        found = extract_json("".join(self._pieces))
        return Reply(
            text=found.text or None,
            refusal=self._refusal or None,
            finish_reason=self._finish_reason,
            model=self._model,
            service_tier=self._service_tier,
            usage=self._usage,
            extracted=found.extracted,
        )

    def _take_choice(self, choice: Json) -> None:
        self._has_choice = True
        self._finish_reason = _word(choice.get("finish_reason")) or self._finish_reason
        said = next((choice[key] for key in ("delta", "message") if _is_message(choice.get(key))), choice)
        self._refusal += _text_of(said.get("refusal"))
        piece = _text_of(said.get("content", said.get("text")))
        self._chars += len(piece)
        if self._chars > MAX_TEXT_CHARS:
            raise failed("too_long")
        if piece:
            self._pieces.append(piece)
            if self._listener is not None:
                self._listener(piece)


def _is_message(value: object) -> bool:
    """Return whether a value holds what was said; some servers send an empty delta beside the message."""
    return isinstance(value, Mapping) and any(value.get(name) for name in ("content", "refusal"))


def usage_of(counted: object) -> Usage | None:
    """Return what the server counted; None if that is nothing or impossible, and then the price is unknown."""
    if not isinstance(counted, Mapping):
        return None
    cached = _detail(counted, "prompt_tokens_details", "cached_tokens")
    reasoning = _detail(counted, "completion_tokens_details", "reasoning_tokens")
    counts = (counted.get("prompt_tokens"), cached or 0, counted.get("completion_tokens"), reasoning or 0)
    if not all(type(count) is int and 0 <= count <= MAX_TOKENS for count in counts):
        return None
    prompt, cached_tokens, completion, thought = (int(str(count)) for count in counts)
    possible = cached_tokens <= prompt and thought <= completion
    hidden = reasoning is None and isinstance(counted.get("completion_tokens_details"), Mapping)
    return Usage(prompt, cached_tokens, completion, None if hidden else thought) if possible else None


def _detail(counted: Json, group: str, name: str) -> object:
    details = counted.get(group)
    return details.get(name) if isinstance(details, Mapping) else 0


def _first(choices: object) -> Json | None:
    """Return the first choice, if it is one."""
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, Mapping) else None


def _text_of(content: object) -> str:
    """Return the text of a message's content, which may come in parts; anything else has none."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = [part.get("text") if isinstance(part, Mapping) else part for part in content]
    return "".join(part for part in parts if isinstance(part, str))


def _word(value: object, most: int = WORD_CHARS) -> str | None:
    """Return a short name as a server should give it; anything else is none."""
    return value if isinstance(value, str) and 0 < len(value) <= most and value.isprintable() else None
