"""Outlines of a patient's results: what a list shows of each, without its texts."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import load_only

from app.store.database import Db
from app.store.models import Generation, GenerationMetadata

_OUTLINE = (
    *(Generation.session_id, Generation.task, Generation.number, Generation.state, Generation.reason),
    *(Generation.sources, Generation.past, Generation.prompt_version, Generation.created_at),
    *(Generation.engine, Generation.model, Generation.model_tier, Generation.generation_metadata_id),
    *(Generation.held, Generation.released_at),
)


async def newest_result_outlines(db: Db, patient_id: UUID) -> Sequence[Generation]:
    """Return, for each visit and task of a patient, the newest generation with a result and the newest without, with
    the columns of an outline alone.
    """
    newest = (
        select(Generation)
        .where(Generation.patient_id == patient_id)
        .ext(distinct_on(Generation.session_id, Generation.task, Generation.state))
        .order_by(Generation.session_id, Generation.task, Generation.state, Generation.number.desc())
    )
    return (await db.scalars(newest.options(load_only(*_OUTLINE, raiseload=True)))).all()


async def held_metadata_ids(db: Db, rows: Iterable[Generation]) -> set[UUID]:
    """Return the metadata rows of those results whose version is held."""
    wanted = {row.generation_metadata_id for row in rows if row.generation_metadata_id is not None}
    held = select(GenerationMetadata.id).where(GenerationMetadata.id.in_(wanted), GenerationMetadata.held)
    return set(await db.scalars(held.where(GenerationMetadata.released_at.is_(None)))) if wanted else set()


async def result_values(db: Db, generation_ids: Collection[UUID], fields: Sequence[str]) -> dict[UUID, dict[str, Any]]:
    """Return some top-level fields of some results; those that a result does not have are left out."""
    columns = [Generation.result[field].label(field) for field in fields]
    rows = await db.execute(select(Generation.id, *columns).where(Generation.id.in_(generation_ids)))
    return {row.id: {name: row._mapping[name] for name in fields if row._mapping[name] is not None} for row in rows}
