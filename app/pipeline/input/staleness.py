"""Decides whether a stored result is still valid: the words, the roles, the earlier visits and the prompt it was made
from.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.pipeline.graph import LABELING, generator_of_task
from app.store.models import Generation
from app.store.visits import VisitFingerprints, shorten_fingerprint

Sources = dict[str, str]
"""For each visit whose words a result rests on, the fingerprint of those words."""


def fingerprint(ground: VisitFingerprints, task: str) -> str:
    """Return the fingerprint of a visit that a task's result rests on: of the words alone for speaker labelling,
    otherwise with the roles.
    """
    if task == LABELING or ground.roles is None:
        return shorten_fingerprint(ground.words)
    roles = sorted((speaker, role.value) for speaker, role in ground.roles.items())
    return hashlib.sha256(json.dumps([ground.words, roles]).encode()).hexdigest()[:16]


def is_stale(row: Generation, grounds: Mapping[UUID, VisitFingerprints]) -> bool:
    """Return whether a result was made with another prompt, transcript or roles, from an erased visit, with other
    earlier visits, or before an earlier visit had anything to remember.
    """
    if row.prompt_version != generator_of_task(row.task).declared.prompt_version or is_unfounded(row, grounds):
        return True
    if row.past is None:
        return False
    ground = grounds[row.session_id]
    return row.past != ground.past or row.number < ground.remembered


def is_unfounded(row: Generation, grounds: Mapping[UUID, VisitFingerprints]) -> bool:
    """Return whether the words under a result are gone: its evidence points elsewhere, so nothing may
    be built on it.
    """
    return any(_differs(session, held, row.task, grounds) for session, held in row.sources.items())


def _differs(session: str, held: str, task: str, grounds: Mapping[UUID, VisitFingerprints]) -> bool:
    ground = grounds.get(UUID(session))
    return ground is None or fingerprint(ground, task) != held


def merge_sources(sources: Iterable[Sources]) -> Sources:
    """Return all sources. If two of them differ about a visit, one is outdated and the result is stale from the
    beginning; the one later in the chain of results is kept, so that this shows.
    """
    merged: Sources = {}
    for some in sources:
        merged |= some
    return merged
