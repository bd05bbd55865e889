"""The view of a visit that a model gets when it writes for the patient: without crises, same line numbers."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from app.therapy.danger import speaks_of_danger
from app.therapy.sharing.audience import Audience
from app.therapy.sharing.crisis import speaks_of_crisis
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Note, Visit

ANSWERING = 2
"""Segments after one that speaks of danger that may be the answer to it; there may be a "mhm" between them."""
READ_AGAIN = 8
"""Transcripts of which it is kept where they speak of danger: some steps about one visit follow one another."""


def view_for(audience: Audience, visit: Visit) -> Visit:
    """The visit as the model that writes for an audience sees it: what may not be shown is blank, and keeps its
    number."""
    return visit if audience is Audience.CLINICIAN else visit.cached(_without_crises)


def is_grave(text: str) -> bool:
    """Whether a text speaks of a crisis, in the patient's own words or in those of a page."""
    return speaks_of_danger(text) or speaks_of_crisis(text)


def _without_crises(visit: Visit) -> Visit:
    memory = visit.memory

    def shown(notes: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple(replace(note, text="") if _is_withheld(note, visit) else note for note in notes)

    return replace(
        visit,
        transcript=_Untroubled(visit),
        results=_tone_alone(visit.results),
        notes=shown(visit.notes),
        agreed=shown(visit.agreed),
        advice=shown(visit.advice),
        memory=replace(memory, notes=shown(memory.notes), journey=shown(memory.journey)),
        completed_tasks=tuple("" if is_grave(task) else task for task in visit.completed_tasks),
    )


class _Untroubled(Transcript):
    """A transcript without what speaks of danger, and what was answered to that, in whatever words: that is for the
    therapist. It is read when it is first asked for."""

    def __init__(self, visit: Visit) -> None:
        self.__dict__["visit"] = visit

    @cached_property
    def segments(self) -> tuple[Segment, ...]:  # a field, here made late
        visit: Visit = self.__dict__["visit"]
        hidden = visit.cached(_hidden_turns)
        return tuple(replace(s, text="") if at in hidden else s for at, s in enumerate(visit.transcript.segments))


def _hidden_turns(visit: Visit) -> frozenset[int]:
    """The numbers of the segments that a patient's model is not shown: by their words, or by the screen's."""
    return _grave_turns(visit.transcript) | {item.segment for item in visit.screen_words}


@lru_cache(maxsize=READ_AGAIN)
def _grave_turns(transcript: Transcript) -> frozenset[int]:
    grave = (at for at, segment in enumerate(transcript.segments) if is_grave(segment.text))
    return frozenset(at + after for at in grave for after in range(1 + ANSWERING))


def _tone_alone(results: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Of all results the tone of the mood: whatever else is shown stands in the notes."""
    tone = (results.get("mood_analysis") or {}).get("emotional_tone", "")
    return {"mood_analysis": {"emotional_tone": tone}} if tone and not is_grave(tone) else {}


def _is_withheld(note: Note, visit: Visit) -> bool:
    """Whether its own words, or those it rests on, speak of a crisis; where the screen found a danger, also whether it
    rests on a turn that is not shown. A no to a question may go on with "and I slept all week"."""
    if is_grave(note.text) or any(is_grave(item.quote) for item in note.evidence):
        return True
    own = {item.segment for item in note.evidence if item.session_id == visit.session_id}
    return bool(own and visit.screen_words) and not own.isdisjoint(visit.cached(_hidden_turns))
