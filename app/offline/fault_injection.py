"""Configures faults of the offline engine, so that tests and benchmarks can use slow, failing and hostile models."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Literal

Obeys = Literal["words", "keys", "link"]
EVERYTHING: tuple[Obeys, ...] = ("words", "keys", "link")


class Fault(StrEnum):
    """A fault of one answer that arrives with status 200."""

    REFUSAL = "refusal"
    CUT_OFF = "cut_off"
    """finish_reason length, in the middle of the JSON."""
    CONTENT_FILTER = "content_filter"
    EMPTY = "empty"
    MALFORMED = "malformed"
    """finish_reason stop, but half of the JSON is missing."""
    DUPLICATE_KEYS = "duplicate_keys"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    INVENTED_QUOTES = "invented_quotes"
    """Well-formed, but nobody said what it quotes."""
    BREAKS_OFF = "breaks_off"
    """The body ends in its middle."""
    STALLS = "stalls"
    """The body stops coming in its middle, for an hour."""
    NOT_JSON = "not_json"
    """A web page where a completion should be."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer with an error status. `retry_after`, in seconds, is sent as Retry-After where given."""

    status: int
    code: str | None = None
    retry_after: float | None = None


QUOTA_USED_UP = Failure(429, "insufficient_quota")
Misdeed = Fault | Failure | None


@dataclass
class FaultPlan:
    """The engine's behaviour and all of its memory.

    `latency` is seconds per task name ("" stands for every other task): how long one answer takes, spread over
    its pieces. `faults` are used up one per call, None being a good answer; `faults_of` the same per task, before
    the others. `flex_full` turns away every request for the flex tier. `obey` makes it do what a line of the
    transcript tells it to: put its words into its own texts, add keys, add a link, or all of that. `calls` holds
    every request body, in the order of arrival.
    """

    latency: Mapping[str, float] = field(default_factory=dict)
    faults: Iterable[Misdeed] = ()
    faults_of: Mapping[str, Iterable[Misdeed]] = field(default_factory=dict)
    flex_full: bool = False
    obey: bool | Collection[Obeys] = False
    calls: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._next = deque(self.faults)
        self._next_of = {task: deque(faults) for task, faults in self.faults_of.items()}

    def seconds(self, task: str) -> float:
        """Return how many seconds one answer to `task` takes."""
        return self.latency.get(task, self.latency.get("", 0.0))

    def next_fault(self, task: str, service_tier: str | None) -> Misdeed:
        """Return the fault of this call and remove it from the plan."""
        if self.flex_full and service_tier == "flex":
            return Failure(429, "resource_unavailable")
        with self._lock:
            script = self._next_of.get(task) or self._next
            return script.popleft() if script else None

    @property
    def obeyed_instructions(self) -> frozenset[Obeys]:
        """In which ways it follows instructions in a transcript."""
        if isinstance(self.obey, bool):
            return frozenset(EVERYTHING if self.obey else ())
        return frozenset(self.obey)
