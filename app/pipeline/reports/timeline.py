"""A patient's visits over time: the state of each result, and the few values that are followed from visit to visit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.pipeline.graph import generator_of_task
from app.pipeline.input.current_results import Key, current_results
from app.pipeline.input.risk_state import is_from_rules_alone, risk_states
from app.pipeline.input.staleness import is_stale
from app.store import result_outlines, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.visits import VisitFingerprints

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows that a patient's timeline is built from, read in one snapshot."""

    tasks: Sequence[str]
    grounds: Mapping[UUID, VisitFingerprints]
    given_roles: Collection[UUID]
    rows: Mapping[Key, Generation]
    held: Collection[UUID]
    values: Mapping[UUID, Json]
    risk: Mapping[str, Json]

    def visit(self, session_id: UUID) -> Json:
        """Return the timeline's entry of one visit."""
        return {
            "roles_given": session_id in self.given_roles,
            "risk": self.risk.get(str(session_id)),
            "results": {task: self._outline(self.rows.get((session_id, task))) for task in self.tasks},
        }

    def _outline(self, row: Generation | None) -> Json | None:
        if row is None:
            return None
        held = row.is_held or row.generation_metadata_id in self.held
        return {
            "generation_id": str(row.id),
            "state": row.state,
            "reason": row.reason,
            "stale": is_stale(row, self.grounds),
            "held": held,
            "by_rules": is_from_rules_alone(row) or row.model is None or row.engine == "offline",
            "engine": row.engine,
            "model_tier": row.model_tier,
            "created_at": row.created_at.isoformat(),
            "values": self.values.get(row.id, {}),
        }


async def load_timeline(db: Db, patient_id: UUID, session_ids: Collection[UUID], tasks: Sequence[str]) -> Timeline:
    """Read the timeline of some of a patient's visits, for the tasks that are enabled."""
    grounds = await visits.fingerprints_of_patient(db, patient_id)
    outlines = await result_outlines.newest_result_outlines(db, patient_id)
    current = {
        key: found.row for key, found in current_results(outlines, grounds).items() if key[0] in set(session_ids)
    }
    risk = await risk_states(db, patient_id, session_ids)
    return Timeline(
        tasks,
        grounds,
        await visits.visits_with_given_roles(db, patient_id),
        current,
        await result_outlines.held_metadata_ids(db, current.values()),
        await _values(db, current.values()),
        {each["session_id"]: {"state": each["state"], "stale": each["stale"]} for each in risk},
    )


async def _values(db: Db, rows: Collection[Generation]) -> dict[UUID, Json]:
    """Return the fields that are followed over time, of those results that are not kept from the reader."""
    fields = {task: generator_of_task(task).FOLLOWED for task in {row.task for row in rows}}
    wanted = [row.id for row in rows if fields[row.task] and row.state == "success"]
    return await result_outlines.result_values(db, wanted, sorted({name for each in fields.values() for name in each}))
