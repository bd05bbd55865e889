"""Which findings become notes, and for whom."""

from typing import Any
from uuid import UUID

from app.pipeline.input.note_extraction import (
    RECOMMENDED,
    agreed_task_notes,
    evidence_of,
    notes_for,
    recommendations_of,
)
from app.store.models import Generation
from app.therapy.sharing.audience import Audience

SESSION = UUID(int=7)
FOR_PATIENTS = (Audience.PATIENT, Audience.SHAREABLE)


def words(path: str, segment: int, start: int = 0, end: int = 9) -> dict[str, Any]:
    where = {"segment": segment, "char_start": start, "char_end": end, "start": 0.0, "end": 1.0, "speaker": "B"}
    return {"path": path, "session_id": str(SESSION), "quote": "said", **where}


def row(task: str, result: Any, *evidence: dict[str, Any]) -> Generation:
    return Generation(session_id=SESSION, task=task, result=result, evidence=list(evidence))


ANALYSIS = row(
    "deep_analysis",
    {
        "risk_findings": ["Sees no place for himself."],
        "therapeutic_insights": {"patterns": ["Goes quiet.", "Sleeps late."]},
        "therapeutic_relationship": {"openness": "guarded"},
        "coping_skills": {"practice_recommendations": ["You could walk."]},
        "recommendations": {"practices": ["You could walk.", "You could draw."], "reflection_prompts": ["What helps?"]},
    },
    words("/risk_findings/0", 1),
    words("/therapeutic_insights/patterns/0", 2),
    words("/therapeutic_insights/patterns/1", 3, 10, 20),
    words("/therapeutic_relationship/openness", 2),
)
INSIGHTS = row(
    "session_insights",
    {"insights": ["Sees no place.", "Goes quiet."], "of_risk": [0]},
    words("/insights/0", 1),
    words("/insights/1", 2),
)
SCREEN = row("risk_screen", {"state": "disclosed", "findings": []}, words("/findings/0", 3, 15, 30))


def texts(audience: Audience, one: Generation, screen: Generation | None = None) -> list[str]:
    return [note.text for note in notes_for(audience, one, "this visit", screen)]


def test_a_clinician_reads_all_but_the_relationship() -> None:
    assert texts(Audience.CLINICIAN, ANALYSIS, SCREEN) == ["Sees no place for himself.", "Goes quiet.", "Sleeps late."]
    assert texts(Audience.CLINICIAN, INSIGHTS, SCREEN) == ["Sees no place.", "Goes quiet."]


def test_no_finding_of_risk_is_a_note_for_the_patient() -> None:
    for audience in FOR_PATIENTS:
        assert texts(audience, ANALYSIS) == ["Goes quiet.", "Sleeps late."]
        assert texts(audience, INSIGHTS) == ["Goes quiet."]


def test_what_stands_on_words_that_the_screen_points_at_is_no_note_for_the_patient() -> None:
    for audience in FOR_PATIENTS:
        assert texts(audience, ANALYSIS, SCREEN) == ["Goes quiet."]


def test_a_screen_comes_to_no_notes() -> None:
    assert texts(Audience.CLINICIAN, SCREEN) == []
    assert texts(Audience.CLINICIAN, row("mood_analysis", None)) == []


def test_what_was_agreed_is_told_apart_from_topics() -> None:
    found = {"topics": ["the ferry"], "action_items": ["Write a line."]}
    topics = row("topic_extraction", found, words("/topics/0", 1), words("/action_items/0", 2))
    assert [note.text for note in agreed_task_notes(topics, "1 visit ago", Audience.PATIENT, None)] == ["Write a line."]


def test_advice_is_told_once_and_rests_on_nothing() -> None:
    told = [(note.kind, note.text, note.evidence) for note in recommendations_of(ANALYSIS)]
    assert told == [(RECOMMENDED, text, ()) for text in ("You could walk.", "You could draw.", "What helps?")]
    assert list(recommendations_of(row("deep_analysis", {}))) == []


def test_stored_evidence_is_read_back() -> None:
    (found,) = evidence_of([words("/a", 4)])
    assert (found.session_id, found.segment, found.path) == (SESSION, 4, "/a")
