"""Text that a generator may write: without links, addresses, markup or control characters, and no excuse for itself."""

import re
from typing import Annotated

from pydantic import AfterValidator

from app.therapy.markup import CONTROL, LINK

_MARKUP = re.compile(
    rf"[<>{CONTROL}]|\]\(|```|\*\*|^\s*#{{1,6}}\s|{LINK}",
    re.IGNORECASE | re.MULTILINE,
)

_EXCUSE = re.compile(
    r"^\W*(?:I am|I['’]?m) (?:(?:very|so|truly) )?sorry\b[^.?!]{0,40}\b(?:can['’]?t|cannot|unable|not able)\b"
    r"|^\W*I (?:can['’]?t|cannot|am unable to|am not able to) (?:help (?:you|with)|assist|comply|provide|fulfil)"
    r"|\bas an AI(?: language)? model\b|\bas an AI,",
    re.IGNORECASE,
)
"""How a model declines. An apology is never content."""


def plain(text: str) -> str:
    """The text itself. Raises ValueError where it holds a link, an address, markup or a control character, declines to
    answer, or has no words."""
    if _MARKUP.search(text):
        raise ValueError("plain text only: no links, addresses, markup or control characters")
    if _EXCUSE.search(text):
        raise ValueError("an excuse is no answer; where there is too little to go on, answer null")
    if not text.strip():
        raise ValueError("no words")
    return text


Plain = Annotated[str, AfterValidator(plain)]
"""Text for a screen. Its limit is the field's max_length."""
