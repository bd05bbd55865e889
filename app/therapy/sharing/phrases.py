"""Lists of phrases as one pattern."""

import re
from collections.abc import Iterable


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds each of the `phrases`, which are regular expressions, as whole words in any case; "n't" is a word too."""
    return re.compile(rf"(?:(?<!\w)|(?=n't))(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
