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


def check_storable(text: str) -> str:
    """The text itself. Raises ValueError for NUL characters and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a surrogate pair") from None
    return text


def storable_json(value: Any, depth: int = 0) -> Any:
    """The value itself. Raises ValueError where a text in it is not storable, a number is not finite or has more
    digits than a float, or it is nested too deeply."""
    if depth > MAX_DEPTH:
        raise ValueError(f"is nested more than {MAX_DEPTH} levels deep")
    if isinstance(value, str):
        check_storable(value)
    elif isinstance(value, dict):
        for name, child in value.items():
            check_storable(name)
            storable_json(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            storable_json(child, depth + 1)
    elif isinstance(value, int | float) and not _finite(value):
        raise ValueError("holds a number that is not finite")
    return value


def _finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def _written(moment: Any) -> Any:
    """A bare number would be taken for seconds since 1970."""
    if not isinstance(moment, str) or not any(sign in moment for sign in "-:"):
        raise ValueError("an ISO 8601 date and time is expected")
    return moment


def _in_our_time(moment: datetime) -> datetime:
    """In UTC, which is also taken for what names no offset."""
    if moment.year not in YEARS:
        raise ValueError(f"a year from {YEARS[0]} to {YEARS[-1]} is expected")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Storable = Annotated[str, AfterValidator(check_storable)]
"""Text that can be stored."""
StorableObject = Annotated[dict[str, Any], AfterValidator(storable_json)]
"""A JSON object that can be stored."""
Moment = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_our_time)]
"""A date and time that can be stored."""
