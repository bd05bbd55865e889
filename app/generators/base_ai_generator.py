"""BaseAIGenerator: the one contract between a question and a model.

A subclass declares what it asks and writes two pure functions; it never uses a client, a database or a clock.
Everything else (the conversation, its limits, evidence, cost) happens here. It is final, and the same for blocking and
async clients.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Generic, Literal, cast, final, overload

from app.errors import ModelFailure
from app.generators.declaration import Declared, declare
from app.generators.generation import Generation, OutputT
from app.generators.generation_attempt import AttemptTerms, GenerationAttempt
from app.generators.needs import Need
from app.generators.result_use import EndpointParameter, PatientDocument, ResultUse
from app.llm.clients import AsyncOpenAI, ClientType, OpenAI, build_async_client, build_client, send, send_async
from app.llm.endpoint import Endpoint
from app.llm.exchange import MAX_REPAIRS, Ask, Message, Reply
from app.llm.exchange_runner import AsyncLedgerLine, LedgerLine, run_exchange, run_exchange_async
from app.llm.model_tier import Grade
from app.settings import get_settings
from app.therapy.evidence import Settled
from app.therapy.sharing.audience import Audience
from app.therapy.transcript import Role
from app.therapy.visit import Visit


class BaseAIGenerator(ABC, Generic[ClientType, OutputT]):
    """A typed question to a language model about one visit.

    A subclass is written `class MoodAnalyzer(BaseAIGenerator[ClientType, MoodAnalysis])`; it holds declarations and
    hooks, which are pure functions. A house rule checks its file; TypeError says when the class is made what cannot be
    expressed as a strict schema.
    """

    TASK_NAME: ClassVar[str]
    """Snake case; names the schema and the ledger's lines and, in capitals, the event of one without a document."""
    ROUTE: ClassVar[str]
    """The last part of its endpoint's path."""
    GRADE: ClassVar[Grade]
    """How hard it is; decides the model at each tier, and the deadline."""
    NEEDS: ClassVar[tuple[Need, ...]]
    """The steps that have to end before it."""
    EVIDENCE_FROM: ClassVar[Role | None] = None
    """Whose words alone count as evidence."""
    MIN_PATIENT_WORDS: ClassVar[int] = 0
    """Below this many words of the patient there is too little to go on, and no model is asked."""
    MIN_NOTES: ClassVar[int] = 0
    """The same for notes about this visit."""
    REMEMBERS: ClassVar[bool] = False
    """Whether it is shown what is remembered of earlier visits."""
    READS: ClassVar[tuple[str, ...]] = ()
    """Tasks whose results of the same visit it is shown beside those that it needs. They have ended once its needs
    have."""
    LOOKS_BACK: ClassVar[bool] = False
    """Whether it is shown the visit's date and number, and what was agreed in the visit before."""
    ADVISED: ClassVar[bool] = False
    """Whether it is shown what the analysis of the visit recommends."""
    REPAIRS: ClassVar[int] = MAX_REPAIRS
    """How many repair turns its answer may take."""
    AUDIENCE: ClassVar[Audience] = Audience.CLINICIAN
    """Who reads it. For anybody but the clinician crises are not shown to the model, and what is written passes the
    guard and is held while the visit's screen holds."""

    LABEL: ClassVar[str] = ""
    """Its name on the page; empty: the task name in words."""
    PROVIDES: ClassVar[ResultUse | None] = None
    """What others take from its result."""
    FOLLOWED: ClassVar[tuple[str, ...]] = ()
    """Fields of its result that a patient's timeline shows from visit to visit."""
    DOCUMENT: ClassVar[PatientDocument | None] = None
    """The document that its results are versions of."""
    PARAMETERS: ClassVar[tuple[EndpointParameter, ...]] = ()
    """What a caller may choose beside tier, model and force."""
    SHOWS_TREND: ClassVar[bool] = False
    """Whether it is shown the trend of the mood scores."""
    HIDDEN: ClassVar[tuple[str, ...]] = ()
    """JSON pointers into the result that are neither remembered nor shown to any other generator as notes."""
    RISK_PATHS: ClassVar[tuple[str, ...]] = ()
    """JSON pointers to findings of danger, which are hidden from generators that write for the patient."""
    RISK_ENTRIES: ClassVar[str | None] = None
    """The list of the result whose entries of danger are named, by index, in its `of_risk`; hidden in the same way."""

    declared: ClassVar[Declared]
    """What the class says of itself, read once."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.declared = declare(cls)

    @overload
    def __init__(
        self: "BaseAIGenerator[OpenAI, OutputT]",
        api_key: str | None = None,
        override_model: str | None = None,
        use_async_client: Literal[False] = False,
    ) -> None: ...
    @overload
    def __init__(
        self: "BaseAIGenerator[AsyncOpenAI, OutputT]",
        api_key: str | None = None,
        override_model: str | None = None,
        *,
        use_async_client: Literal[True],
    ) -> None: ...
    @overload
    def __init__(
        self,
        api_key: None = None,
        override_model: str | None = None,
        *,
        client: ClientType,
        endpoint: Endpoint | None = None,
    ) -> None: ...
    @final
    def __init__(
        self,
        api_key: str | None = None,
        override_model: str | None = None,
        use_async_client: bool = False,
        *,
        client: Any = None,
        endpoint: Endpoint | None = None,
    ) -> None:
        """Use the given client, or a new one for the engine that the settings name."""
        build: Callable[..., Any] = build_async_client if use_async_client else build_client
        self.__client: ClientType = client or build(get_settings(), api_key)
        self.__endpoint = endpoint or Endpoint.reached_by(str(self.__client.base_url), get_settings())
        self.__override_model = override_model

    @abstractmethod
    def instructions(self) -> str:
        """Return the static part of the prompt: what a good answer is, what does not count, the limits."""

    @abstractmethod
    def render_input(self, visit: Visit) -> str:
        """Return what the model is shown of a visit, fenced."""

    def has_enough_input(self, visit: Visit) -> bool:  # noqa: ARG002 - a hook
        """Return whether there is enough input. If not, no model is asked."""
        return True

    def known_answer(self, visit: Visit) -> OutputT | None:  # noqa: ARG002 - a hook
        """Return the answer if plain code already has it, so that no call is paid for. Return None to ask a model."""
        return None

    def find_faults(self, answer: OutputT, visit: Visit) -> list[str]:  # noqa: ARG002 - a hook
        """Return a line for each fault of an answer that fits its type, for a repair turn. Callers also see these lines
        if repairs fail, so they hold measurements and none of the answer's words.
        """
        return []

    def finish_result(self, settled: Settled, visit: Visit) -> Settled | None:  # noqa: ARG002 - a hook
        """Return the settled answer, completed by plain code, or None if it says too little."""
        return settled

    def apply_floor(self, settled: Settled | None, visit: Visit) -> Settled | None:  # noqa: ARG002 - a hook
        """What plain code says of a visit whatever a model says, put under every end. `settled` is the finished answer;
        without a result where the model answered null, was not asked, or nothing of its answer was left (`dropped`
        tells); None where the model failed for good. None, and no result, leave that end as it is."""
        return settled

    @overload
    def generate(
        self: "BaseAIGenerator[OpenAI, OutputT]", visit: Visit, terms: AttemptTerms | None = None
    ) -> Generation[OutputT]: ...
    @overload
    def generate(
        self: "BaseAIGenerator[AsyncOpenAI, OutputT]", visit: Visit, terms: AttemptTerms | None = None
    ) -> Coroutine[Any, Any, Generation[OutputT]]: ...
    @final
    def generate(
        self, visit: Visit, terms: AttemptTerms | None = None
    ) -> Generation[OutputT] | Coroutine[Any, Any, Generation[OutputT]]:
        """Ask the model about a visit: the generation, or its coroutine when the client awaits.

        Raises:
            ModelFailed, ModelUnavailable, DeadlineExceeded: the model gave no usable answer.
            UnknownModel: the override is none of ours.
        """
        attempt = self.__attempt(visit, terms)
        if isinstance(self.__client, AsyncOpenAI):
            return self.__generate_async(attempt)
        return self.__generate(attempt)

    @final
    def fallback(self, visit: Visit, terms: AttemptTerms, failure: ModelFailure) -> Generation[OutputT] | None:
        """What stands when the model failed for good; None for a generator that has no floor, or nothing on it.

        Its `prompt_version` is "", so that it counts as stale, and its reason is the failure's code.
        """
        return self.__attempt(visit, terms).fallen_back(failure)

    @final
    def _call_api(
        self,
        user_prompt: str,
        *,
        repair: Sequence[Message] = (),
        listener: Callable[[str], None] | None = None,
        **openai_params: Any,
    ) -> Reply | Coroutine[Any, Any, Reply]:
        """Send the prompt, and any repair turns after it: the one place that touches a client.

        `listener` is called with each piece of the answer, if it is streamed. Raises what the client raises.
        """
        system = self.__endpoint.instructions(self.declared.instructions, self.declared.schema)
        opening: list[Message] = [{"role": "system", "content": system}, {"role": "user", "content": user_prompt}]
        request: dict[str, Any] = {"messages": [*opening, *repair], **openai_params}
        client: OpenAI | AsyncOpenAI = self.__client
        if isinstance(client, AsyncOpenAI):
            return send_async(client, request, listener)
        return send(client, request, listener)

    def __attempt(self, visit: Visit, terms: AttemptTerms | None) -> GenerationAttempt[OutputT]:
        agreed = terms or AttemptTerms()
        agreed = replace(agreed, override_model=agreed.override_model or self.__override_model)
        return GenerationAttempt(self.declared, self.__endpoint, visit, agreed)

    def __generate(self, attempt: GenerationAttempt[OutputT]) -> Generation[OutputT]:
        conversation = attempt.begin()
        if conversation is None:
            return attempt.unasked()
        call = cast(Callable[[Ask], Reply], self.__caller(attempt))
        line = LedgerLine(call, attempt.terms.ledger, attempt.tally, self.__endpoint.server)
        return attempt.settled(run_exchange(conversation, line))

    async def __generate_async(self, attempt: GenerationAttempt[OutputT]) -> Generation[OutputT]:
        # What is shown passes a guard, and a floor reads every word: two seconds for the longest transcript that is
        # taken, on which nobody else waits.
        conversation = await asyncio.to_thread(attempt.begin)
        if conversation is None:
            return await asyncio.to_thread(attempt.unasked)
        call = cast(Callable[[Ask], Coroutine[Any, Any, Reply]], self.__caller(attempt))
        terms, server = attempt.terms, self.__endpoint.server
        line = AsyncLedgerLine(call, terms.async_ledger, attempt.tally, terms.places, server)
        reply = await run_exchange_async(conversation, line)
        return await asyncio.to_thread(attempt.settled, reply)

    def __caller(self, attempt: GenerationAttempt[OutputT]) -> Callable[[Ask], Reply | Coroutine[Any, Any, Reply]]:
        return lambda ask: self._call_api(
            ask.user_prompt, repair=ask.repair, listener=attempt.listener(), timeout=ask.timeout, **ask.params
        )
