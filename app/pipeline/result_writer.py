"""Writes the outcome of a generation: claim, ledger lines, result with its version, events.

Each function is one short transaction; none is open while a model thinks.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from app.errors import NotFound
from app.generators.generation import Generation as Generated
from app.llm.ledger import CallClosed, CallOpened
from app.pipeline import step_state
from app.pipeline.attempt_claim import ClaimLost, check_claim, release_claim
from app.pipeline.context import Context
from app.pipeline.generation_events import event_of, of_memory, of_version
from app.pipeline.generator_input import CollectedInput, GeneratorInput
from app.pipeline.graph import NOTE, SCREEN
from app.pipeline.note_versions import file_note
from app.pipeline.risk_state import is_makeshift
from app.pipeline.row_mapping import closing, generation_row
from app.pipeline.step_state import StepTakenOver
from app.pipeline.task_request import TaskRequest
from app.pipeline.versioning import (
    DOCUMENTS,
    Unread,
    add_version,
    hold_earlier,
    letter_facts,
    letters,
    speaks_of_danger,
)
from app.pipeline.visit_state import VisitState
from app.progress.events import Event, Status
from app.store import generations, ledger, visits
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.models import Generation

log = logging.getLogger(__name__)

NEVER_MADE = CallClosed(answered=False, outcome="not_made", cost_usd=Decimal(0))


@dataclass
class ResultWriter:
    """The books of one attempt at a generation, under whose id the result is stored.

    A call's usage is kept here from its answer until the next write, a few milliseconds later: the next call's
    line, the result, or the failure. So a good answer is closed, stored and announced in one commit.
    """

    context: Context
    task_request: TaskRequest
    attempt_id: UUID
    state: VisitState
    collected: CollectedInput
    generator_input: GeneratorInput = field(init=False)
    """Assembled once the work has begun."""
    begun: float = field(default_factory=time.monotonic)
    endangered: bool | None = None
    """Whether a document's visit speaks of danger by the floor, where no screen says so."""
    shown: bool = False
    """Whether it was told what a document's memory is made of."""
    closed: list[UUID] = field(default_factory=list)
    unwritten: list[tuple[UUID, CallClosed]] = field(default_factory=list)
    tried: bool = False
    changed: bool = False
    """Whether the visit was handed over anew while the model thought."""

    async def begin(self, db: Db) -> None:
        """Say that the work starts."""
        await self._tell(db, [self._event("started")])

    async def open(self, line: CallOpened) -> object:
        """Open a ledger line.

        Raises:
            NotFound: the visit, or one that is remembered in it, was erased meanwhile.
            StepTakenOver: the step is another's now, or was cancelled. Nothing more is paid for.
            ClaimLost: another attempt has the claim. The same.
        """
        call = uuid4()
        try:
            await retry_while_unavailable(partial(self._open, call, line), self.task_request.patience)
        except BaseException:
            self.unwritten.append((call, NEVER_MADE))  # whether it was written is not known
            raise
        return call

    async def close(self, token: object, line: CallClosed) -> None:
        """Take down how a call went."""
        assert isinstance(token, UUID)
        self.unwritten.append((token, line))

    async def progress(self, done: int, total: int) -> None:
        """Say how many of at most how many items are written. Whatever comes of it, the generation goes on."""
        try:
            async with self.context.database.transaction() as db:
                await self._check(db)
                await self._tell(db, [self._event("progress", done=done, total=total)])
        except (StepTakenOver, ClaimLost):
            return  # whoever makes it now tells how far they are
        except Exception as error:
            log.warning("Progress event was not written: %s", type(error).__name__)  # its message may hold more

    async def record(self, made: Generated[Any]) -> Generation:
        """Store a generation: its row, its version, its ledger lines, the freed claim, the ended step and the events,
        in one commit.

        Raises:
            NotFound: the visit, or one that is remembered in it, was erased meanwhile.
            StepTakenOver: the step is another's now, or was cancelled.
            ClaimLost: another attempt has taken the work over; only the ledger is written.
        """
        try:
            row = await retry_while_unavailable(lambda: self._record(made), self.task_request.patience)
        except Unread:
            # Its screen was there when the work began, and has gone stale. No transaction is open while it is read.
            self.endangered = await asyncio.to_thread(speaks_of_danger, self.generator_input.visit)
            row = await retry_while_unavailable(lambda: self._record(made), self.task_request.patience)
        if row is None:
            raise ClaimLost
        return row

    async def fail(self, code: str, reason: str, *, again: bool = False) -> None:
        """Say that the generation failed, and free the claim. With `again` a run's step waits for another attempt."""
        await self._give_up("failed", {"code": code, "reason": reason}, again=again)

    async def cancel(self) -> None:
        """Free the claim, and say that the generation was broken off. Of a run's step that is said by whoever
        cancels the run; one whose process stops is not cancelled but taken up by another."""
        await self._give_up(None if self.task_request.attempt else "cancelled", {})

    async def interrupt(self) -> None:
        """Close the lines of the calls. A run's step waits for its next attempt: another one's makes its result now."""
        await retry_while_unavailable(self._interrupted, self.task_request.patience)

    async def withdraw(self) -> None:
        """Close the lines of the calls, and say nothing: the work is another's."""
        await self._give_up(None, {})

    async def _open(self, call: UUID, line: CallOpened) -> None:
        async with self._writing() as db:
            await self._check(db)
            # Words of a visit that was erased since the last question are asked about no more.
            await visits.hold(db, self.generator_input.session_ids)
            await self._close_calls(db)
            opened = await ledger.open_call(db, {"id": call, **asdict(line), **self._made_by()})
            if opened and (events := self._of_memory()):
                await self._tell(db, events)
        self.shown = True

    async def _check(self, db: Db) -> None:
        """Whether the work is still this attempt's. Raises StepTakenOver, ClaimLost."""
        order = self.task_request
        if order.attempt is not None:
            await step_state.check(db, order.attempt)
        await check_claim(db, order, self.attempt_id)

    async def _record(self, made: Generated[Any]) -> Generation | None:
        visit = self.state.visit
        async with self.task_request.turn(self.context.write_slots), self._writing() as db:
            if self.tried and (stored := await generations.find(db, self.attempt_id)) is not None:
                return stored  # the commit that seemed lost took place
            self.tried = True
            if not await release_claim(db, self.task_request, self.attempt_id):
                await self._close_calls(db)
                return None
            versions_held = await visits.hold(db, self.generator_input.session_ids)
            self.changed = versions_held[visit.session_id] != visit.version
            if self.task_request.attempt and self.task_request.task in (*DOCUMENTS, *letters(), SCREEN):
                await step_state.hold(
                    db, self.task_request.attempt
                )  # before the patient: erasing takes them in this order
            metadata_id, saved = await self._version(db, made)
            values = generation_row(self.task_request, visit, made, self.generator_input)
            keys = {"id": self.attempt_id, "generation_metadata_id": metadata_id}
            facts = await letter_facts(
                db, self.task_request.task, visit.patient_id, self.generator_input, self.endangered
            )
            row = await generations.add(db, {**values, **keys, **facts})
            if self.task_request.task == SCREEN and not (is_makeshift(row) and self.state.holds(SCREEN)):
                await hold_earlier(db, row)
            if self.task_request.task == NOTE and row.result is not None:
                saved = {"version_number": (await file_note(db, row, self.task_request.note_format)).version_number}
            await self._close_calls(db, row.id)
            over = await self._end_step(db, made.state, generation_id=row.id)
            why = {"reason": made.reason} if made.result is None else {}
            details = {**saved, "generation_id": str(row.id), **why}
            told = [*self._of_memory(), *self._saved(made, saved), self._event(self._told_of(made), **details), *over]
            await self._tell(db, told)
        return row

    async def _give_up(self, status: Status | None, details: dict[str, Any], *, again: bool = False) -> None:
        await retry_while_unavailable(lambda: self._given_up(status, details, again), self.task_request.patience)

    async def _given_up(self, status: Status | None, details: dict[str, Any], again: bool) -> None:
        async with self._writing() as db:
            await self._close_calls(db)
            mine = await release_claim(db, self.task_request, self.attempt_id)
            if status is None or not (mine or self.task_request.attempt):
                return  # another has the work, or the commit that seemed lost took place
            with suppress(NotFound, StepTakenOver):
                await visits.hold(db, [self.task_request.session_id])
                over = await self._step_failed(db, str(details.get("reason")), again)
                await self._tell(db, [self._event(status, **details), *over])

    async def _interrupted(self) -> None:
        async with self._writing() as db:
            await self._close_calls(db)
            if self.task_request.attempt is None:
                return
            with suppress(StepTakenOver):
                await step_state.wait_again(db, self.task_request.attempt)
                over = self._event("failed", reason="interrupted")
                await self.context.logger.enter(db, self.state.visit.patient_id, [over])

    async def _step_failed(self, db: Db, reason: str, again: bool) -> list[Event]:
        if again and self.task_request.attempt is not None:
            await step_state.wait_again(db, self.task_request.attempt)
            return []
        return await self._end_step(db, "failed", error_code=reason)

    async def _end_step(self, db: Db, status: str, **values: Any) -> list[Event]:
        attempt = self.task_request.attempt
        return await step_state.end(db, attempt, status, **values) if attempt else []

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Db]:
        """A transaction that may close the lines of the calls that are over; if it fails, the next one does."""
        async with self.context.database.transaction() as db:
            yield db
        self.closed += [call for call, _ in self.unwritten]
        self.unwritten.clear()

    def _made_by(self) -> dict[str, Any]:
        """Whom a call is made for, and by whom."""
        order, attempt = self.task_request, self.task_request.attempt
        owner = {"patient_id": self.state.visit.patient_id, "session_id": order.session_id, "run_id": order.run_id}
        number = attempt.number if attempt else None
        return {**owner, "executor": self.context.executor, "attempt_id": self.attempt_id, "step_attempt": number}

    async def _close_calls(self, db: Db, generation_id: UUID | None = None) -> None:
        """Close the lines of the calls that are over; with a generation, say of all that they were made for it."""
        for call, line in self.unwritten:
            await ledger.close_call(db, call, closing(line), generation_id)
        if generation_id is not None:
            await ledger.link(db, self.closed, generation_id)

    async def _version(self, db: Db, made: Generated[Any]) -> tuple[UUID | None, dict[str, Any]]:
        if self.task_request.task not in DOCUMENTS or made.result is None:
            return None, {}
        patient_id, material = self.state.visit.patient_id, self.generator_input
        version = await add_version(db, self.task_request.task, patient_id, made, material, self.endangered)
        assert version.metadata is not None
        return version.metadata.id, {"version_number": version.number}

    def _told_of(self, made: Generated[Any]) -> Status:
        """How the end is told. Whether a screen found anything is told by no event."""
        return "success" if self.task_request.task == SCREEN else made.state

    def _of_memory(self) -> list[Event]:
        """What a document's memory was made of, once."""
        if self.shown or self.task_request.task not in DOCUMENTS:
            return []
        return of_memory(self.task_request, self.state.visit, self.generator_input.visit.memory)

    def _saved(self, made: Generated[Any], saved: dict[str, Any]) -> list[Event]:
        """What storing a document came to."""
        if not saved or self.task_request.task not in DOCUMENTS:
            return []
        calls = len(self.closed) + len(self.unwritten)
        return of_version(self.task_request, self.state.visit, saved, calls, made.made.cost_usd)

    def _event(self, status: Status, **details: Any) -> Event:
        took = None if status == "started" else round((time.monotonic() - self.begun) * 1000)
        return event_of(self.task_request, self.state.visit, status, took, **details)

    async def _tell(self, db: Db, events: Sequence[Event]) -> None:
        await self.context.logger.record(db, self.state.visit.patient_id, events)
