"""Whether a stored result still rests on what is there: the words, the roles, the visits before it, the prompt."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.pipeline.graph import LABELING, generator
from app.store.models import Generation
from app.store.visits import Ground, fingerprint_mark

Sources = dict[str, str]
"""For each visit whose words a result rests on, the fingerprint of those words."""


def fingerprint(ground: Ground, task: str) -> str:
    """What a task's result rests on of one visit: the words alone for who is who, else the roles too."""
    if task == LABELING or ground.roles is None:
        return fingerprint_mark(ground.words)
    roles = sorted((speaker, role.value) for speaker, role in ground.roles.items())
    return hashlib.sha256(json.dumps([ground.words, roles]).encode()).hexdigest()[:16]


def is_stale(row: Generation, grounds: Mapping[UUID, Ground]) -> bool:
    """Whether a result was made with another prompt, other words or roles, from a visit that is gone, when other visits
    came before its own, or before there was anything of one of those to remember."""
    if row.prompt_version != generator(row.task).declared.prompt_version or is_unfounded(row, grounds):
        return True
    if row.past is None:
        return False
    ground = grounds[row.session_id]
    return row.past != ground.past or row.number < ground.remembered


def is_unfounded(row: Generation, grounds: Mapping[UUID, Ground]) -> bool:
    """Whether the words under a result are no longer there: its evidence points elsewhere, and nothing may be built
    on it."""
    return any(_differs(session, held, row.task, grounds) for session, held in row.sources.items())


def _differs(session: str, held: str, task: str, grounds: Mapping[UUID, Ground]) -> bool:
    ground = grounds.get(UUID(session))
    return ground is None or fingerprint(ground, task) != held


def merge_sources(sources: Iterable[Sources]) -> Sources:
    """All sources. Where two differ over a visit, one of them is outdated and the result is stale from birth: the
    one that comes later in the chain of results is kept, so that this shows."""
    merged: Sources = {}
    for some in sources:
        merged |= some
    return merged
