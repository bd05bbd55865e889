"""Declines to write letters: the offline engine composes no sentences of its own."""

from app.offline.answers import Declined
from app.offline.prompt import Prompt

FIELDS = frozenset({"paragraphs"})


def answer(prompt: Prompt) -> Declined:  # noqa: ARG001 - the form of all answers
    """Return that the task needs a model."""
    return Declined.NEEDS_A_MODEL
