"""The metadata row of a version: reading it, and editing it without losing what somebody else wrote."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from app.api.dependencies import ContextOf
from app.api.merge_patch import apply_merge_patch
from app.api.problems import failure_responses
from app.api.storable import DATABASE_INTEGER, Moment, Storable, StorableObject
from app.api.strict_route import strict_router
from app.errors import InvalidRequest, PreconditionFailed, TooLarge
from app.llm.prices import decimal_string
from app.store import metadata
from app.store.models import GenerationMetadata

router = strict_router("documents")

MAX_BYTES = 256 * 1024
"""Limit of `metadata_json` after an edit: edits that only add would let it grow without bound."""

IfMatch = Annotated[
    list[str] | None, Header(alias="If-Match", description="Edit only the row that has this ETag; another: 412.")
]


class MetadataEdit(BaseModel):
    """What may be edited of a version's metadata, as a JSON Merge Patch (RFC 7396): keys that are absent stay as they
    are, inside `metadata_json` too, and null removes."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())
    sessions_analyzed: int | None = Field(default=None, ge=0, le=DATABASE_INTEGER, strict=True)
    total_sessions: int | None = Field(default=None, ge=0, le=DATABASE_INTEGER, strict=True)
    model_used: Storable | None = Field(default=None, max_length=50)
    generation_timestamp: Moment | None = None
    compaction_strategy: str | None = Field(default=None, pattern="^(full|progressive|hierarchical)$")
    metadata_json: StorableObject | None = None


@router.get("/generation-metadata/{metadata_id}")
async def read_metadata(metadata_id: UUID, context: ContextOf, response: Response) -> dict[str, Any]:
    """The metadata row of one version, with its ETag."""
    async with context.database.snapshot() as db:
        return _body_with_etag(await metadata.find(db, metadata_id), response)


@router.patch("/generation-metadata/{metadata_id}", responses=failure_responses(PreconditionFailed, TooLarge))
async def edit_metadata(
    metadata_id: UUID, edit: MetadataEdit, context: ContextOf, response: Response, if_match: IfMatch = None
) -> dict[str, Any]:
    """Edit a version's metadata; the cards show it at once. A version key cannot be edited."""
    changes = edit.model_dump(exclude_unset=True)
    if not changes:
        raise InvalidRequest(f"Name at least one of: {', '.join(MetadataEdit.model_fields)}.")
    async with context.database.transaction() as db:
        row = await metadata.find_locked(db, metadata_id)
        _check_unchanged(row, if_match)
        if "metadata_json" in changes:
            changes["metadata_json"] = _patched(row.metadata_json, changes["metadata_json"])
        return _body_with_etag(await metadata.edit(db, row, changes), response)


def _patched(stored: Any, patch: dict[str, Any] | None) -> Any:
    result = apply_merge_patch(stored, patch)
    if len(to_json(result)) > MAX_BYTES:
        raise TooLarge(f"metadata_json has at most {MAX_BYTES} bytes, with what is there already.")
    return result


def _check_unchanged(row: GenerationMetadata, if_match: Sequence[str] | None) -> None:
    """Raises PreconditionFailed unless If-Match is absent, `*`, or names the row as it is. A weak tag names none."""
    if if_match is None:
        return
    named = {tag.strip() for line in if_match for tag in line.split(",")}
    if not named & {_etag(row), "*"}:
        raise PreconditionFailed("The row has changed. Read it again, and send its new ETag in If-Match.")


def _body_with_etag(row: GenerationMetadata, response: Response) -> dict[str, Any]:
    response.headers["ETag"] = _etag(row)
    return _plain_row(row)


def _etag(row: GenerationMetadata) -> str:
    """A digest of the row's body, quoted as in the header."""
    return f'"{hashlib.sha256(to_json(_plain_row(row))).hexdigest()[:32]}"'


def _plain_row(row: GenerationMetadata) -> dict[str, Any]:
    return {column.key: _plain(getattr(row, column.key)) for column in metadata.metadata_columns()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return decimal_string(value)
    return value.isoformat() if isinstance(value, datetime) else value
