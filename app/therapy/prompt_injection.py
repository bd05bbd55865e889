"""Lines of a transcript that give orders to whoever writes about it. What they say belongs in no answer; a quotation of
them may show that they were said. The words are English.
"""

import re

from app.therapy.transcript import Transcript
from app.therapy.wording import words

IN_A_ROW = 5
"""Words in a row that nobody writes by chance."""

_ORDER = re.compile(
    r"\b(?:in|to|of|from|into|with) your (?:answer|reply|response|output)s?\b"
    r"|\b(?:ignore|disregard|forget|override)\b[^.?!]{0,30}\b(?:instructions?|rules?|prompts?|guidelines?"
    r"|(?:all|the) above)\b"
    r"|^\W*(?:system|assistant|developer)\s*:"
    r"|(?:^|[.?!:;,]\s*|\b(?:please|must|should|now|then|and)\s+)(?:write|reply|answer|respond|output|return|print)\b"
    r"[^.?!]{0,12}\b(?:only|exactly|nothing but|verbatim|the following|this (?:text|line|link|word))\b",
    re.IGNORECASE | re.MULTILINE,
)

_MAYBE = re.compile(
    "answer|reply|respon|output|ignore|disregard|forget|override|system|assistant|developer|write|return|print"
)
"""What stands in every order, in small letters. Looked for first, since that takes an eighth of the time."""


class InjectionScan:
    """The instructions to a reader that one transcript contains."""

    def __init__(self, transcript: Transcript) -> None:
        given = [_forms(segment.text) for segment in transcript.speech.segments if _gives_an_order(segment.text)]
        self._rows = {row for forms in given for row in _rows(forms)}

    def is_repeated_in(self, text: str) -> bool:
        """Return whether a text repeats five consecutive words of one of them."""
        return bool(self._rows) and not self._rows.isdisjoint(_rows(_forms(text)))


def _gives_an_order(text: str) -> bool:
    return _MAYBE.search(text.casefold()) is not None and _ORDER.search(text) is not None


def _forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


def _rows(forms: list[str]) -> set[tuple[str, ...]]:
    return {tuple(forms[place : place + IN_A_ROW]) for place in range(len(forms) - IN_A_ROW + 1)}
