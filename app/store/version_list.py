"""The list of what is written for patients: versions of documents, and letters. One query a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, text

from app.store.database import Db
from app.store.list_fragments import HELD_ROWS, IS_SUPERSEDED, ListedTasks, screen_state
from app.store.versions import Document, known_documents


@dataclass(frozen=True, slots=True)
class VersionFilter:
    """Which versions are listed: those of some tasks and, unless it is None, of a patient, held or not, superseded or
    not.
    """

    tasks: ListedTasks
    patient_id: UUID | None = None
    held: bool | None = None
    superseded: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version or letter of the list. `version_number` is None for a letter. `superseded`: the same visit has a newer
    one. `screened` is the state of the visit's screen, None without one.
    """

    number: int
    task: str
    patient_id: UUID
    session_id: UUID
    session_date: datetime
    version_number: int | None
    model_tier: str
    created_at: datetime
    held: bool
    released_at: datetime | None
    superseded: bool
    screened: str | None


async def list_versions(db: Db, wanted: VersionFilter, after: int | None, limit: int) -> list[ListedVersion]:
    """Return a page of versions and letters, newest first, below the `number` of the one before. A letter that a newer
    one has replaced is gone for good, and not listed.
    """
    values: dict[str, Any] = {**wanted.tasks.values, "limit": limit}
    chosen = {"patient": wanted.patient_id, "after": after}
    values |= {name: value for name, value in chosen.items() if value is not None}
    return [ListedVersion(*row) for row in await db.execute(text(_query(wanted, after)), values)]


def _query(wanted: VersionFilter, after: int | None) -> str:
    conditions = [
        "made.task = ANY(:tasks) AND made.state = 'success'",
        f"(card.id IS NOT NULL OR NOT {IS_SUPERSEDED})",
        "" if after is None else "made.number < :after",
        "" if wanted.patient_id is None else "made.patient_id = :patient",
        {None: "", True: f"made.id IN ({HELD_ROWS})", False: f"NOT {_IS_HELD}"}[wanted.held],
        {None: "", True: IS_SUPERSEDED, False: f"NOT {IS_SUPERSEDED}"}[wanted.superseded],
    ]
    return f"""
        WITH page AS (
            SELECT made.number, made.task, made.patient_id, made.session_id, made.generation_metadata_id,
                made.model_tier, made.created_at, {_IS_HELD} AS held,
                coalesce(card.released_at, made.released_at) AS released_at, {IS_SUPERSEDED} AS superseded
            FROM generations AS made LEFT JOIN generation_metadata AS card ON card.id = made.generation_metadata_id
            WHERE {" AND ".join(filter(None, conditions))}
            ORDER BY made.number DESC LIMIT :limit
        )
        SELECT page.number, page.task, page.patient_id, page.session_id, visit.session_date, {_number()},
            page.model_tier, page.created_at, page.held, page.released_at, page.superseded,
            {screen_state("page.session_id")}
        FROM page JOIN therapy_sessions AS visit ON visit.id = page.session_id
        ORDER BY page.number DESC
    """


_IS_HELD = "(coalesce(card.held, made.held) AND coalesce(card.released_at, made.released_at) IS NULL)"


def _number() -> str:
    """Return the SQL of a version's number, from the tables of all documents."""
    return f"coalesce({', '.join(_number_in(document) for document in known_documents())})"


def _number_in(document: Document) -> str:
    version: Any = document.version
    column = inspect(version).columns["version_number"].name
    return f"""(
        SELECT version.{column} FROM {version.__tablename__} AS version
        JOIN generation_metadata AS card ON card.{document.metadata_key} = version.id
        WHERE card.id = page.generation_metadata_id
    )"""
