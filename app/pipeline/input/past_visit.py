"""What one earlier visit contributes to a memory: its findings, and whether it speaks of danger."""

from collections.abc import Mapping
from uuid import UUID

from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.graph import SCREEN
from app.pipeline.input.note_extraction import notes_for
from app.store.models import Generation
from app.therapy.danger import discloses_danger
from app.therapy.memory import PastVisit, notes_as_of
from app.therapy.risk import DISCLOSED, HOLDING
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Note

Rows = Mapping[tuple[UUID, str], Generation]
"""The current result of each visit and task."""


def past_visit(rows: Rows, session_id: UUID, visits_ago: int, audience: Audience) -> PastVisit:
    """An earlier visit for an audience, notes that speak of danger first."""
    findings, breakthrough, screen = (
        rows.get((session_id, task))
        for task in (provider_of(ResultUse.FINDINGS), provider_of(ResultUse.BREAKTHROUGH), SCREEN)
    )
    if findings is None:
        return PastVisit(session_id, None)
    notes = notes_for(audience, findings, "", screen)
    if _may_disclose(screen):
        notes.sort(key=lambda note: not _speaks_of_danger(note))
    return PastVisit(
        session_id,
        notes_as_of(notes, visits_ago),
        disclosure=_may_disclose(screen) and (_discloses(screen) or any(map(_speaks_of_danger, notes[:1]))),
        breakthrough=bool(breakthrough and (breakthrough.result or {}).get("breakthrough")),
    )


def _may_disclose(screen: Generation | None) -> bool:
    """Whether the words have to be read: not where a screen found nothing, or a denial."""
    return screen is None or screen.result is None or screen.result["state"] in HOLDING


def _discloses(screen: Generation | None) -> bool:
    return bool(screen and screen.result and screen.result["state"] == DISCLOSED)


def _speaks_of_danger(note: Note) -> bool:
    """By its own words or those it rests on, a denial aside: a summary may be worded more mildly than what was said."""
    return discloses_danger(note.text) or any(discloses_danger(item.quote) for item in note.evidence)
