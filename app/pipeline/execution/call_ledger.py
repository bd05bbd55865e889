"""The ledger rows of one attempt's model calls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from app.llm.ledger import CallClosed, CallOpened
from app.pipeline.execution.event_publisher import EventPublisher
from app.pipeline.execution.row_mapping import closing_columns
from app.pipeline.execution.started_attempt import StartedAttempt
from app.store import ledger, visits
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable

NEVER_MADE = CallClosed(answered=False, outcome="not_made", cost_usd=Decimal(0))


@dataclass
class CallLedger:
    """Opens a row before each call. The usage of a call is kept in memory until the next write a few milliseconds
    later: the next call's row, the result, or the failure.
    """

    attempt: StartedAttempt
    events: EventPublisher
    closed: list[UUID] = field(default_factory=list)
    unwritten: list[tuple[UUID, CallClosed]] = field(default_factory=list)
    worked: int = 0
    """Calls on which a model may have worked."""

    async def open(self, line: CallOpened) -> object:
        """Open a row.

        Raises NotFound if the visit, or one in its memory, was erased; StepTakenOver if the step belongs to another
        process or was cancelled; ClaimLost if another attempt holds the claim. In each case nothing more is paid for.
        """
        call = uuid4()
        try:
            await retry_while_unavailable(partial(self._open, call, line), self.attempt.task_request.database_wait)
        except BaseException:
            self.unwritten.append((call, NEVER_MADE))  # whether it was written is not known
            raise
        return call

    async def close(self, token: object, line: CallClosed) -> None:
        """Record the outcome of a call."""
        assert isinstance(token, UUID)
        self.unwritten.append((token, line))
        self.worked += line.outcome not in ledger.UNPAID

    @property
    def calls(self) -> int:
        """The number of calls made."""
        return len(self.closed) + len(self.unwritten)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Db]:
        """Open a transaction that can close rows with `close_lines`. If it fails, the next one closes them."""
        async with self.attempt.context.database.transaction() as db:
            yield db
        self.closed += [call for call, _ in self.unwritten]
        self.unwritten.clear()

    async def close_lines(self, db: Db, generation_id: UUID | None = None) -> None:
        """Close the rows of completed calls. All rows refer to the generation they were made for, if any."""
        for call, line in self.unwritten:
            await ledger.close_call(db, call, closing_columns(line), generation_id)
        if generation_id is not None:
            await ledger.link_calls_to_generation(db, self.closed, generation_id)

    async def _open(self, call: UUID, line: CallOpened) -> None:
        async with self.transaction() as db:
            await self.attempt.check(db)
            # A visit that was erased since the last call is not sent to the model again.
            await visits.lock_visits_for_reading(db, self.attempt.generator_input.session_ids)
            await self.close_lines(db)
            opened = await ledger.open_call(db, {"id": call, **asdict(line), **self._owner()})
            if opened and (events := self.events.of_memory()):
                await self.events.publish(db, events)
        self.events.memory_is_published = True

    def _owner(self) -> dict[str, Any]:
        """Return the columns that say for whom, by which process and in which attempt a call is made."""
        attempt, request = self.attempt, self.attempt.task_request
        return {
            "patient_id": attempt.patient_id,
            "session_id": request.session_id,
            "run_id": request.run_id,
            "executor": attempt.context.executor,
            "attempt_id": attempt.id,
            "step_attempt": request.attempt.number if request.attempt else None,
        }
