"""What the risk screens of a patient's visits say."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.pipeline.graph import SCREEN
from app.pipeline.staleness import is_stale
from app.store import generations, visits
from app.store.database import Db

Json = dict[str, Any]
UNSCREENED: Json = {
    "state": None,
    "findings": [],
    "evidence": [],
    "reason": None,
    "stale": False,
    "generation_id": None,
}


async def screens(db: Db, patient_id: UUID) -> dict[UUID, Json]:
    """For each of a patient's visits what its newest screen says; a state of None where there is none."""
    grounds = await visits.grounds(db, patient_id)
    rows = await generations.newest_of_patient(db, patient_id, [SCREEN])
    told = dict.fromkeys(grounds, UNSCREENED)
    for (session, _), row in rows.items():
        result = row.result or {"state": None, "findings": []}
        told[session] = {
            **result,
            "evidence": row.evidence,
            "reason": row.reason,
            "stale": is_stale(row, grounds),
            "generation_id": str(row.id),
        }
    return told


async def states(db: Db, patient_id: UUID, sessions: Iterable[UUID]) -> list[Json]:
    """For each of some visits the state of its newest screen, or None."""
    rows = await generations.newest_of_patient(db, patient_id, [SCREEN])
    found = {session: (row.result or {}).get("state") for (session, _), row in rows.items()}
    return [{"session_id": str(session), "state": found.get(session)} for session in sessions]
