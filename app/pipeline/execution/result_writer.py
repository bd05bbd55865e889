"""Writes the end of an attempt: the result with its version, the claim, the step, the ledger lines and the events.

Each function is one short transaction; none is open while a model works.
"""

import asyncio
from contextlib import suppress
from typing import Any

from app.errors import NotFound
from app.generators.generation import Generation as Generated
from app.pipeline.documents.holding import NotReadForDanger, held_tasks, hold_earlier, letter_facts, speaks_of_danger
from app.pipeline.documents.note_versions import file_note
from app.pipeline.documents.versioning import DOCUMENTS, add_version
from app.pipeline.execution import step_state
from app.pipeline.execution.attempt_claim import ClaimLost, release_claim
from app.pipeline.execution.call_ledger import CallLedger
from app.pipeline.execution.event_publisher import EventPublisher
from app.pipeline.execution.row_mapping import generation_row
from app.pipeline.execution.started_attempt import StartedAttempt
from app.pipeline.execution.step_state import StepTakenOver
from app.pipeline.graph import NOTE, SCREEN
from app.pipeline.input.risk_state import is_makeshift
from app.progress.events import Event, Status
from app.store import generations, visits
from app.store.database import Db
from app.store.db_retry import retry_while_unavailable
from app.store.models import Generation


class ResultWriter:
    """The end of one attempt. A good answer is stored, closed in the ledger and published in one commit."""

    def __init__(self, attempt: StartedAttempt) -> None:
        self.attempt = attempt
        self.events = EventPublisher(attempt)
        self.calls = CallLedger(attempt, self.events)
        self.changed = False
        """Whether the visit was handed over anew while the model worked."""
        self._tried = False

    async def begin(self, db: Db) -> None:
        """Publish that the work starts."""
        await self.events.publish(db, [self.events.event("started")])

    async def record(self, made: Generated[Any]) -> Generation:
        """Store a generation: its row, its version, its ledger lines, the freed claim, the ended step and the events,
        in one commit.

        Raises:
            NotFound: the visit, or one that is remembered in it, was erased meanwhile.
            StepTakenOver: the step is another process's now, or was cancelled.
            ClaimLost: another attempt has taken the work over; only the ledger is written.
        """
        try:
            row = await retry_while_unavailable(lambda: self._record(made), self.attempt.task_request.patience)
        except NotReadForDanger:
            # Its screen was there when the work began, and has gone stale. No transaction is open while it is read.
            visit = self.attempt.generator_input.visit
            self.attempt.speaks_of_danger = await asyncio.to_thread(speaks_of_danger, visit)
            row = await retry_while_unavailable(lambda: self._record(made), self.attempt.task_request.patience)
        if row is None:
            raise ClaimLost
        return row

    async def fail(self, code: str, reason: str, *, again: bool = False) -> None:
        """Publish that the generation failed, and release the claim. With `again` a run's step waits for another
        attempt."""
        await self._give_up("failed", {"code": code, "reason": reason}, again=again)

    async def cancel(self) -> None:
        """Release the claim, and publish that the generation was cancelled. For a run's step whoever cancels the run
        publishes that; a step whose process stops is not cancelled but taken up by another process."""
        await self._give_up(None if self.attempt.task_request.attempt else "cancelled", {})

    async def interrupt(self) -> None:
        """Close the ledger lines. Another attempt makes the result now; a run's step waits for its next attempt."""
        await retry_while_unavailable(self._interrupt, self.attempt.task_request.patience)

    async def withdraw(self) -> None:
        """Close the ledger lines and release the claim, and publish nothing: the work is another process's."""
        await self._give_up(None, {})

    async def _record(self, made: Generated[Any]) -> Generation | None:
        attempt, request = self.attempt, self.attempt.task_request
        async with request.turn(attempt.context.write_slots), self.calls.transaction() as db:
            if self._tried and (stored := await generations.find(db, attempt.id)) is not None:
                return stored  # the commit that seemed lost took place
            self._tried = True
            if not await release_claim(db, request, attempt.id):
                await self.calls.close_lines(db)
                return None
            await self._lock(db)
            row, number = await self._store(db, made)
            await self.calls.close_lines(db, row.id)
            ended = await self._end_step(db, made.state, generation_id=row.id)
            events = self.events.of_result(made, self.calls.calls, str(row.id), number)
            await self.events.publish(db, [*events, *ended])
        return row

    async def _lock(self, db: Db) -> None:
        """Lock the visits that the result is made from, and the run where the patient is locked after it: erasing takes
        them in this order. Raises NotFound, StepTakenOver."""
        attempt, request = self.attempt, self.attempt.task_request
        visit_versions = await visits.hold(db, attempt.generator_input.session_ids)
        self.changed = visit_versions[request.session_id] != attempt.state.visit.version
        if request.attempt and request.task in (*DOCUMENTS, *held_tasks(), SCREEN):
            await step_state.lock_step(db, request.attempt)

    async def _store(self, db: Db, made: Generated[Any]) -> tuple[Generation, dict[str, Any]]:
        """The row of a result, and the number of its version where it has one."""
        attempt, request = self.attempt, self.attempt.task_request
        task, patient_id, material = request.task, attempt.patient_id, attempt.generator_input
        keys: dict[str, Any] = {"id": attempt.id, "generation_metadata_id": None}
        number: dict[str, Any] = {}
        if task in DOCUMENTS and made.result is not None:
            version = await add_version(db, task, patient_id, made, material, attempt.speaks_of_danger)
            keys["generation_metadata_id"] = version.metadata and version.metadata.id
            number = {"version_number": version.number}
        facts = await letter_facts(db, task, patient_id, material, attempt.speaks_of_danger)
        values = generation_row(request, attempt.state.visit, made, material)
        row = await generations.add(db, {**values, **keys, **facts})
        if task == SCREEN and not (is_makeshift(row) and attempt.state.holds(SCREEN)):
            await hold_earlier(db, row)
        if task == NOTE and row.result is not None:
            number = {"version_number": (await file_note(db, row, request.note_format)).version_number}
        return row, number

    async def _give_up(self, status: Status | None, details: dict[str, Any], *, again: bool = False) -> None:
        patience = self.attempt.task_request.patience
        await retry_while_unavailable(lambda: self._give_up_once(status, details, again), patience)

    async def _give_up_once(self, status: Status | None, details: dict[str, Any], again: bool) -> None:
        request = self.attempt.task_request
        async with self.calls.transaction() as db:
            await self.calls.close_lines(db)
            released = await release_claim(db, request, self.attempt.id)
            if status is None or not (released or request.attempt):
                return  # another attempt has the work, or the commit that seemed lost took place
            with suppress(NotFound, StepTakenOver):
                await visits.hold(db, [request.session_id])
                ended = await self._fail_step(db, str(details.get("reason")), again)
                await self.events.publish(db, [self.events.event(status, **details), *ended])

    async def _interrupt(self) -> None:
        async with self.calls.transaction() as db:
            await self.calls.close_lines(db)
            if (step := self.attempt.task_request.attempt) is None:
                return
            with suppress(StepTakenOver):
                await step_state.wait_again(db, step)
                await self.events.enter(db, self.events.event("failed", reason="interrupted"))

    async def _fail_step(self, db: Db, reason: str, again: bool) -> list[Event]:
        if again and self.attempt.task_request.attempt is not None:
            await step_state.wait_again(db, self.attempt.task_request.attempt)
            return []
        return await self._end_step(db, "failed", error_code=reason)

    async def _end_step(self, db: Db, status: str, **values: Any) -> list[Event]:
        step = self.attempt.task_request.attempt
        return await step_state.end_step(db, step, status, **values) if step else []
