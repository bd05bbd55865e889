"""What is withheld of a text whatever visit it is about, from crises to jargon."""

from app.therapy.sharing.audience import Reason
from app.therapy.sharing.crisis import crisis_words
from app.therapy.sharing.diagnoses import diagnosis_words
from app.therapy.sharing.interpretations import interpreting_words
from app.therapy.sharing.jargon import jargon_words
from app.therapy.sharing.private_matters import private_words

WORDS = {
    Reason.CRISIS: crisis_words,
    Reason.DIAGNOSIS: diagnosis_words,
    Reason.PRIVATE: private_words,
    Reason.INTERPRETATION: interpreting_words,
    Reason.JARGON: jargon_words,
}
"""How each is found, the weightiest first."""


def reason_within(text: str) -> str | None:
    """The weightiest of these reasons, as `dropped` names it; None where none holds."""
    return next((reason.code for reason, words_of in WORDS.items() if words_of(text)), None)
