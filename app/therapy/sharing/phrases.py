"""Lists of phrases as one pattern."""

import re
from collections.abc import Iterable


class Phrases:
    """Regular expressions in small letters, each found as whole words in any case; "n't" is a word too."""

    def __init__(self, phrases: Iterable[str]) -> None:
        # Small letters on both sides, since ignoring case would cost five times as much.
        self._pattern = re.compile(rf"(?:(?<!\w)|(?=n't))(?:{'|'.join(phrases)})(?!\w)")

    def stand_in(self, text: str) -> bool:
        """Whether one of them does."""
        return self._pattern.search(text.lower()) is not None
