"""What is nobody's business but the patient's, and other people's secrets: it may stand in the patient's own letter."""

from app.therapy.sharing.reading import matches, normalise_line


def private_words(text: str) -> list[str]:
    """The words by which a text tells of sex, or of a secret that somebody else keeps."""
    line = normalise_line(text)
    return [line[found.start : found.end] for found in matches("private", line)]
