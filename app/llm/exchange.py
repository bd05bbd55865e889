"""The exchange with a model, written once and without I/O.

`converse` is a generator: it yields an Ask, receives the Reply, and has failures thrown into it, so that it alone
decides on repairs, retries and the flex tier. exchange_runner.py does the waiting.
"""

import logging
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.errors import DeadlineExceeded, ModelFailed, ModelUnavailable
from app.llm.prices import Usage
from app.llm.response_validation import InvalidResponse, repair_request, reply_text, validate_response

log = logging.getLogger(__name__)

OutputT = TypeVar("OutputT", bound=BaseModel)
Message = dict[str, str]
Clock = Callable[[], float]

MAX_REPAIRS = 2
MAX_TRIES = 3
MAX_LEFT_OUT = 8
"""Parameters that one question may leave out."""
MAX_CALLS = 4
"""Calls of a question, over repairs and retries."""
NOT_RETRIED = frozenset({"circuit_open", "loading"})
"""Reasons that pass in minutes, not in seconds: a run waits for them, a caller is told when to come back."""
FIRST_PAUSE = 0.5
"""Seconds before a second try; doubled for the third, as the openai client does."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `pause` is how many seconds to wait before it, `timeout` how many it may take."""

    user_prompt: str
    params: dict[str, Any]
    repair: tuple[Message, ...] = ()
    attempt: int = 1
    pause: float = 0.0
    timeout: float = 60.0

    @property
    def service_tier(self) -> str | None:
        """The service tier asked for; None where the endpoint has none."""
        return self.params.get("service_tier")


@dataclass(frozen=True, slots=True)
class Reply:
    """A response. `usage` is None where the server reported none."""

    text: str | None
    finish_reason: str | None
    refusal: str | None = None
    model: str | None = None
    service_tier: str | None = None
    usage: Usage | None = None
    extracted: bool = False
    """Whether the JSON object was cut out of other text."""


@dataclass(frozen=True, slots=True)
class Question(Generic[OutputT]):
    """The prompt, the type of the answer, and the time limit in seconds from the first request."""

    user_prompt: str
    output: type[OutputT]
    params: dict[str, Any]
    seconds: float
    clock: Clock
    faults: Callable[[Any], list[str]] = lambda _: []
    """What else is wrong with an answer that fits its type. Callers may see these lines, except Worded ones."""
    repairs: int = MAX_REPAIRS
    """How many repair turns there may be."""
    max_calls: int = MAX_CALLS
    forgo: Callable[[dict[str, Any], str], dict[str, Any] | None] = lambda *_: None
    """Returns the parameters without an optional one that the server refuses; None if that changes nothing."""
    remember: Callable[[str], None] = lambda _: None
    """Called with each parameter that was left out, once a request without it has succeeded."""


@dataclass(slots=True)
class _Course:
    """The progress of a conversation, and its deadline on the clock. A flex tier that was full is not tried again."""

    params: dict[str, Any]
    until: float
    asked: int = 0
    repair: tuple[Message, ...] = ()
    left_out: tuple[str, ...] = ()


Conversation = Generator[Ask, Reply, OutputT]


def converse(question: Question[OutputT]) -> Conversation[OutputT]:
    """Ask, check the answer, ask for repairs up to the limit, and return the validated answer.

    Raises ModelFailed for refused, cut_off, content_filter, empty, malformed, invalid, or as thrown in;
    ModelUnavailable or DeadlineExceeded as thrown in, once retries or time are used up.
    """
    course = _Course(question.params, question.clock() + question.seconds)
    while True:
        reply = yield from _patiently(question, course)
        try:
            return _checked(question, reply)
        except InvalidResponse as problem:
            log.info("Rejected response for %s: %s", question.output.__name__, problem)
            if len(course.repair) >= 2 * question.repairs or course.asked >= question.max_calls:
                raise ModelFailed(problem.reason, problem.after(len(course.repair) // 2)) from None
            course.repair += repair_request(reply.text or "", problem)


def _checked(question: Question[OutputT], reply: Reply) -> OutputT:
    """Return the validated answer. Raises ModelFailed, InvalidResponse."""
    answer = validate_response(reply_text(reply.text, reply.refusal, reply.finish_reason), question.output)
    if found := question.faults(answer):
        raise InvalidResponse("invalid", found)
    return answer


def _patiently(question: Question[Any], course: _Course) -> Generator[Ask, Reply, Reply]:
    """One request, retried while the model is busy and there is time; a full flex tier is retried at standard."""
    pause, tries = 0.0, 0
    while True:
        tries += 1
        try:
            reply = yield _next_ask(question, course, pause)
        except ModelFailed as failure:
            left = failure.parameter and question.forgo(course.params, failure.parameter)
            if not left or not failure.parameter or len(course.left_out) == MAX_LEFT_OUT:
                raise
            # A refused request costs nothing: it is none of the question's calls.
            course.left_out += (failure.parameter,)
            course.params, course.asked, tries = left, course.asked - 1, tries - 1
        except ModelUnavailable as busy:
            if busy.reason in NOT_RETRIED or course.asked >= question.max_calls:
                raise
            if course.params.get("service_tier") == "flex":
                course.params, tries = {**course.params, "service_tier": "default"}, tries - 1
                continue
            pause = _pause(tries, busy)
            if tries >= MAX_TRIES or pause >= course.until - question.clock():
                raise
        else:
            for parameter in course.left_out:
                question.remember(parameter)
            return reply


def _next_ask(question: Question[Any], course: _Course, pause: float) -> Ask:
    course.asked += 1
    remaining = course.until - question.clock() - pause
    if remaining <= 0:
        raise DeadlineExceeded("The time for this task was used up.")
    return Ask(question.user_prompt, course.params, course.repair, course.asked, pause, remaining)


def _pause(tries: int, busy: ModelUnavailable) -> float:
    if busy.retry_after is not None:
        return busy.retry_after
    doubled: float = FIRST_PAUSE * 2 ** (tries - 1)
    return doubled * random.uniform(0.75, 1.0)  # noqa: S311 - jitter, not a secret
