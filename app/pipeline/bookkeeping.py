"""Writes what a generation comes to: the claim, the ledger's lines, the result with its version, the events.

Each function is one short transaction; none is open while a model thinks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from app.errors import NotFound
from app.generators.generation import Generation as Generated
from app.llm.ledger import CallClosed, CallOpened
from app.pipeline.graph import generator
from app.pipeline.material import Material
from app.pipeline.order import Order
from app.pipeline.parts import Parts
from app.pipeline.rows import closing, generation_row, version_facts
from app.pipeline.standing import Standing
from app.progress.telling import Event, Status
from app.store import claims, event_log, generations, ledger, patients, versions, visits
from app.store.database import Db
from app.store.models import Generation

DOCUMENTS = {
    "roadmap_generation": versions.YOUR_JOURNEY,
    "session_bridge_generation": versions.SESSION_BRIDGE,
}


async def claimed(db: Db, parts: Parts, order: Order) -> bool:
    """Claim an order's work; False while another has it. A forced one is made whatever others do."""
    lease = parts.settings.worker_lease_seconds
    longest = generator(order.task).GRADE.deadline + lease
    return order.force or await claims.claim(db, order.session_id, order.task, parts.executor, lease, longest)


async def freed(db: Db, parts: Parts, order: Order) -> None:
    """Give the claim back."""
    if not order.force:
        await claims.free(db, order.session_id, order.task, parts.executor)


@dataclass
class Books:
    """The books of one generation.

    A call's usage is kept here from its answer until the next write, a few milliseconds later: the next call's
    line, the result, or the failure. So a good answer is closed, stored and announced in one commit.
    """

    parts: Parts
    order: Order
    standing: Standing
    material: Material
    calls: list[UUID] = field(default_factory=list)
    unwritten: list[tuple[UUID, CallClosed]] = field(default_factory=list)
    changed: bool = False
    """Whether the visit was handed over anew while the model thought."""

    async def begin(self, db: Db) -> None:
        """Say that the work starts."""
        await self._tell(db, "started")

    async def open(self, line: CallOpened) -> object:
        """Open a ledger line."""
        patient_id = self.standing.visit.patient_id
        owner = {"patient_id": patient_id, "session_id": self.order.session_id, "run_id": self.order.run_id}
        async with self._writing() as db:
            call = await ledger.open_call(db, {**asdict(line), **owner})
        self.calls.append(call)
        return call

    async def close(self, token: object, line: CallClosed) -> None:
        """Take down how a call went."""
        assert isinstance(token, UUID)
        self.unwritten.append((token, line))

    async def progress(self, done: int, total: int) -> None:
        """Say how many of at most how many items are written."""
        async with self.parts.database.transaction() as db:
            await self._tell(db, "progress", {"done": done, "total": total})

    async def record(self, made: Generated[Any]) -> Generation:
        """Store a generation: its row, its version, its ledger lines, the freed claim and the event, in one commit.

        Raises NotFound when the visit, or one that is remembered in it, was erased meanwhile.
        """
        visit = self.standing.visit
        async with self._writing() as db:
            held = await visits.hold(db, {UUID(session) for session in self.material.sources})
            self.changed = held[visit.session_id] != visit.version
            metadata_id, details = await self._version(db, made)
            values = generation_row(self.order, visit, made, self.material)
            row = await generations.add(db, {**values, "generation_metadata_id": metadata_id})
            await ledger.link(db, self.calls, row.id)
            await freed(db, self.parts, self.order)
            await self._tell(db, made.state, {**details, "generation_id": str(row.id)})
        return row

    async def fail(self, code: str, reason: str) -> None:
        """Say that the generation failed, and free the claim."""
        await self._give_up("failed", {"code": code, "reason": reason})

    async def cancel(self) -> None:
        """Free the claim, and say that the generation was broken off. Of a run's step that is said by whoever
        cancels the run; one whose process stops is not cancelled but taken up by another."""
        await self._give_up(None if self.order.run_id else "cancelled", {})

    async def _give_up(self, status: Status | None, details: dict[str, Any]) -> None:
        async with self._writing() as db:
            await freed(db, self.parts, self.order)
            if status is None:
                return
            with suppress(NotFound):
                await visits.hold(db, [self.order.session_id])
                await self._tell(db, status, details)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Db]:
        """A transaction that closes the lines of the calls that are over; if it fails, the next one does."""
        async with self.parts.database.transaction() as db:
            for call, line in self.unwritten:
                await ledger.close_call(db, call, closing(line))
            yield db
        self.unwritten.clear()

    async def _version(self, db: Db, made: Generated[Any]) -> tuple[UUID | None, dict[str, Any]]:
        document = DOCUMENTS.get(self.order.task)
        if document is None or made.result is None:
            return None, {}
        patient_id = self.standing.visit.patient_id
        await patients.lock(db, patient_id)
        facts = version_facts(made, self.material, len(await visits.listed(db, patient_id)))
        version = await versions.add(db, document, patient_id, made.result, facts)
        await versions.point_forward(db, document, patient_id)
        assert version.metadata is not None
        return version.metadata.id, {"version_number": version.number}

    async def _tell(self, db: Db, status: Status, details: dict[str, Any] | None = None) -> None:
        order, declared = self.order, generator(self.order.task).declared
        event = Event(
            session_id=order.session_id,
            session_date=self.standing.visit.session_date,
            wave=declared.wave,
            event=declared.event,
            status=status,
            run_id=order.run_id,
            attempt=order.attempt,
            details=details or {},
        )
        await event_log.append(db, self.standing.visit.patient_id, [event.row()])
