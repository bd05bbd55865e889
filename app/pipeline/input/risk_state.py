"""The risk state of a patient's visits, read from their risk screens."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.pipeline.graph import SCREEN, generator
from app.pipeline.input.current_results import counting_results
from app.pipeline.input.staleness import is_stale
from app.store import generations, runs, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.risk import INDETERMINATE

Json = dict[str, Any]
Grounds = Mapping[UUID, visits.Ground]
UNSCREENED: Json = {
    "state": None,
    "findings": [],
    "evidence": [],
    "reason": None,
    "stale": False,
    "read_by": None,
    "generation_id": None,
}
OFFLINE = "offline"
RULES, MODEL = "rules", "model"
"""Who has read a visit: plain code alone, or a model too."""


UNDETAILED: Json = {"when": None, "details": None}
"""What a finding of the rules, or of a screen made before there were details, does not say."""
OPEN: Json = {"state": INDETERMINATE, "findings": []}
"""Of a visit that was not read."""


def is_makeshift(row: Generation) -> bool:
    """Whether the model had failed, so that a screen says only what plain code can."""
    return not row.prompt_version


async def screen_of(db: Db, session_id: UUID, grounds: Grounds) -> Generation | None:
    """The screen of a visit that counts."""
    newest = await generations.newest_of_task(db, session_id, SCREEN)
    return newest and await that_holds(db, newest, grounds)


async def that_holds(db: Db, newest: Generation, grounds: Grounds) -> Generation:
    """A visit's newest screen, or the one before it, where that was made by a model and still holds, and this was
    not."""
    if not is_makeshift(newest):
        return newest
    made = {"prompt_version": generator(SCREEN).declared.prompt_version}
    before = await generations.made_alike(db, newest.session_id, SCREEN, made, {})
    return newest if before is None or is_stale(before, grounds) else before


async def screens_of_patient(db: Db, patient_id: UUID) -> dict[UUID, Json]:
    """For each of a patient's visits what its newest screen says; a state of None where none was ever to be made. One
    that a run was to make and did not leaves it open."""
    grounds = await visits.grounds(db, patient_id)
    rows = counting_results(await generations.newest_of_patient(db, patient_id, [SCREEN]), grounds)
    given_up = await runs.given_up(db, patient_id, SCREEN)
    found = {session: _unscreened(given_up.get(session)) for session in grounds}
    for (session, _), newest in rows.items():
        row = await that_holds(db, newest, grounds)
        result = row.result or OPEN
        found[session] = {
            **result,
            "findings": [{**UNDETAILED, **finding} for finding in result["findings"]],
            "evidence": row.evidence,
            "reason": row.reason,
            "stale": is_stale(row, grounds),
            "read_by": _reader(row),
            "generation_id": str(row.id),
        }
    return found


def _reader(row: Generation) -> str:
    return RULES if is_makeshift(row) or row.model is None or row.engine == OFFLINE else MODEL


def _unscreened(reason: str | None) -> Json:
    return UNSCREENED if reason is None else {**UNSCREENED, **OPEN, "reason": reason}


async def risk_states(db: Db, patient_id: UUID, sessions: Iterable[UUID]) -> list[Json]:
    """For each of some visits the state of its newest screen, or None, and whether it is stale."""
    found = await screens_of_patient(db, patient_id)
    chosen = {session: found.get(session, UNSCREENED) for session in sessions}
    return [
        {"session_id": str(session), "state": each["state"], "stale": each["stale"]} for session, each in chosen.items()
    ]
