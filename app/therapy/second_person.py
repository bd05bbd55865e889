"""Detects whom a text addresses. English only."""

import re

DISTANT = ("the patient", "the client")
"""What nobody who is spoken to is called."""

_QUOTED = re.compile(r'“[^“”]*”|"[^"]*"')
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_DISTANT = re.compile(rf"\b(?:{'|'.join(DISTANT)}|this patient|this client)\b", re.IGNORECASE)


def remove_quotations(text: str) -> str:
    """Return a text without its quotations, which may be in the first person."""
    return _QUOTED.sub("", text)


def addresses_reader(text: str) -> bool:
    """Return whether a text addresses its reader."""
    return _YOU.search(text) is not None


def speaks_of_a_patient(text: str) -> bool:
    """Return whether a text speaks of a patient or client as of another person."""
    return _DISTANT.search(text) is not None


def is_to_the_reader(text: str) -> bool:
    """Return whether each paragraph says "you" and none speaks of a patient or client. Quotations are ignored."""
    paragraphs = [line for line in remove_quotations(text).splitlines() if line.strip()]
    return all(map(addresses_reader, paragraphs)) and not any(map(speaks_of_a_patient, paragraphs))
