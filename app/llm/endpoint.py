"""A model server: its dialect, and the parameters of a request."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.llm.model_config import ModelChoice
from app.offline.recorded import TRANSCRIPT, Recordings
from app.settings import Settings
from app.therapy.transcript import Transcript

Engine = Literal["openai", "compatible", "offline", "recorded"]
Dialect = Literal["json_schema", "json_object", "plain"]

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

    @classmethod
    def reached_by(cls, base_url: str, settings: Settings) -> "Endpoint":
        """The endpoint at a client's address: dialect, local model and flex as the settings say."""
        engine = _ENGINES.get(base_url.rstrip("/"), "compatible")
        local = settings.openai_model if engine == "compatible" else None
        dialect = settings.openai_dialect if engine == "compatible" else "json_schema"
        return cls(engine, dialect, local, settings.use_flex)

    def about(self, task: str, transcript: Transcript) -> "Endpoint":
        """The endpoint that answers a task about a transcript: the recorded engine where an answer is recorded."""
        if self.engine != "offline" or self.recordings is None:
            return self
        words = transcript.fingerprint()
        return replace(self, engine="recorded", transcript=words) if self.recordings.has(task, words) else self

    @property
    def fenced(self) -> bool:
        """Whether answers may come in a code fence, as nothing enforces bare JSON."""
        return self.dialect == "plain"

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
            params |= {"stream": True, "stream_options": {"include_usage": True}}
        return params

    def instructions(self, text: str, schema: dict[str, Any]) -> str:
        """The static prompt, with the schema in it where the request has no other place for it."""
        if self.dialect == "json_schema":
            return text
        return f"{text}\n\nAnswer with one JSON object of this JSON schema and nothing else:\n{json.dumps(schema)}"

    def _format(self, task: str, schema: dict[str, Any]) -> dict[str, Any]:
        if self.dialect == "plain":
            return {}
        if self.dialect == "json_object":
            return {"response_format": {"type": "json_object", "schema": schema}}
        named = {"name": task, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": named}}


def safety_identifier(patient: str) -> str:
    """The end user's identifier for the provider: a hash, never an id."""
    return hashlib.sha256(f"therabridge:{patient}".encode()).hexdigest()[:32]
