"""The risk states of a patient's visits, from their risk screens."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.pipeline.graph import SCREEN, generator_of_task
from app.pipeline.input.current_results import current_successful_results
from app.pipeline.input.staleness import is_stale
from app.store import generations, runs, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.risk import INDETERMINATE

Json = dict[str, Any]
Grounds = Mapping[UUID, visits.VisitFingerprints]
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


def is_from_rules_alone(row: Generation) -> bool:
    """Return whether the model had failed, so that the screen holds only the findings of the rules."""
    return not row.prompt_version


async def current_screen(db: Db, session_id: UUID, grounds: Grounds) -> Generation | None:
    """Return the current screen of a visit, or None."""
    newest = await generations.newest_generation_of_task(db, session_id, SCREEN)
    return newest and await choose_valid_screen(db, newest, grounds)


async def choose_valid_screen(db: Db, newest: Generation, grounds: Grounds) -> Generation:
    """Return a visit's newest screen, or the one before it if only that one was made by a model and it
    is still valid.
    """
    if not is_from_rules_alone(newest):
        return newest
    made = {"prompt_version": generator_of_task(SCREEN).declared.prompt_version}
    before = await generations.find_generation_by_properties(db, newest.session_id, SCREEN, made, {})
    return newest if before is None or is_stale(before, grounds) else before


async def latest_screens_of_patient(db: Db, patient_id: UUID) -> dict[UUID, Json]:
    """Return what the newest screen of each of a patient's visits says. The state is None if no screen was ever
    planned; if a run should have made one and did not, the state is open.
    """
    grounds = await visits.fingerprints_of_patient(db, patient_id)
    rows = current_successful_results(
        await generations.newest_generations_of_patient(db, patient_id, [SCREEN]), grounds
    )
    given_up = await runs.visits_without_result(db, patient_id, SCREEN)
    found = {session: _unscreened(given_up.get(session)) for session in grounds}
    for (session, _), newest in rows.items():
        row = await choose_valid_screen(db, newest, grounds)
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
    return RULES if is_from_rules_alone(row) or row.model is None or row.engine == OFFLINE else MODEL


def _unscreened(reason: str | None) -> Json:
    return UNSCREENED if reason is None else {**UNSCREENED, **OPEN, "reason": reason}


async def risk_states(db: Db, patient_id: UUID, sessions: Iterable[UUID]) -> list[Json]:
    """Return, for each visit, the state of its newest screen, or None, and whether the screen is stale."""
    found = await latest_screens_of_patient(db, patient_id)
    chosen = {session: found.get(session, UNSCREENED) for session in sessions}
    return [
        {"session_id": str(session), "state": each["state"], "stale": each["stale"]} for session, each in chosen.items()
    ]
