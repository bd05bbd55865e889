"""What somebody makes of the patient: what their words mean, where it comes from, what lies underneath."""

from app.therapy.sharing.reading import lexicon, matched_words, normalise_line

LINKS = ("cause", "truth", "effect", "likeness", "origin", "sign")
PAIRS = frozenset(
    {*(frozenset({"deep", link}) for link in LINKS), *(frozenset({"kin", link}) for link in LINKS[3:])},
)
"""The groups of hints of which two are an interpretation: something deep, or one's family, and what links it to what
was done."""


def interpreting_words(text: str) -> list[str]:
    """The words by which a text says what a patient's words or doings mean, or what the therapist makes of them."""
    line = normalise_line(text)
    return matched_words(line, lexicon("interpretation"), PAIRS)
