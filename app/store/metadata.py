"""The metadata rows of versions: reading and editing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import ColumnProperty

from app.errors import NotFound
from app.store.database import Db
from app.store.models import GenerationMetadata


def metadata_columns() -> Sequence[ColumnProperty[Any]]:
    """The columns of a metadata row, in order."""
    return list(inspect(GenerationMetadata).column_attrs)


async def find(db: Db, metadata_id: UUID) -> GenerationMetadata:
    """Raises NotFound."""
    return _found(await db.get(GenerationMetadata, metadata_id))


async def find_locked(db: Db, metadata_id: UUID) -> GenerationMetadata:
    """The same, locked until the transaction ends. Raises NotFound."""
    return _found(await db.get(GenerationMetadata, metadata_id, with_for_update=True))


async def edit(db: Db, row: GenerationMetadata, changes: dict[str, Any]) -> GenerationMetadata:
    """Set columns of a row; it is returned as the database stores it."""
    for name, value in changes.items():
        setattr(row, name, value)
    await db.flush()
    await db.refresh(row)
    return row


def _found(row: GenerationMetadata | None) -> GenerationMetadata:
    if row is None:
        raise NotFound("No such metadata.")
    return row
