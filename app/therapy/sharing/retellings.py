"""Sentences that say whose words they tell: what was agreed, and what a therapist said."""

from app.therapy.sharing.reading import lexicon, normalise_line

AGREED, ATTRIBUTED = "agreed", "attributed"
"""Certainties of an entry: it tells of an agreement; it names the therapist as who said or did it."""


def tells_agreement(sentence: str) -> bool:
    """Whether a sentence says that something was agreed or planned."""
    return _tells(sentence, AGREED)


def names_therapist_as_source(sentence: str) -> bool:
    """Whether a sentence says that its words are the therapist's, and so claims nothing itself."""
    return _tells(sentence, ATTRIBUTED)


def _tells(sentence: str, certainty: str) -> bool:
    return any(found.entry.certainty == certainty for found in lexicon("retelling").matches(normalise_line(sentence)))
