"""What is withheld of a text whatever visit it is about: crises, diagnoses, interpretations, jargon."""

from app.therapy.sharing.crisis import speaks_of_crisis
from app.therapy.sharing.diagnoses import names_a_diagnosis
from app.therapy.sharing.interpretations import interprets
from app.therapy.sharing.jargon import is_jargon
from app.therapy.sharing.unmasking import is_starred, unmasked

CRISIS = "withheld_crisis"
DIAGNOSIS = "withheld_diagnosis"
INTERPRETATION = "withheld_interpretation"
JARGON = "withheld_jargon"


def reason_within(text: str) -> str | None:
    """One of the four reasons, the weightiest first; None where none holds."""
    read = unmasked(text)
    if speaks_of_crisis(read) or is_starred(read):
        return CRISIS
    # Digits that stand for letters make up words, and codes are made of digits.
    if names_a_diagnosis(text) or names_a_diagnosis(read):
        return DIAGNOSIS
    if interprets(read):
        return INTERPRETATION
    return JARGON if is_jargon(read) else None
