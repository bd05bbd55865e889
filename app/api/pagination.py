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
    """Return a page of at most `limit` items from a list that has one more. `places` gives the sort
    key of each item.
    """
    more = len(items) > limit
    return {"items": list(items[:limit]), "next": _written(places[limit - 1]) if more else None}


def parse_cursor(cursor: str | None, length: int) -> list[Any] | None:
    """Return the sort key at which a page begins, with one value for each column of the order. Raises InvalidRequest
    for a cursor that this service did not issue.
    """
    if cursor is None:
        return None
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list) or len(read) != length:
        raise invalid_cursor_error()
    return read


def parse_place_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the time and id after which a page begins, in a list that is sorted by both. Raises InvalidRequest for a
    cursor that this service did not issue.
    """
    begin = parse_cursor(cursor, 2)
    return None if begin is None else parse_place(begin)


def parse_place(values: Sequence[Any]) -> tuple[datetime, UUID]:
    """Return the time and the id of a cursor. Raises InvalidRequest for values that this service did not issue."""
    try:
        time, key = datetime.fromisoformat(str(values[0])), UUID(str(values[1]))
        return time.astimezone(UTC), key
    except (ValueError, OverflowError):
        raise invalid_cursor_error() from None


def invalid_cursor_error() -> InvalidRequest:
    """Return the error for a cursor that this service did not issue."""
    return InvalidRequest("cursor is the `next` of a page before, as it came.")


def _written(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
