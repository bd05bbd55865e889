"""Detects page entries that rest only on insights gained during the session."""

from dataclasses import replace

from app.therapy.sharing.withholding import ListItem
from app.therapy.visit import Visit

SEEN_IN_THE_ROOM = "key realizations"
"""The kind of notes about what was understood in a visit: no suggestion rests on them alone."""
RETOLD = "insights"
"""The kind of notes that tell in other words what further notes say."""


def rests_on_session_alone(item: ListItem, visit: Visit) -> bool:
    """Whether it rests on what was understood in a visit, and at most on insights that retell it, and on nothing
    else."""
    under = {replace(words, path="") for words in item.evidence}
    kinds = {note.kind for note in visit.all_notes if any(replace(words, path="") in under for words in note.evidence)}
    return SEEN_IN_THE_ROOM in kinds and kinds <= {SEEN_IN_THE_ROOM, RETOLD}
