"""Cursor pagination of lists."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request

from app.errors import InvalidRequest, NotFound

MAX_ITEMS = 200

Limit = Annotated[int, Query(ge=1, le=MAX_ITEMS, description="Items of a page.")]
Cursor = Annotated[str | None, Query(description="The `next` of the page before.")]


async def _version_number(request: Request, number: int) -> int:
    if request.path_params["number"] != str(number):
        raise NotFound("No such version.")
    return number


VersionNumber = Annotated[int, Depends(_version_number)]
"""The `{number}` of a path. Another spelling of it (+1, 1.0, 01) is not found; what is no number is refused."""


def paginate(items: Sequence[dict[str, Any]], limit: int, places: Sequence[list[Any]]) -> dict[str, Any]:
    """A page of at most `limit` items out of one more; `places` says for each where it stands in the order."""
    more = len(items) > limit
    return {"items": list(items[:limit]), "next": _written(places[limit - 1]) if more else None}


def parse_cursor(cursor: str | None, length: int) -> list[Any] | None:
    """Where a page begins: as many values as the order has. Raises InvalidRequest for a cursor not made here."""
    if cursor is None:
        return None
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list) or len(read) != length:
        raise not_made_here()
    return read


def after_visit(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The visit after which a page of visits begins. Raises as `place`."""
    begin = parse_cursor(cursor, 2)
    if begin is None:
        return None
    try:
        date, session = datetime.fromisoformat(str(begin[0])), UUID(str(begin[1]))
        return date.astimezone(UTC), session
    except (ValueError, OverflowError):
        raise not_made_here() from None


def not_made_here() -> InvalidRequest:
    """The error for a cursor that this service did not make."""
    return InvalidRequest("cursor is the `next` of a page before, as it came.")


def _written(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
