"""Detects what happened in a session or what the therapist did; it is not progress between sessions."""

from app.therapy.sharing.reading import lexicon, normalise_line

OF_THE_ROOM = ("in the session", "your therapist said")
"""Examples of what is of the room."""


SCENE = "scene"
"""The certainty of an entry about what the patient did or felt in the room: tears, anger, silence."""


def in_session_words(text: str, *, scenes_alone: bool = False) -> list[str]:
    """The words by which a text tells of what happened in a visit, or of what the therapist said or did."""
    line = normalise_line(text)
    found = lexicon("room").matches(line)
    return [line[one.start : one.end] for one in found if one.entry.certainty == SCENE or not scenes_alone]


def is_in_session(text: str) -> bool:
    """Whether a text tells of a visit."""
    return bool(in_session_words(text))
