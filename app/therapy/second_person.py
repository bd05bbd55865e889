"""Detects whom a text addresses. English only."""

import re

DISTANT = ("the patient", "the client")
"""What nobody who is spoken to is called."""

_QUOTED = re.compile(r'“[^“”]*”|"[^"]*"')
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_DISTANT = re.compile(rf"\b(?:{'|'.join(DISTANT)}|this patient|this client)\b", re.IGNORECASE)


def without_quotations(text: str) -> str:
    """A text without what it quotes: that may speak of itself."""
    return _QUOTED.sub("", text)


def says_you(text: str) -> bool:
    """Whether a text addresses its reader."""
    return _YOU.search(text) is not None


def is_distant(text: str) -> bool:
    """Whether a text tells of a patient or client, as of somebody else."""
    return _DISTANT.search(text) is not None


def is_to_the_reader(text: str) -> bool:
    """Whether each paragraph says you, and none tells of a patient or client. What is quoted counts for neither."""
    paragraphs = [line for line in without_quotations(text).splitlines() if line.strip()]
    return all(map(says_you, paragraphs)) and not any(map(is_distant, paragraphs))
