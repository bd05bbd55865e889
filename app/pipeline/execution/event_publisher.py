"""Publishes the events of one attempt: its start, how far it is, and its end with the parts of a document."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.generators.generation import Generation as Generated
from app.pipeline.documents.versioning import DOCUMENTS
from app.pipeline.execution.attempt_claim import ClaimLost
from app.pipeline.execution.generation_events import generation_event, memory_events, version_events
from app.pipeline.execution.started_attempt import StartedAttempt
from app.pipeline.execution.step_state import StepTakenOver
from app.pipeline.graph import SCREEN
from app.progress.events import Event, Status
from app.store.database import Db

log = logging.getLogger(__name__)


@dataclass
class EventPublisher:
    """The events of an attempt, each published as the last statement of the transaction it is about."""

    attempt: StartedAttempt
    began: float = field(default_factory=time.monotonic)
    memory_is_published: bool = False

    async def publish(self, db: Db, events: Sequence[Event]) -> None:
        """Write events to both logs. The last statement of a transaction."""
        await self.attempt.context.logger.record(db, self.attempt.patient_id, events)

    async def enter(self, db: Db, event: Event) -> None:
        """Write an event to the processing log alone. The last statement of a transaction."""
        await self.attempt.context.logger.enter(db, self.attempt.patient_id, [event])

    async def progress(self, done: int, total: int) -> None:
        """Publish that so many of at most so many items are written. Whatever comes of it, the generation goes on."""
        try:
            async with self.attempt.context.database.transaction() as db:
                await self.attempt.check(db)
                await self.publish(db, [self.event("progress", done=done, total=total)])
        except (StepTakenOver, ClaimLost):
            return  # the attempt that has the work now publishes its own
        except Exception as error:
            log.warning("Progress event was not written: %s", type(error).__name__)  # its message may hold more

    def event(self, status: Status, **details: Any) -> Event:
        """An event of the whole attempt."""
        took = None if status == "started" else round((time.monotonic() - self.began) * 1000)
        return generation_event(self.attempt.task_request, self.attempt.state.visit, status, took, **details)

    def of_memory(self) -> list[Event]:
        """What a document's memory was made of, unless that is published already."""
        request = self.attempt.task_request
        if self.memory_is_published or request.task not in DOCUMENTS:
            return []
        return memory_events(request, self.attempt.state.visit, self.attempt.generator_input.visit.memory)

    def of_result(self, made: Generated[Any], calls: int, generation_id: str, version: dict[str, Any]) -> list[Event]:
        """The end of an attempt that stored a result, after the parts of a document. What a screen found is published
        by no event."""
        request = self.attempt.task_request
        parts = self.of_memory()
        if version and request.task in DOCUMENTS:
            parts += version_events(request, self.attempt.state.visit, version, calls, made.made.cost_usd)
        why = {"reason": made.reason} if made.result is None else {}
        status: Status = "success" if request.task == SCREEN else made.state
        return [*parts, self.event(status, **version, generation_id=generation_id, **why)]
