"""Reports whether the configured model server is fit, and which settings to use."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.errors import ModelFailure
from app.llm.clients import AsyncOpenAI, build_async_client
from app.llm.endpoint import Dialect, Endpoint, Engine
from app.llm.failures import ADVICE
from app.llm.model_config import ModelChoice, choose_by_grade, today_in_utc
from app.llm.model_grids import load_grids
from app.llm.model_tier import Grade
from app.llm.response_validation import OFFLINE_REFUSALS
from app.llm.server_probe import PROBE, ListedModels, ProbeAnswer, ask_question, find_context, list_models
from app.llm.tokens import count_tokens
from app.settings import Settings

FIT, SETTINGS_TO_CHANGE, UNREACHABLE, NOT_FIT = 0, 1, 2, 3
"""Exit codes, as docs/local-models.md lists them."""
DIALECTS: Mapping[Engine, tuple[Dialect, ...]] = {
    "compatible": ("json_schema", "responses", "json_object", "plain"),
    "openai": ("json_schema", "responses"),
}
SHOWN_NAMES = 5
MIN_CONTEXT, JOURNEY_CONTEXT = 4_000, 32_768
ENDING = frozenset({"key_rejected", "quota_used_up", "redirected", "wrong_address", "model_not_found", "model_gone"})
"""Reasons that no other dialect changes: a setting is wrong."""
AWAY = frozenset({"unreachable", "loading", "rate_limited", "overloaded", "out_of_memory", "deadline"})
"""Reasons for which the server is asked nothing more."""
NOT_CONFIGURED = (
    "No model server is configured: the built-in offline engine answers. Set OPENAI_BASE_URL or OPENAI_API_KEY."
)
OFFLINE_SERVER = "This server is the built-in offline engine: it answers the service's own tasks, and nothing else."
Clock = Callable[[], float]
Row = tuple[str, str]


@dataclass
class Diagnosis:
    """What was found: rows of a table, settings as lines of `.env`, a sentence about it all, and the exit code."""

    rows: list[Row] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    verdict: str = ""
    code: int = NOT_FIT

    def ended(self, code: int, verdict: str) -> "Diagnosis":
        """Set the exit code and the sentence."""
        self.code, self.verdict = code, verdict
        return self


def run_doctor(settings: Settings) -> int:
    """Examine the server, print what was found, and return the exit code."""
    found = asyncio.run(diagnose(settings))
    console = Console(highlight=False, soft_wrap=True)
    table = Table.grid(padding=(0, 2))
    for name, text in found.rows:
        table.add_row(Text(name, style="bold"), Text(text))
    console.print(table)
    if found.settings:
        console.print(Text("\n".join(["", *found.settings])))
    console.print(Text(f"\n{found.verdict}", style="green" if found.code == FIT else "yellow"))
    return found.code


async def diagnose(settings: Settings, clock: Clock = time.monotonic) -> Diagnosis:
    """Ask the configured server, and judge what it answers."""
    if settings.engine == "offline":
        return Diagnosis([("server", "built-in offline engine")]).ended(SETTINGS_TO_CHANGE, NOT_CONFIGURED)
    async with build_async_client(settings) as client:
        return await Examination(settings, client, clock).conduct()


class Examination:
    """The examination of one server."""

    def __init__(self, settings: Settings, client: AsyncOpenAI, clock: Clock) -> None:
        self._settings = settings
        self._client = client
        self._clock = clock
        self._endpoint = Endpoint.reached_by(str(client.base_url), settings)
        self._model = self._endpoint.local_model
        self._models: ListedModels | None = None
        self._found = Diagnosis([("server", f"{shown_address(str(client.base_url))} ({self._endpoint.engine})")])

    async def conduct(self) -> Diagnosis:
        """Ask for the models, then in each dialect, then for a stream, and judge."""
        try:
            self._models = await list_models(self._client)
        except ModelFailure as failure:
            if failure.reason in AWAY | {"key_rejected", "redirected"}:
                return self._failed(failure)
        self._found.rows.append(("models", self._describe_models()))
        answers = await self._ask_in_each_dialect()
        own = answers[self._endpoint.dialect]
        if own.failure and own.failure.reason in AWAY | ENDING:
            return self._failed(own.failure)
        if own.failure and own.failure.reason in OFFLINE_REFUSALS:
            return self._found.ended(FIT, OFFLINE_SERVER)
        valid = [dialect for dialect, answer in answers.items() if answer.failure is None]
        if not valid:
            return self._found.ended(NOT_FIT, f"Not fit: no dialect gives a valid answer. {_advice(own.failure)}")
        return await self._judge(valid[0])

    async def _ask_in_each_dialect(self) -> dict[Dialect, ProbeAnswer]:
        """Ask in the configured dialect, then in the others, unless it shows that none can work."""
        own = self._endpoint.dialect
        answers = {own: await self._ask_by_some_name(own)}
        others = [each for each in DIALECTS[self._endpoint.engine] if each != own]
        failure = answers[own].failure
        if failure is None or failure.reason not in AWAY | ENDING:
            for dialect in others:
                answers[dialect] = await self._ask(dialect)
        for dialect, answer in answers.items():
            self._found.rows.append((dialect, _describe_answer(answer) + (" (configured)" if dialect == own else "")))
        return answers

    async def _ask_by_some_name(self, dialect: Dialect) -> ProbeAnswer:
        """Ask the configured model; if the server does not have it, and has one only, that one."""
        answer = await self._ask(dialect)
        names = self._models.names if self._models else ()
        if answer.failure and answer.failure.reason == "model_not_found" and len(names) == 1:
            self._model = names[0]
            return await self._ask(dialect)
        return answer

    async def _ask(self, dialect: Dialect, *, stream: bool = False) -> ProbeAnswer:
        endpoint = replace(self._endpoint, dialect=dialect)
        # A server may load its model at the first question; one that does not keep to a dialect may write without end.
        is_first = dialect == self._endpoint.dialect
        seconds = (Grade.WRITE if is_first else Grade.EXTRACT).deadline(self._settings)
        return await ask_question(
            self._client, endpoint, self._choice, seconds=seconds, stream=stream, clock=self._clock
        )

    async def _judge(self, dialect: Dialect) -> Diagnosis:
        streamed = await self._ask(dialect, stream=True)
        self._found.rows.append(("streaming", _describe_stream(streamed)))
        if streamed.failure:
            text = f"Not fit: no valid answer to a streamed request. {_advice(streamed.failure)}"
            return self._found.ended(UNREACHABLE if streamed.failure.reason in AWAY else NOT_FIT, text)
        context = None
        if self._endpoint.engine == "compatible":
            context = await find_context(self._client, self._models, self._choice.model)
        self._found.rows += [
            ("speed", describe_speed(streamed)),
            ("context", f"{context:,} tokens" if context else "not reported; MODEL_CONTEXT_TOKENS has to be right"),
        ]
        if refused := sorted(self._endpoint.server.refused):
            self._found.rows.append(("left out", ", ".join(refused)))
        return self._conclude(dialect, context)

    def _conclude(self, dialect: Dialect, context: int | None) -> Diagnosis:
        tokens = min(context or self._settings.model_context_tokens, self._settings.model_context_tokens)
        if tokens < MIN_CONTEXT:
            text = f"Not fit: the context has to hold {MIN_CONTEXT:,} tokens, {JOURNEY_CONTEXT:,} for Your Journey."
            return self._found.ended(NOT_FIT, text)
        self._found.settings = self._env_lines(dialect, tokens)
        changed = [
            name
            for name, is_changed in (
                ("OPENAI_MODEL", self._model != self._endpoint.local_model),
                ("OPENAI_DIALECT", dialect != self._endpoint.dialect),
                ("MODEL_CONTEXT_TOKENS", tokens != self._settings.model_context_tokens),
            )
            if is_changed
        ]
        if changed:
            return self._found.ended(SETTINGS_TO_CHANGE, f"Not fit as it is set: change {', '.join(changed)} as above.")
        return self._found.ended(FIT, f"Fit: {self._choice.model} answers in {dialect}.")

    def _failed(self, failure: ModelFailure) -> Diagnosis:
        away = failure.reason in AWAY
        text = f"{'No answer' if away else 'Settings'}: {failure.reason}. {_advice(failure)}"
        return self._found.ended(UNREACHABLE if away else SETTINGS_TO_CHANGE, text)

    def _env_lines(self, dialect: Dialect, tokens: int) -> list[str]:
        lines = [] if self._endpoint.engine == "openai" else [f"OPENAI_BASE_URL={self._base_url}"]
        lines += [f"OPENAI_MODEL={self._model}"] if self._model else []
        return [*lines, f"OPENAI_DIALECT={dialect}", f"MODEL_CONTEXT_TOKENS={tokens}"]

    @property
    def _base_url(self) -> str:
        return shown_address(self._settings.openai_base_url or "")

    @property
    def _choice(self) -> ModelChoice:
        return choose_by_grade(PROBE, self._settings.model_tier, Grade.EXTRACT, local_model=self._model)

    def _describe_models(self) -> str:
        wanted = {self._model} if self._model else _models_of_tier(self._settings)
        if self._models is None:
            return "not listed by the server"
        missing = sorted(wanted - set(self._models.names))
        if not missing:
            return f"{', '.join(sorted(wanted))} listed, of {len(self._models.names)}"
        names = ", ".join(self._models.names[:SHOWN_NAMES]) + (" …" if len(self._models.names) > SHOWN_NAMES else "")
        return f"{', '.join(missing)} not among those listed: {names or 'none'}"


def shown_address(url: str) -> str:
    """Return an address without a user's name and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl().rstrip("/")


def describe_speed(answer: ProbeAnswer) -> str:
    """Return the tokens of an answer per second, reading the question included, and who counted them."""
    tokens = answer.usage.output_tokens if answer.usage else count_tokens(answer.text)
    counted = "usage is reported" if answer.usage else "no usage is reported: tokens and cost stay unknown"
    return f"{tokens / max(answer.seconds, 0.001):.0f} tokens/s ({tokens} in {answer.seconds:.1f} s), {counted}"


def _describe_answer(answer: ProbeAnswer) -> str:
    if answer.failure:
        return f"{answer.failure.reason}, {answer.seconds:.1f} s"
    return f"valid, {answer.seconds:.1f} s" + (", cut out of other text" if answer.extracted else "")


def _describe_stream(answer: ProbeAnswer) -> str:
    if answer.failure:
        return answer.failure.reason
    return f"{answer.pieces} pieces" if answer.pieces > 1 else "in one piece: no progress is shown while it writes"


def _models_of_tier(settings: Settings) -> set[str]:
    return {cell.model for cell in load_grids().on(settings.model_tier, today_in_utc()).cells.values()}


def _advice(failure: ModelFailure | None) -> str:
    return ADVICE.get(failure.reason, "") if failure else ""
