"""The versions of progress notes: numbered within their visit, never replaced."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from app.errors import NotFound
from app.store.database import Db
from app.store.models import Generation, ProgressNote, ProgressNoteVersion

Row = tuple[ProgressNoteVersion, Generation]
"""A version, and the result that it files."""


async def add(db: Db, generation: Generation, form: str, note: dict[str, Any], evidence: Any) -> ProgressNoteVersion:
    """File a result in a format as the visit's next version, or what it was filed as before. Raises NotFound when the
    result was erased meanwhile."""
    try:
        await _hold(db, generation.session_id)
        known = await version_of_generation(db, generation.id, form)
        return known or await _add(db, generation, {"format": form, "note": note, "evidence": evidence})
    except IntegrityError:
        raise NotFound("The session was erased meanwhile.") from None


async def version_of_generation(db: Db, generation_id: UUID, form: str | None = None) -> ProgressNoteVersion | None:
    """The version that a result was filed as last, or in a format."""
    query = select(ProgressNoteVersion).where(ProgressNoteVersion.generation_id == generation_id)
    if form is not None:
        query = query.where(ProgressNoteVersion.format == form)
    found: ProgressNoteVersion | None = await db.scalar(_newest_first(query).limit(1))
    return found


async def current_version(db: Db, session_id: UUID) -> Row | None:
    """The version that was filed last."""
    return next(iter(await list_versions(db, session_id, None, 1)), None)


async def find_version(db: Db, session_id: UUID, number: int) -> Row | None:
    """The version of that number."""
    found = (await db.execute(_rows(session_id).where(ProgressNoteVersion.version_number == number))).first()
    return found and (found[0], found[1])


async def list_versions(db: Db, session_id: UUID, before: int | None, limit: int) -> Sequence[Row]:
    """A visit's versions, newest first, below a number."""
    query = _rows(session_id)
    if before is not None:
        query = query.where(ProgressNoteVersion.version_number < before)
    return [(version, made) for version, made in await db.execute(_newest_first(query).limit(limit))]


async def _hold(db: Db, session_id: UUID) -> None:
    """Lock the visit's row against concurrent filing."""
    row = insert(ProgressNote).values(session_id=session_id)
    same = {"versions_made": ProgressNote.versions_made}
    await db.execute(row.on_conflict_do_update(index_elements=[ProgressNote.session_id], set_=same))


async def _add(db: Db, generation: Generation, values: dict[str, Any]) -> ProgressNoteVersion:
    one_more = update(ProgressNote).where(ProgressNote.session_id == generation.session_id)
    counted = one_more.values(versions_made=ProgressNote.versions_made + 1).returning(ProgressNote.versions_made)
    number = (await db.execute(counted, execution_options={"synchronize_session": False})).scalar_one()
    owner = {"patient_id": generation.patient_id, "session_id": generation.session_id, "generation_id": generation.id}
    version = ProgressNoteVersion(**owner, **values, version_number=number)
    db.add(version)
    await db.flush()
    return version


def _rows(session_id: UUID) -> Any:
    joined = select(ProgressNoteVersion, Generation).join(
        Generation, Generation.id == ProgressNoteVersion.generation_id
    )
    return joined.where(ProgressNoteVersion.session_id == session_id)


def _newest_first(query: Any) -> Any:
    return query.order_by(ProgressNoteVersion.version_number.desc())
