"""Settings, read once from the environment or `.env`. Every one is listed in `.env.example` with its sentence."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import Misconfigured
from app.tiers import DEFAULT_TIER, ModelTier

Comma = Annotated[list[str], NoDecode]
SecretComma = Annotated[list[SecretStr], NoDecode]
Seconds = Annotated[float, Field(gt=0, le=86_400.0, allow_inf_nan=False)]


class Settings(BaseSettings):
    """The service's settings. An empty value counts as absent."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr | None = None
    """PostgreSQL in libpq form, postgresql://user:password@host:5432/name. Empty: an embedded server is used."""
    database_direct_url: SecretStr | None = None
    """The same database past any transaction-mode pooler, for LISTEN and the job engine. Empty: DATABASE_URL."""
    database_pool_size: int = Field(default=15, ge=2, le=500)
    """Most connections of one process for requests, which use half at most, and steps; more: docs/operating.md."""
    jobs_pool_size: int = Field(default=3, ge=2, le=100)
    """Most connections of one worker for the engine that hands out runs."""
    data_dir: Path = Path(".data")
    """Where the embedded PostgreSQL keeps its files."""

    openai_api_key: SecretStr | None = None
    """Key of the model API. Empty, with OPENAI_BASE_URL empty too: the built-in offline engine answers."""
    openai_base_url: str | None = None
    """Address of an OpenAI-compatible server, such as http://localhost:8080/v1. Empty: OpenAI itself."""
    openai_dialect: Literal["json_schema", "json_object", "plain"] = "json_schema"
    """How the server is asked for JSON: json_schema, json_object (with a schema key) or plain (in the prompt)."""
    openai_model: str | None = None
    """One model for every task and tier, for a server that has its own names. Empty: the tiers decide."""

    play_recorded: bool = True
    """Without a model, play what is recorded for the sample patient. False: the built-in engine answers there too."""

    model_tier: ModelTier = DEFAULT_TIER
    """Tier of a call that names none: precision, balanced or rapid."""
    model_context_tokens: int = Field(default=128_000, ge=4_000)
    """The model's context in tokens; what is remembered of earlier visits fills at most half of it."""
    roadmap_compaction_strategy: Literal["full", "progressive", "hierarchical"] = "hierarchical"
    """How Your Journey remembers earlier visits when a call names no strategy."""
    use_flex: bool = False
    """Ask for the half-price flex service tier in queued work; a full flex tier is asked again at standard."""
    max_concurrent_model_calls: int = Field(default=16, ge=1, le=1000)
    """Generations that ask a model at once in one process; the next one waits for its turn."""
    max_waiting_callers: int = Field(default=64, ge=0, le=10_000)
    """Callers of one process that wait for the model, and as many for the database; the next one gets 429 at once."""
    max_wait_seconds: float = Field(default=60.0, gt=0, le=3600.0, allow_inf_nan=False)
    """How long a caller waits for either before 429 busy. Steps of runs wait as long as it takes."""
    deadline_score_seconds: Seconds = 60.0
    """Seconds for mood and action items, from when the call has its turn: repairs and retries included."""
    deadline_extract_seconds: Seconds = 60.0
    """The same for topics and speaker labels."""
    deadline_judge_seconds: Seconds = 180.0
    """The same for the breakthrough and the risk screen."""
    deadline_write_seconds: Seconds = 180.0
    """The same for prose, insights, Your Journey and Session Bridge."""
    deadline_reason_seconds: Seconds = 300.0
    """The same for the deep analysis."""

    disabled_artifacts: Comma = Field(default_factory=list)
    """Artifacts that are not made here, such as mood, separated by commas. The waves go on without them."""

    service_api_keys: SecretComma = Field(default_factory=list)
    """Service keys of callers, separated by commas, beside those made by `therabridge keys create`."""
    environment: Literal["development", "production"] = "development"
    """In production the service refuses to start without a key, a database and a model."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least severe log line that is written."""
    cors_origins: Comma = Field(default_factory=list)
    """Origins of other sites whose pages may call, separated by commas; * for all, once a service key is needed."""
    max_concurrent_runs: int = Field(default=32, ge=1, le=1000)
    """Runs that one worker does at once, and as many again of at most three visits, which have places of their own."""
    worker_poll_seconds: float = Field(default=0.25, ge=0.02, le=60.0, allow_inf_nan=False)
    """How often an idle worker looks for new runs."""
    worker_lease_seconds: float = Field(default=30.0, ge=1.0, le=3600.0, allow_inf_nan=False)
    """A process silent for this long is taken for dead and its work is taken up by another."""

    @field_validator("openai_base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/?#]+\S*", value):
            raise ValueError("an address such as http://localhost:8080/v1 is expected")
        return value

    @field_validator("openai_api_key")
    @classmethod
    def _is_one_line(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().isprintable():
            raise ValueError("a key is one line of printable characters")
        return value

    @field_validator("service_api_keys", "cors_origins", "disabled_artifacts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("service_api_keys", mode="before")
    @classmethod
    def _names_a_key(cls, value: object) -> object:
        # Whoever sets it means to close the service; taken for absent it would be open.
        if isinstance(value, str) and not value.strip(" ,\t\r\n"):
            raise ValueError("holds no key; leave it empty, or name keys separated by commas")
        return value

    @property
    def key_required(self) -> bool:
        """Whether nobody is answered without a service key, whatever keys the database holds."""
        return bool(self.service_api_keys) or self.environment == "production"

    @property
    def engine(self) -> Literal["openai", "compatible", "offline"]:
        """Which engine answers: `offline` without key and address, `compatible` with an address of its own."""
        if self.openai_base_url:
            return "compatible"
        return "openai" if self.openai_api_key else "offline"


def read_settings() -> Settings:
    """Read the settings now.

    Raises:
        Misconfigured: naming the variable and what it expects, never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        raise Misconfigured(f"{name}: {first['msg']}. Set it in the environment or in .env.") from None


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read at first use."""
    return read_settings()
