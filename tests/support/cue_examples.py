"""Cues tried on the sentences that they come with."""

from types import ModuleType

from app.offline.cues import Cue, matches_cue


def missed_examples(kind: ModuleType) -> list[str]:
    """Of a module's cues: what one does not find, and what one does not spare."""
    tables = [
        value for value in vars(kind).values() if isinstance(value, tuple) and value and isinstance(value[0], Cue)
    ]
    assert tables
    cues = [cue for table in tables for cue in table]
    return [cue.finds for cue in cues if not matches_cue([cue], cue.finds)] + [
        cue.spares for cue in cues if matches_cue([cue], cue.spares)
    ]
