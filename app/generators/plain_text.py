"""Text that a generator may write: without links, markup or control characters."""

import re
from typing import Annotated

from pydantic import AfterValidator

_MARKUP = re.compile(
    r"[<>]|https?:|://|\b(?:mailto|javascript|data|tel):\S|www\.|\]\(|```|\*\*|^\s*#{1,6}\s"
    r"|[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
    r"|[\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]",  # unseen, they turn what is seen around
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
