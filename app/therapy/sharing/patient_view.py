"""The view of a visit that a model gets when it writes for the patient: without crises, same line numbers."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from app.therapy.danger import speaks_of_danger
from app.therapy.sharing.audience import Audience
from app.therapy.sharing.crisis import speaks_of_crisis
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Note, Visit

ANSWERING = 2
"""Segments after one that speaks of danger that may be the answer to it; there may be a "mhm" between them."""


def view_for(audience: Audience, visit: Visit) -> Visit:
    """The visit as the model that writes for an audience sees it: what may not be shown is blank, and keeps its
    number."""
    return visit if audience is Audience.CLINICIAN else visit.kept(_without_crises)


def is_grave(text: str) -> bool:
    """Whether a text speaks of a crisis, in the patient's own words or in those of a page."""
    return speaks_of_danger(text) or speaks_of_crisis(text)


def _without_crises(visit: Visit) -> Visit:
    memory = visit.memory
    return replace(
        visit,
        transcript=_Untroubled(visit.transcript),
        results=_tone_alone(visit.results),
        notes=tuple(map(_shown, visit.notes)),
        agreed=tuple(map(_shown, visit.agreed)),
        advice=tuple(map(_shown, visit.advice)),
        memory=replace(memory, notes=tuple(map(_shown, memory.notes)), journey=tuple(map(_shown, memory.journey))),
        completed_tasks=tuple("" if is_grave(task) else task for task in visit.completed_tasks),
    )


class _Untroubled(Transcript):
    """A transcript without what speaks of danger, and what was answered to that, in whatever words: that is for the
    therapist. It is read when it is first asked for: a model that is shown notes alone never does."""

    def __init__(self, whole: Transcript) -> None:
        self.__dict__["whole"] = whole

    @cached_property
    def segments(self) -> tuple[Segment, ...]:  # a field, here made late
        said: tuple[Segment, ...] = self.__dict__["whole"].segments
        grave = [at for at, segment in enumerate(said) if is_grave(segment.text)]
        left_out = {at + after for at in grave for after in range(1 + ANSWERING)}
        return tuple(replace(s, text="") if at in left_out else s for at, s in enumerate(said))


def _tone_alone(results: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Of all results the tone of the mood: whatever else is shown stands in the notes."""
    tone = (results.get("mood_analysis") or {}).get("emotional_tone", "")
    return {"mood_analysis": {"emotional_tone": tone}} if tone and not is_grave(tone) else {}


def _shown(note: Note) -> Note:
    """A note, blank where its own words or those it rests on speak of a crisis."""
    grave = is_grave(note.text) or any(is_grave(item.quote) for item in note.evidence)
    return replace(note, text="") if grave else note
