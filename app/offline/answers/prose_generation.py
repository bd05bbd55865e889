"""A letter has to be written: plain code has no sentences of its own, so it declines."""

from app.offline.answers import Declined
from app.offline.prompt import Prompt

FIELDS = frozenset({"paragraphs"})


def answer(prompt: Prompt) -> Declined:  # noqa: ARG001 - the form of all answers
    """That it takes a model."""
    return Declined.NEEDS_A_MODEL
