"""Asks a model server what it can do: its models, its context, and one small typed question in a dialect."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, ConfigDict, Field

from app.errors import ModelFailed, ModelFailure
from app.llm.clients import AsyncOpenAI, send_async
from app.llm.completion_parser import Listener
from app.llm.endpoint import Endpoint
from app.llm.exchange import Reply
from app.llm.failures import failed, translate_error
from app.llm.model_config import ModelChoice
from app.llm.prices import Usage
from app.llm.response_validation import InvalidResponse, reply_text, validate_response
from app.llm.schema import strict_schema

Json = Mapping[str, Any]

PROBE = "weekdays"
INSTRUCTIONS = "You know the calendar, and answer in JSON."
QUESTION = "List the seven days of the week, Monday first, and say of each whether it belongs to the weekend."
LISTING_SECONDS = 10.0
NAME_CHARS = 200
CONTEXT_KEYS = (
    *("n_ctx", "max_model_len", "loaded_context_length", "context_length", "context_window", "max_context_length"),
)
"""Names for the context of a request, in tokens: llama.cpp, vLLM, LM Studio, Ollama, hosted servers."""
NATIVE_PATHS = ("/props", "/api/ps", "/api/v0/models")
"""Where llama.cpp, Ollama and LM Studio report the context, beside the compatible API."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Weekday(_Strict):
    """A day of the week."""

    code: Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    """The day as two capital letters. The prompt does not say so: only a model that is held to the schema knows."""
    is_weekend: bool
    """Whether it belongs to the weekend."""


class Week(_Strict):
    """The answer to the question."""

    days: list[Weekday] = Field(min_length=7, max_length=7)
    """The seven days."""


@dataclass(frozen=True, slots=True)
class ListedModels:
    """The names of a server's models, and the body that lists them."""

    names: tuple[str, ...]
    body: object


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """How a server answered the question. `failure` is None for a valid answer; `pieces` counts those of a stream."""

    seconds: float
    failure: ModelFailure | None = None
    text: str = ""
    usage: Usage | None = None
    extracted: bool = False
    pieces: int = 0


async def list_models(client: AsyncOpenAI) -> ListedModels:
    """Return the models that a server lists. Raises ModelFailure."""
    try:
        body = await _get(client, "/models")
    except Exception as error:
        raise translate_error(error) from None
    if not isinstance(body, Mapping):
        raise failed("wrong_address")
    names = [name for entry in _entries(body) for name in _names_of(entry) if _is_name(name)]
    return ListedModels(tuple(dict.fromkeys(names)), body)


async def find_context(client: AsyncOpenAI, models: ListedModels | None, model: str) -> int | None:
    """Return the tokens of a request's context at a server; None if it does not say."""
    if models and (tokens := _context_in(models.body, model)):
        return tokens
    root = urlsplit(str(client.base_url))._replace(path="", query="").geturl()
    for path in NATIVE_PATHS:
        try:
            tokens = _context_in(await _get(client, root + path), model)
        except Exception:  # noqa: S112 - another server's API
            continue
        if tokens:
            return tokens
    return None


async def ask_question(
    client: AsyncOpenAI,
    endpoint: Endpoint,
    choice: ModelChoice,
    *,
    seconds: float,
    stream: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> ProbeAnswer:
    """Ask the question once; optional parameters that the server refuses are left out. Failures are values."""
    schema = strict_schema(Week)
    system = {"role": "system", "content": endpoint.instructions(INSTRUCTIONS, schema)}
    messages = {"messages": [system, {"role": "user", "content": QUESTION}], "timeout": seconds}
    params = endpoint.params(choice, schema, stream=stream, queued=False)
    begun, pieces = clock(), list[str]()
    try:
        async with asyncio.timeout(seconds):
            reply = await _reply(client, endpoint, messages, params, pieces.append)
        validate_response(reply_text(reply.text, reply.refusal, reply.finish_reason), Week)
    except InvalidResponse as problem:
        return ProbeAnswer(clock() - begun, failed(problem.reason))
    except Exception as error:
        return ProbeAnswer(clock() - begun, translate_error(error))
    return ProbeAnswer(clock() - begun, None, reply.text or "", reply.usage, reply.extracted, len(pieces))


async def _reply(
    client: AsyncOpenAI, endpoint: Endpoint, messages: dict[str, Any], params: dict[str, Any], listener: Listener
) -> Reply:
    left_out: list[str] = []
    while True:
        try:
            reply = await send_async(client, {**messages, **params}, listener)
        except Exception as error:
            failure = translate_error(error)
            refused = failure.parameter if isinstance(failure, ModelFailed) else None
            left = endpoint.forgo(params, refused) if refused else None
            if left is None or refused is None:
                raise failure from None
            params = left
            left_out.append(refused)
        else:
            for parameter in left_out:
                endpoint.remember(parameter)
            return reply


async def _get(client: AsyncOpenAI, path: str) -> object:
    """Return the JSON at a path, or at an address. Raises what the client raises, and ModelFailed for no JSON."""
    answer = await client.get(path, cast_to=httpx2.Response, options={"timeout": LISTING_SECONDS})
    try:
        body: object = answer.json()
    except ValueError:
        raise failed("wrong_address") from None
    return body


def _context_in(body: object, model: str) -> int | None:
    """Return the context in a list of models, of the one named or the only one, or in a description of one."""
    entries = list(_entries(body))
    named = [entry for entry in entries if model in {entry.get(key) for key in ("id", "name", "model") if key in entry}]
    chosen = (named or entries)[0] if named or len(entries) == 1 else None
    if chosen is None:
        return None
    parts = [chosen, chosen.get("meta"), chosen.get("default_generation_settings")]
    found = [part.get(key) for part in parts if isinstance(part, Mapping) for key in CONTEXT_KEYS]
    return next((tokens for tokens in found if type(tokens) is int and tokens > 0), None)


def _entries(body: object) -> Iterator[Json]:
    listed = body
    if isinstance(body, Mapping):
        listed = body.get("data", body.get("models", [body]))
    if isinstance(listed, list):
        yield from (entry for entry in listed if isinstance(entry, Mapping))


def _names_of(entry: Json) -> list[Any]:
    """Return a model's name, and others under which llama.cpp serves it."""
    aliases = entry.get("aliases")
    return [entry.get("id", entry.get("name")), *(aliases if isinstance(aliases, list) else [])]


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= NAME_CHARS and name.isprintable()
