"""What somebody makes of the patient: what their words mean, where it comes from, what lies underneath."""

from app.therapy.sharing.reading import as_line, lexicon


def interpreting_words(text: str) -> list[str]:
    """The words by which a text says what a patient's words or doings mean, or what the therapist makes of them."""
    line = as_line(text)
    return [line[found.start : found.end] for found in lexicon("interpretation").matches(line)]
