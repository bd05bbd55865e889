"""One attempt at a generation for one visit: its terms, its conversation, and the settled answer."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Generic, cast

from app.errors import ModelFailed, ModelFailure
from app.generators.declaration import Declared
from app.generators.generation import Generation, OutputT, Provenance
from app.generators.limits import find_truncated_texts
from app.generators.needs import ROLES
from app.generators.soft_fault import GuardRemark, SecondAttempt
from app.llm.endpoint import Endpoint, safety_identifier
from app.llm.exchange import Clock, Conversation, Question, converse
from app.llm.exchange_runner import UsageTotals
from app.llm.item_counter import ItemCounter, most_items
from app.llm.ledger import AsyncLedger, AsyncMemoryLedger, Ledger, MemoryLedger
from app.llm.model_config import ModelChoice, choose_model, default_tier
from app.llm.model_tier import ModelTier
from app.llm.response_validation import NEEDS_A_MODEL
from app.settings import get_settings
from app.therapy.evidence import Answer, Ground, Settled, settle, texts_of
from app.therapy.prompt_injection import InjectionScan
from app.therapy.visit import Visit

ROLES_UNKNOWN, LABELING_FAILED = "roles_unknown", "labeling_failed"
WITHHELD = "withheld"
"""Why there is no result where what may not be shared was all of it; reasons for leaving out an item begin with it."""
STREAMED_WAVE = 3
"""Documents are streamed, so that their finished items can be counted while the model writes."""


@dataclass(frozen=True)
class AttemptTerms:
    """Options of a generation. Absent ones come from the settings, the day and this process.

    `queued` work may use the flex service tier; `patient` is hashed before a provider sees it; `progress` is called
    with the number of finished items and their maximum, while the model writes. `places` is entered while an async
    client is called; `seconds` is the time limit from then on, `max_calls` limits the calls over repairs and retries.
    """

    tier: ModelTier | None = None
    override_model: str | None = None
    today: date | None = None
    queued: bool = False
    seconds: float | None = None
    max_calls: int | None = None
    patient: str | None = None
    ledger: Ledger = field(default_factory=MemoryLedger)
    async_ledger: AsyncLedger = field(default_factory=AsyncMemoryLedger)
    places: AbstractAsyncContextManager[None] = field(default_factory=lambda: asyncio.Semaphore(1))
    progress: Callable[[int, int], None] | None = None
    clock: Clock = time.monotonic


class GenerationAttempt(Generic[OutputT]):
    """One attempt at a generation, from its terms to its result. No I/O."""

    def __init__(self, declared: Declared, endpoint: Endpoint, visit: Visit, terms: AttemptTerms) -> None:
        self.terms = terms
        endpoint = endpoint.about(declared.generator_class.TASK_NAME, visit.transcript)
        self.choice: ModelChoice = choose_model(
            declared.generator_class.TASK_NAME,
            terms.tier or default_tier(),
            override_model=terms.override_model,
            local_model=endpoint.local_model,
            today=terms.today,
        )
        self.tally = UsageTotals(self.choice, endpoint.engine)
        self._declared = declared
        self._endpoint = endpoint
        self._visit = visit
        self._begun = terms.clock()
        self._most_items = most_items(declared.output)
        self._finished_items = 0
        self._second = SecondAttempt[Answer]()
        self._declined = False

    @cached_property
    def reason_not_to_ask(self) -> str | None:
        """The reason why no model has to be asked: roles_unknown or insufficient_data; None if one has to be asked."""
        generator_class = self._declared.generator_class
        if any(need.task == ROLES for need in generator_class.NEEDS) and self._visit.roles is None:
            return ROLES_UNKNOWN
        visit = self._visit
        too_few_words = generator_class.MIN_PATIENT_WORDS and visit.patient_words < generator_class.MIN_PATIENT_WORDS
        too_little = too_few_words or len(visit.notes) < generator_class.MIN_NOTES or not visit.transcript.speech.words
        return "insufficient_data" if too_little or not self._declared.has_enough_input(visit) else None

    @cached_property
    def _known(self) -> Answer | None:
        return None if self.reason_not_to_ask else self._declared.known_answer(self._visit)

    def begin(self) -> Conversation[Answer] | None:
        """The exchange with the model, to be driven; None when no model has to be asked. Takes up to two seconds for
        the longest transcript, as what is shown passes a guard."""
        return None if self.reason_not_to_ask or self._known is not None else self.conversation()

    def conversation(self) -> Conversation[Answer]:
        """The exchange with the model, to be driven."""
        declared = self._declared
        question = Question(
            user_prompt=declared.render_input(self._visit),
            output=declared.reply,
            params=self._params,
            seconds=self.terms.seconds or self.choice.grade.deadline(get_settings()),
            clock=self.terms.clock,
            faults=self._faults,
            repairs=declared.generator_class.REPAIRS,
            max_calls=self.terms.max_calls or get_settings().max_calls_per_step,
            forgo=self._endpoint.forgo,
            remember=self._endpoint.remember,
        )
        return self._second.or_kept(self._or_declined(converse(question)))

    def _or_declined(self, conversation: Conversation[Answer]) -> Conversation[Answer]:
        """The conversation; where the built-in engine says that this takes a model, it ends with no answer."""
        try:
            return (yield from conversation)
        except ModelFailed as failure:
            if failure.reason != NEEDS_A_MODEL:
                raise
            self._declined = True
            return self._declared.reply.model_validate({"answer": None})

    @property
    def _params(self) -> dict[str, Any]:
        streamed = self._declared.wave == STREAMED_WAVE
        params = self._endpoint.params(self.choice, self._declared.schema, stream=streamed, queued=self.terms.queued)
        if self.terms.patient and self._knows_identifier(params):
            params["safety_identifier"] = safety_identifier(self.terms.patient)
        return params

    def _knows_identifier(self, params: dict[str, Any]) -> bool:
        return "prompt_cache_key" in params and "safety_identifier" not in self._endpoint.server.refused

    def listener(self) -> Callable[[str], None]:
        """Return a listener for one call that reports the finished items. A repair turn starts over, and its count is
        reported once it is higher.
        """
        counter = ItemCounter()

        def count(piece: str) -> None:
            done = min(counter.feed(piece), self._most_items)
            if self.terms.progress and done > self._finished_items:
                self._finished_items = done
                self.terms.progress(done, self._most_items)

        return count

    def unasked(self) -> Generation[OutputT]:
        """The generation when no model had to be asked. What stands in place of an answer because telling who is who
        has failed is stale from the beginning, so that it is made again."""
        if self._known is not None:
            return self._of(cast(OutputT, self._known))
        unasked = self._generation(None, Settled(None), self.reason_not_to_ask)
        if unasked.result is None or not self._visit.roles_failed:
            return unasked
        return replace(unasked, reason=unasked.reason or LABELING_FAILED, made=replace(unasked.made, prompt_version=""))

    def fallen_back(self, failure: ModelFailure) -> Generation[OutputT] | None:
        """The generation when the model failed for good, if the generator has a floor; stale from the beginning."""
        least = self._declared.apply_floor(None, self._visit)
        if least is None or least.result is None:
            return None
        made = replace(self._build_provenance(), prompt_version="")
        return Generation(None, least.result, least.reason or failure.code, least.evidence, least.dropped, made)

    def settled(self, reply: Answer) -> Generation[OutputT]:
        """The generation that the model's answer comes to, once its claims are tied to what was said."""
        answer = cast(OutputT | None, getattr(reply, "answer"))  # noqa: B009 - the reply type is made per output
        if answer is None:
            return self._generation(None, Settled(None), self._reason_for_nothing)
        return self._of(answer)

    def _of(self, answer: OutputT) -> Generation[OutputT]:
        unfit = {cut.entry: "cut_short" for cut in find_truncated_texts(answer) if cut.entry}
        found = settle(answer, self._ground(), unfit)
        whole = self._declared.finish_result(found, self._visit) if found.result is not None else None
        return self._generation(answer, whole or Settled(None, [], found.dropped), self._reason_for_nothing)

    def _generation(self, answer: OutputT | None, settled: Settled, without: str | None) -> Generation[OutputT]:
        """An end with the floor under it; `without` is the reason where there is no result all the same."""
        least = self._declared.apply_floor(settled, self._visit) or settled
        if least.result is None:
            without = WITHHELD if any(item.reason.startswith(WITHHELD) for item in least.dropped) else without
            return Generation(answer, None, without, [], least.dropped, self._build_provenance())
        return Generation(answer, least.result, least.reason, least.evidence, least.dropped, self._build_provenance())

    def _faults(self, reply: Answer) -> list[str]:
        answer = getattr(reply, "answer")  # noqa: B009 - the reply type is made per output
        found = [] if answer is None else self._faults_of(answer)
        if self._endpoint.engine == "offline":
            # The built-in engine rewords nothing: what it is told of the guard would come back as it was.
            found = [line for line in found if not isinstance(line, GuardRemark)]
        return self._second.still(reply, found)

    def _faults_of(self, answer: OutputT) -> list[str]:
        cut = [str(cut) for cut in find_truncated_texts(answer) if cut.entry is None]
        return [*cut, *self._declared.find_faults(answer, self._visit), *self._find_obeyed_orders(answer)]

    def _find_obeyed_orders(self, answer: Answer) -> list[str]:
        """Find where an answer, outside of quotations, repeats instructions from the transcript."""
        orders = InjectionScan(self._visit.transcript)
        return [
            f"{path}: words of a line that gives orders"
            for path, text in texts_of(answer)
            if orders.is_repeated_in(text)
        ]

    @property
    def _reason_for_nothing(self) -> str:
        if self._declined:
            return NEEDS_A_MODEL
        return "insufficient_data" if self._declared.wave else ROLES_UNKNOWN

    def _ground(self) -> Ground:
        visit = self._visit
        return Ground(
            session_id=visit.session_id,
            transcript=visit.transcript,
            roles=visit.roles,
            only=self._declared.generator_class.EVIDENCE_FROM,
            notes=tuple(note.evidence for note in visit.all_notes),
        )

    def _build_provenance(self) -> Provenance:
        last = next((line for line in reversed(self.tally.closed) if line.answered), None)
        return Provenance(
            choice=self.choice,
            engine=self._endpoint.engine,
            model=last.model if last else None,
            service_tier=last.service_tier if last else None,
            prompt_version=self._declared.prompt_version,
            attempts=self.tally.attempts,
            duration_ms=round((self.terms.clock() - self._begun) * 1000),
            usage=self.tally.usage,
            cost_usd=self.tally.cost,
        )
