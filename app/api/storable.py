"""Validates that values can be stored: JSON allows more than PostgreSQL does."""

import math
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

MAX_DEPTH = 32
"""Levels of nesting. The database's JSON parser fails at 200, Python's serialiser at about 1,000."""
DATABASE_INTEGER = 2**31 - 1
"""The greatest number of a column of integers."""
YEARS = range(1900, 2201)


def reject_unstorable_text(text: str) -> str:
    """Return the text unchanged. Raises ValueError for NUL characters and unpaired surrogates."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a surrogate pair") from None
    return text


def reject_unstorable_json(value: Any, depth: int = 0) -> Any:
    """Return the value unchanged. Raises ValueError if a text in it cannot be stored, a number is not finite or has
    more digits than a float, or the nesting is too deep.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, str):
        reject_unstorable_text(value)
    elif isinstance(value, dict):
        for name, child in value.items():
            reject_unstorable_text(name)
            reject_unstorable_json(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            reject_unstorable_json(child, depth + 1)
    elif isinstance(value, int | float) and not _finite(value):
        raise ValueError("holds a number that is not finite")
    return value


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _written(moment: Any) -> Any:
    """Reject a bare number, which pydantic would read as seconds since 1970."""
    if not isinstance(moment, str) or not any(sign in moment for sign in "-:"):
        raise ValueError("an ISO 8601 date and time is expected")
    return moment


def _in_our_time(moment: datetime) -> datetime:
    """Convert a time to UTC. A time without an offset is taken as UTC."""
    if moment.year not in YEARS:
        raise ValueError(f"a year from {YEARS[0]} to {YEARS[-1]} is expected")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Storable = Annotated[str, AfterValidator(reject_unstorable_text)]
"""Text that can be stored."""
StorableObject = Annotated[dict[str, Any], AfterValidator(reject_unstorable_json)]
"""A JSON object that can be stored."""
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_our_time)]
"""A date and time that can be stored."""
