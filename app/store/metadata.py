"""The metadata rows of versions: reading and editing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import ColumnProperty

from app.errors import NotFound
from app.store.database import Db
from app.store.models import GenerationMetadata


def columns() -> Sequence[ColumnProperty[Any]]:
    """The columns of a metadata row, in order."""
    return list(inspect(GenerationMetadata).column_attrs)


async def find(db: Db, metadata_id: UUID) -> GenerationMetadata:
    """Raises NotFound."""
    row = await db.get(GenerationMetadata, metadata_id)
    if row is None:
        raise NotFound("No such metadata.")
    return row


async def edit(db: Db, metadata_id: UUID, changes: dict[str, Any]) -> GenerationMetadata:
    """Set columns of a row. Raises NotFound."""
    row = await find(db, metadata_id)
    for name, value in changes.items():
        setattr(row, name, value)
    await db.flush()
    return row
