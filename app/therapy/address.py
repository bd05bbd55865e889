"""Whether a text speaks to its reader. The words are English."""

import re

DISTANT = ("the patient", "the client", "this patient", "this client")
"""What nobody who is spoken to is called."""

_QUOTED = re.compile(r'“[^“”]*”|"[^"]*"')
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_DISTANT = re.compile(rf"\b(?:{'|'.join(DISTANT)})\b", re.IGNORECASE)


def is_to_the_reader(text: str) -> bool:
    """Whether each paragraph says you, and none tells of a patient or client. What is quoted counts for neither."""
    paragraphs = [line for line in _QUOTED.sub("", text).splitlines() if line.strip()]
    return not _DISTANT.search(" ".join(paragraphs)) and all(map(_YOU.search, paragraphs))
