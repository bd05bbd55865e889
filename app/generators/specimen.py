"""A tiny visit, ours, that every generator's exact prompt is rendered for: its prompt version is a hash of that."""

from datetime import UTC, datetime
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Memory, Note, Visit

_VISIT = UUID("00000000-0000-4000-8000-000000000001")
_EARLIER = UUID("00000000-0000-4000-8000-000000000002")

_SEGMENTS = (
    Segment(0.0, 4.0, "How did the week go for you, and did you get to take your walks?", "SPEAKER_00"),
    Segment(4.0, 9.5, "I walked twice. I noticed I sleep better on the days I get out of the house.", "SPEAKER_01"),
    Segment(9.5, 12.0, "What do you make of that?", "SPEAKER_00"),
    Segment(12.0, 17.0, "I think <somehow> I am not as stuck as I told myself I was.", "SPEAKER_01"),
)


_DENIED = {"kind": "suicidal_thoughts", "state": "denied_when_asked"}


def _evidence(session: UUID, segment: int) -> tuple[Evidence, ...]:
    said = _SEGMENTS[segment]
    return (Evidence("/0", session, said.text, segment, 0, len(said.text), said.start, said.end, said.speaker),)


SPECIMEN = Visit(
    session_id=_VISIT,
    session_date=datetime(2026, 3, 2, 15, 0, tzinfo=UTC),
    transcript=Transcript(_SEGMENTS),
    roles={"SPEAKER_00": Role.THERAPIST, "SPEAKER_01": Role.PATIENT},
    notes=(
        Note(_VISIT, "this visit", "realization", "Being outdoors goes with better sleep.", _evidence(_VISIT, 1)),
        Note(_VISIT, "this visit", "strength", "Doubts an old belief about being stuck.", _evidence(_VISIT, 3)),
        Note(_VISIT, "this visit", "action items", "Walk on three more days.", _evidence(_VISIT, 0)),
    ),
    memory=Memory(
        notes=(Note(_EARLIER, "1 visit ago", "growth area", "Leaving the house felt out of reach."),),
        journey=(Note(_EARLIER, "last journey", "current focus", "You are trying small steps out of the door."),),
        sessions=(_EARLIER,),
    ),
    completed_tasks=("Walk around the block twice",),
    results={
        "mood_analysis": {"mood_score": 5.5, "emotional_tone": "hopeful"},
        "risk_screen": {"state": "denied_when_asked", "findings": [_DENIED]},
    },
    number=2,
    agreed=(Note(_EARLIER, "1 visit ago", "action items", "Open the door each morning."),),
    advice=(Note(_VISIT, "this visit", "recommended", "You could note on which days you went out."),),
    trend="rising",
    since=datetime(2026, 2, 23, 15, 0, tzinfo=UTC),
)
