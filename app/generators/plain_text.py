"""Text that a generator may write: without links, markup or control characters."""

import re
from typing import Annotated

from pydantic import AfterValidator

_MARKUP = re.compile(
    r"[<>]|https?:|www\.|\]\(|```|\*\*|^\s*#{1,6}\s|[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]",
    re.IGNORECASE | re.MULTILINE,
)


def without_markup(text: str) -> str:
    """The text itself. Raises ValueError where it holds a link, markup or a control character, or no words."""
    if _MARKUP.search(text):
        raise ValueError("plain text only: no links, markup or control characters")
    if not text.strip():
        raise ValueError("no words")
    return text


Plain = Annotated[str, AfterValidator(without_markup)]
"""Text for a screen. Its limit is the field's max_length."""
