"""A model server: its dialect, and the parameters of a request."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.llm.answer_limit import answer_limit
from app.llm.failures import LIMIT_NAMES, SCHEMA_LENGTHS, TOKEN_LIMIT
from app.llm.model_config import ModelChoice
from app.llm.model_server import ModelServer
from app.llm.responses_request import RESPONSES_PATH
from app.offline.recorded import TRANSCRIPT, Recordings
from app.settings import Settings
from app.therapy.transcript import Transcript

Engine = Literal["openai", "compatible", "offline", "recorded"]
Dialect = Literal["json_schema", "json_object", "plain", "responses"]

OPENAI_URL = "https://api.openai.com/v1"
OFFLINE_URL = "http://offline.invalid/v1"
_ENGINES: dict[str, Engine] = {OPENAI_URL: "openai", OFFLINE_URL: "offline"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model server. `local_model` is the one model of a server with its own model names.

    `recordings` are answers that are played instead of the offline engine's, `transcript` is the fingerprint of the one
    that they are about.
    """

    engine: Engine
    dialect: Dialect = "json_schema"
    local_model: str | None = None
    flex: bool = False
    recordings: Recordings | None = None
    transcript: str | None = None
    context_tokens: int | None = None
    """The context of a server with its own models, of which an answer may take half."""
    server: ModelServer = field(default_factory=ModelServer, compare=False)

    @classmethod
    def reached_by(cls, base_url: str, settings: Settings) -> "Endpoint":
        """The endpoint at a client's address: dialect, local model and flex as the settings say."""
        engine = _ENGINES.get(base_url.rstrip("/"), "compatible")
        local = settings.openai_model if engine == "compatible" else None
        spoken = engine == "compatible" or (engine == "openai" and settings.openai_dialect == "responses")
        dialect = settings.openai_dialect if spoken else "json_schema"
        context_tokens = settings.model_context_tokens if engine == "compatible" else None
        return cls(engine, dialect, local, settings.use_flex, context_tokens=context_tokens)

    def about(self, task: str, transcript: Transcript) -> "Endpoint":
        """The endpoint that answers a task about a transcript: the recorded engine where an answer is recorded."""
        if self.engine != "offline" or self.recordings is None:
            return self
        words = transcript.fingerprint()
        return replace(self, engine="recorded", transcript=words) if self.recordings.has(task, words) else self

    def params(self, choice: ModelChoice, schema: dict[str, Any], *, stream: bool, queued: bool) -> dict[str, Any]:
        """The request's parameters but for its messages.

        A model of ours gets its effort and verbosity, always; a local one, of which nothing is known, gets neither.
        `store` is False everywhere: these are patients' words.
        """
        params: dict[str, Any] = {"model": choice.model, **self._format(choice.task, schema), "store": False}
        if choice.effort:
            params |= {"reasoning_effort": choice.effort, "verbosity": choice.verbosity}
            params |= {"prompt_cache_key": f"therabridge-{choice.task}"}
            params |= {"service_tier": "flex" if self.flex and queued else "default"}
        if self.transcript:
            params |= {"metadata": {TRANSCRIPT: self.transcript}}
        if stream:
            params |= {"stream": True}
        if self.dialect == "responses":
            params |= {"path": RESPONSES_PATH}
        elif stream:
            params |= {"stream_options": {"include_usage": True}}
        limit = answer_limit(schema, choice.effort)
        params |= {self._limit_name: min(limit, self.context_tokens // 2) if self.context_tokens else limit}
        return self._without(params, self.server.refused)

    def forgo(self, params: dict[str, Any], parameter: str) -> dict[str, Any] | None:
        """Return a request's parameters without an optional one that the server refuses; None if it has been left out
        already, or must not be.
        """
        left = self._without(params, {parameter})
        return None if left == params else left

    def remember(self, parameter: str) -> None:
        """Leave a parameter out from now on: a request succeeded once it was gone."""
        self.server.refused.add(parameter)

    @property
    def _limit_name(self) -> str:
        """OpenAI's reasoning models know one name for the limit, most other servers only its older one; the Responses
        API has a third."""
        if self.dialect == "responses":
            return "max_output_tokens"
        older = self.engine == "compatible" and "max_tokens" not in self.server.refused
        return "max_tokens" if older else "max_completion_tokens"

    def _without(self, params: dict[str, Any], refused: set[str]) -> dict[str, Any]:
        # These are patients' words: OpenAI is never asked without `store: false`.
        leave_out = refused - ({"store"} if self.engine == "openai" else set())
        if "max_tokens" in leave_out:
            leave_out = leave_out | {"max_output_tokens"}  # servers name their own parameter
        if TOKEN_LIMIT in leave_out:
            return self._without({k: v for k, v in params.items() if k not in LIMIT_NAMES}, leave_out - {TOKEN_LIMIT})
        left = {name: value for name, value in params.items() if name not in leave_out}
        if "max_tokens" in leave_out and "max_tokens" in params and "max_completion_tokens" not in self.server.refused:
            left["max_completion_tokens"] = params["max_tokens"]
        return _without_lengths(left) if SCHEMA_LENGTHS in leave_out else left

    def instructions(self, text: str, schema: dict[str, Any]) -> str:
        """The static prompt, with the schema in it where the request has no other place for it."""
        if self.dialect in {"json_schema", "responses"}:
            return text
        return f"{text}\n\nAnswer with one JSON object of this JSON schema and nothing else:\n{json.dumps(schema)}"

    def _format(self, task: str, schema: dict[str, Any]) -> dict[str, Any]:
        if self.dialect == "plain":
            return {}
        if self.dialect == "json_object":
            return {"response_format": {"type": "json_object", "schema": schema}}
        named = {"name": task, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": named}}


_LENGTHS = ("minLength", "maxLength", "minItems", "maxItems")


def _without_lengths(node: Any) -> Any:
    """Return a JSON value without the keywords for lengths. A schema's property may have such a name."""
    if isinstance(node, list):
        return [_without_lengths(child) for child in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key not in _LENGTHS or isinstance(value, dict)}
    return {key: _without_lengths(value) for key, value in kept.items()}


def safety_identifier(patient: str) -> str:
    """The end user's identifier for the provider: a hash, never an id."""
    return hashlib.sha256(f"therabridge:{patient}".encode()).hexdigest()[:32]
