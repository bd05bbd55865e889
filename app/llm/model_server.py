"""What this process has learned of a model server: whether it answers, and which parameters it refuses."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from app.errors import DeadlineExceeded, ModelFailure, ModelUnavailable
from app.llm.failures import ADVICE

log = logging.getLogger(__name__)

FAILURES_TO_OPEN = 3
"""Failed calls in a row, below the calls that a step may make: so a step waits for the server before it gives up."""
FIRST_PAUSE, MAX_PAUSE = 10.0, 120.0
"""Seconds until a probe; doubled after each probe that fails."""
APPOINTED_SECONDS = 30.0
"""How long a waiting step has for its probe before another one may make it."""
CIRCUIT_OPEN = "circuit_open"

State = Literal["closed", "open", "half_open"]


@dataclass
class ModelServer:
    """A circuit breaker for one server, with the parameters that it has refused and its last success and failure.

    The circuit opens after repeated failures: nothing is sent, and the next call is refused at once. After a pause one
    call is let through as a probe; its success closes the circuit. `now` is a monotonic clock in seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    refused: set[str] = field(default_factory=set)
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_failure: str | None = None
    _failures: int = 0
    _pause: float = FIRST_PAUSE
    _probe_at: float | None = None
    _is_probing: bool = False
    _appointed_until: float = 0.0

    @property
    def state(self) -> State:
        """Whether calls are sent: `closed` all, `half_open` one as a probe, `open` none."""
        if self._probe_at is None:
            return "closed"
        return "half_open" if self._is_probing or self.now() >= self._probe_at else "open"

    @property
    def seconds_to_wait(self) -> float:
        """Seconds until a call may be sent: 0 if the circuit is closed or a probe is due."""
        if self._probe_at is None:
            return 0.0
        return max(self._probe_at - self.now(), 1.0 if self._is_probing else 0.0)

    def admit(self) -> bool:
        """Admit a call, and return whether it is a probe. Raises ModelUnavailable while the circuit is open."""
        if self._probe_at is None:
            return False
        if (seconds := self.seconds_to_wait) > 0:
            raise self.unavailable(seconds)
        self._is_probing = True
        return True

    async def wait(self) -> None:
        """Wait while the circuit is open. Of those who wait, one at a time returns early, to make the probe."""
        while self._probe_at is not None:
            if self.seconds_to_wait == 0 and self.now() >= self._appointed_until:
                self._appointed_until = self.now() + APPOINTED_SECONDS
                return
            await self.sleep(min(self.seconds_to_wait or 1.0, 1.0))

    def note_answer(self) -> None:
        """Record that the server has answered a call, whatever it said."""
        self.last_success_at = datetime.now(UTC)
        self._close()

    def note_failure(self, failure: ModelFailure, *, is_probe: bool) -> ModelFailure:
        """Record a failed call, and return the failure for its caller: after a probe, that the circuit stays open."""
        is_slow = isinstance(failure, DeadlineExceeded)
        if not is_slow and not isinstance(failure, ModelUnavailable):
            self._close()
        self._remember(failure)
        if is_slow and not is_probe:
            return failure  # slow is not away: a step that times out uses its calls up and fails
        if isinstance(failure, ModelUnavailable | DeadlineExceeded):
            self._failures += 1
            if is_probe or (self._failures >= FAILURES_TO_OPEN and self._probe_at is None):
                self._open(failure)
        return self.unavailable(self.seconds_to_wait) if is_probe and not is_slow and self._probe_at else failure

    def note_cancelled(self, *, is_probe: bool) -> None:
        """Record that a call was cancelled before it ended: the next one is the probe."""
        if is_probe:
            self._is_probing = False

    def unavailable(self, seconds: float) -> ModelUnavailable:
        """Return the error of a call that is not sent."""
        return ModelUnavailable(CIRCUIT_OPEN, ADVICE[CIRCUIT_OPEN], seconds)

    def _close(self) -> None:
        if self._probe_at is not None:
            log.info("The model server answers again.")
        self._failures, self._pause, self._probe_at, self._is_probing = 0, FIRST_PAUSE, None, False

    def _remember(self, failure: ModelFailure) -> None:
        self.last_failure_at, self.last_failure = datetime.now(UTC), failure.reason

    def _open(self, failure: ModelFailure) -> None:
        asked = failure.retry_after if isinstance(failure, ModelUnavailable) else None
        seconds = max(self._pause, min(asked or 0.0, MAX_PAUSE))
        self._pause = min(self._pause * 2, MAX_PAUSE)
        self._probe_at, self._is_probing, self._appointed_until = self.now() + seconds, False, 0.0
        log.warning(
            "Circuit of the model server is open after %d failures (%s). Next probe in %.0f s. %s",
            self._failures, failure.reason, seconds, ADVICE.get(failure.reason, ""),
        )  # fmt: skip
