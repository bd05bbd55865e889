"""The list of all patients, each with what a clinician looks for first. One query a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from app.store.database import Db
from app.store.list_fragments import HELD_ROWS, IS_SUPERSEDED, ListedTasks, screen_state

PatientOrder = Literal["created", "held"]
Place = tuple[int, datetime, UUID]
"""Where a page begins: the held count, the time and the id of the patient before it."""

_LISTED = "coalesce(patient.created_at, '1970-01-01 00:00:00+00'::timestamptz)"
_KEYS: dict[PatientOrder, tuple[str, ...]] = {
    "created": (_LISTED, "patient.id"),
    "held": ("coalesce(waiting.held, 0)", _LISTED, "patient.id"),
}
_BEFORE: dict[PatientOrder, str] = {
    "created": "(CAST(:time AS timestamptz), CAST(:id AS uuid))",
    "held": "(CAST(:held AS bigint), CAST(:time AS timestamptz), CAST(:id AS uuid))",
}


@dataclass(frozen=True, slots=True)
class ListedPatient:
    """A patient of the list. `held` counts held versions and letters that nothing newer has replaced. `risk_state` is
    that of the newest visit that was screened, `risk_session_id`. `listed_at` is the time by which they are sorted.
    """

    id: UUID
    created_at: datetime | None
    listed_at: datetime
    sessions: int
    newest_session_date: datetime | None
    held: int
    risk_state: str | None
    risk_session_id: UUID | None
    runs_under_way: Sequence[UUID]


async def list_patients(
    db: Db, tasks: ListedTasks, order: PatientOrder, after: Place | None, limit: int
) -> list[ListedPatient]:
    """Return a page of patients: newest first, or those with most to release first."""
    values: dict[str, Any] = {**tasks.values, "limit": limit}
    if after is not None:
        values |= {"time": after[1], "id": after[2]} | ({"held": after[0]} if order == "held" else {})
    rows = await db.execute(text(_query(order, begins=after is None)), values)
    return [ListedPatient(*row) for row in rows]


def _query(order: PatientOrder, *, begins: bool) -> str:
    """Return the query. Only the patients of the page are looked at closely."""
    after = "" if begins else f"AND ({', '.join(_KEYS[order])}) < {_BEFORE[order]}"
    descending = ", ".join(f"{key} DESC" for key in _KEYS[order])
    return f"""
        WITH waiting AS (
            SELECT made.patient_id, count(*) AS held FROM generations AS made
            WHERE made.id IN ({HELD_ROWS}) AND NOT {IS_SUPERSEDED}
            GROUP BY made.patient_id
        ), page AS (
            SELECT patient.id, patient.created_at, {_LISTED} AS listed_at, coalesce(waiting.held, 0) AS held
            FROM patients AS patient LEFT JOIN waiting ON waiting.patient_id = patient.id
            WHERE patient.erased_at IS NULL {after}
            ORDER BY {descending} LIMIT :limit
        )
        SELECT page.id, page.created_at, page.listed_at, visits.sessions, visits.newest, page.held,
            screened.state, screened.session_id, active.runs
        FROM page
        CROSS JOIN LATERAL (
            SELECT count(*) AS sessions, max(visit.session_date) AS newest FROM therapy_sessions AS visit
            WHERE visit.patient_id = page.id AND visit.erased_at IS NULL
        ) AS visits
        LEFT JOIN LATERAL (
            SELECT visit.id AS session_id, {screen_state("visit.id")} AS state FROM therapy_sessions AS visit
            WHERE visit.patient_id = page.id AND visit.erased_at IS NULL AND EXISTS (
                SELECT FROM generations AS made WHERE made.session_id = visit.id AND made.task = :screen
            )
            ORDER BY visit.session_date DESC, visit.id DESC LIMIT 1
        ) AS screened ON true
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(run.id ORDER BY run.created_at), '{{}}') AS runs FROM runs AS run
            WHERE run.patient_id = page.id AND run.status IN ('queued', 'running')
        ) AS active
        ORDER BY {"page.held DESC, " if order == "held" else ""}page.listed_at DESC, page.id DESC
    """
