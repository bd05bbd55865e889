"""What PostgreSQL can keep of what callers send: JSON allows more than it does."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator


def storable(text: str) -> str:
    """The text itself. Raises ValueError for NUL characters and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a surrogate pair") from None
    return text


def storable_json(value: Any) -> Any:
    """The value itself. Raises ValueError where any text in it is not storable, or a number is not finite."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        raise ValueError("holds a number that is not finite, or is nested too deeply") from None
    if "\\u0000" in written:
        raise ValueError("holds a NUL character")
    storable(written)
    return value


Storable = Annotated[str, AfterValidator(storable)]
"""Text that can be stored."""
StorableObject = Annotated[dict[str, Any], AfterValidator(storable_json)]
"""A JSON object that can be stored."""
