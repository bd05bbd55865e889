"""Writes what a generation comes to: the claim, the ledger's lines, the result with its version, the events.

Each function is one short transaction; none is open while a model thinks.
"""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from app.errors import ModelFailure, NotFound
from app.generators.generation import Generation as Generated
from app.llm.ledger import CallClosed, CallOpened
from app.pipeline.graph import generator
from app.pipeline.material import Material
from app.pipeline.order import Order
from app.pipeline.parts import Parts
from app.pipeline.rows import closing, generation_row, version_facts
from app.progress.telling import Event, Status
from app.store import claims, event_log, generations, ledger, patients, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.visits import StoredVisit

DOCUMENTS = {
    "roadmap_generation": versions.YOUR_JOURNEY,
    "session_bridge_generation": versions.SESSION_BRIDGE,
}


@dataclass
class Books:
    """The books of one generation."""

    parts: Parts
    order: Order
    visit: StoredVisit
    calls: list[UUID] = field(default_factory=list)

    async def begin(self) -> bool:
        """Claim the work and say that it starts; False while another living process has claimed it.

        A forced generation is made whatever others do, so it claims nothing.
        """
        order, parts = self.order, self.parts
        async with parts.database.transaction() as db:
            lease = parts.settings.worker_lease_seconds
            free = order.force or await claims.claim(db, order.session_id, order.task, self.parts.executor, lease)
            if free:
                await self._tell(db, "started")
        return free

    async def open(self, line: CallOpened) -> object:
        """Open a ledger line."""
        owner = {"patient_id": self.visit.patient_id, "session_id": self.order.session_id, "run_id": self.order.run_id}
        async with self.parts.database.transaction() as db:
            call = await ledger.open_call(db, {**asdict(line), **owner})
        self.calls.append(call)
        return call

    async def close(self, token: object, line: CallClosed) -> None:
        """Close it, with the usage that was counted."""
        assert isinstance(token, UUID)
        async with self.parts.database.transaction() as db:
            await ledger.close_call(db, token, closing(line))

    async def progress(self, done: int, total: int) -> None:
        """Say how many of at most how many items are written."""
        async with self.parts.database.transaction() as db:
            await self._tell(db, "progress", {"done": done, "total": total})

    async def record(self, made: Generated[Any], material: Material) -> Generation:
        """Store a generation: its row, its version, its ledger links, the freed claim and the event, in one commit.

        Raises NotFound when the visit was erased meanwhile.
        """
        async with self.parts.database.transaction() as db:
            await patients.lock(db, self.visit.patient_id)
            await visits.find(db, self.order.session_id)
            metadata_id, details = await self._version(db, made, material)
            values = generation_row(self.order, self.visit, made, material)
            row = await generations.add(db, {**values, "generation_metadata_id": metadata_id})
            await ledger.link(db, self.calls, row.id)
            await self._free(db)
            await self._tell(db, made.state, {**details, "generation_id": str(row.id)})
        return row

    async def fail(self, failure: ModelFailure) -> None:
        """Say that the generation failed, and free the claim."""
        await self._give_up("failed", {"code": failure.code, "reason": failure.reason})

    async def cancel(self) -> None:
        """Say that the generation was broken off, and free the claim."""
        await self._give_up("cancelled", {})

    async def _give_up(self, status: Status, details: dict[str, Any]) -> None:
        async with self.parts.database.transaction() as db:
            await self._free(db)
            try:
                await visits.find(db, self.order.session_id)
            except NotFound:
                return
            await self._tell(db, status, details)

    async def _version(self, db: Db, made: Generated[Any], material: Material) -> tuple[UUID | None, dict[str, Any]]:
        document = DOCUMENTS.get(self.order.task)
        if document is None or made.result is None:
            return None, {}
        total = len(await visits.listed(db, self.visit.patient_id))
        facts = version_facts(made, material, total)
        version = await versions.add(db, document, self.visit.patient_id, made.result, facts)
        await versions.point_forward(db, document, self.visit.patient_id)
        assert version.metadata is not None
        return version.metadata.id, {"version_number": version.number}

    async def _free(self, db: Db) -> None:
        if not self.order.force:
            await claims.free(db, self.order.session_id, self.order.task, self.parts.executor)

    async def _tell(self, db: Db, status: Status, details: dict[str, Any] | None = None) -> None:
        order, declared = self.order, generator(self.order.task).declared
        event = Event(
            session_id=order.session_id,
            session_date=self.visit.session_date,
            wave=declared.wave,
            event=declared.event,
            status=status,
            run_id=order.run_id,
            attempt=order.attempt,
            details=details or {},
        )
        await event_log.append(db, self.visit.patient_id, [event.row()])
