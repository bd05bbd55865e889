"""Which findings become notes, and for whom."""

from typing import Any
from uuid import UUID

from app.pipeline.input.note_extraction import (
    RECOMMENDED,
    extract_agreed_tasks,
    extract_notes,
    extract_recommendations,
    parse_stored_evidence,
    words_of_danger,
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
BESIDE = row(
    "mood_analysis", {"key_indicators": ["These thoughts come at night."]}, words("/key_indicators/0", 3, 40, 50)
)


def texts(audience: Audience, one: Generation, screen: Generation | None = None) -> list[str]:
    return [note.text for note in extract_notes(audience, one, "this visit", screen)]


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


def test_a_note_on_other_words_of_a_turn_of_danger_keeps_its_number_and_is_blank() -> None:
    for audience in FOR_PATIENTS:
        assert texts(audience, BESIDE, SCREEN) == [""]
        (note,) = extract_notes(audience, BESIDE, "this visit", None, ANALYSIS)
        assert note.text, "nothing of danger was found in that turn"
    assert texts(Audience.CLINICIAN, BESIDE, SCREEN) == ["These thoughts come at night."]


def test_what_an_analysis_found_of_danger_counts_for_the_notes_of_the_other_results() -> None:
    mood = row("mood_analysis", {"key_indicators": ["It comes at night."]}, words("/key_indicators/0", 1, 40, 50))
    (note,) = extract_notes(Audience.PATIENT, mood, "this visit", None, ANALYSIS)
    assert note.text == ""


def test_what_protects_somebody_is_no_danger_and_the_rest_of_its_turn_may_be_told() -> None:
    for part in ("protective_factors/0", "safety_plan"):
        pointing = words(f"/findings/0/details/{part}", 3, 15, 30)
        screen = row("risk_screen", {"state": "disclosed", "findings": []}, pointing)
        assert texts(Audience.PATIENT, BESIDE, screen) == ["These thoughts come at night."]


def test_what_was_denied_when_asked_is_no_danger_and_the_rest_of_its_turn_may_be_told() -> None:
    for state, told in (("denied_when_asked", ["These thoughts come at night."]), ("indeterminate", [""])):
        findings = [{"kind": "suicidal_thoughts", "state": state}]
        screen = row("risk_screen", {"state": state, "findings": findings}, words("/findings/0/answer", 3, 15, 30))
        assert texts(Audience.PATIENT, BESIDE, screen) == told
        assert bool(words_of_danger(screen)) is (state == "indeterminate")
        mood = row("mood_analysis", {"key_indicators": ["Slept all week."]}, words("/key_indicators/0", 1, 40, 50))
        (note,) = extract_notes(Audience.PATIENT, mood, "this visit", screen, ANALYSIS)
        assert bool(note.text) is (state == "denied_when_asked")
    assert words_of_danger(None) == []


def test_a_screen_comes_to_no_notes() -> None:
    assert texts(Audience.CLINICIAN, SCREEN) == []
    assert texts(Audience.CLINICIAN, row("mood_analysis", None)) == []


def test_what_was_agreed_is_told_apart_from_topics() -> None:
    found = {"topics": ["the ferry"], "action_items": ["Write a line."]}
    topics = row("topic_extraction", found, words("/topics/0", 1), words("/action_items/0", 2))
    assert [note.text for note in extract_agreed_tasks(topics, "1 visit ago", Audience.PATIENT, None)] == [
        "Write a line."
    ]


def test_advice_is_told_once_and_rests_on_nothing() -> None:
    told = [(note.kind, note.text, note.evidence) for note in extract_recommendations(ANALYSIS)]
    assert told == [(RECOMMENDED, text, ()) for text in ("You could walk.", "You could draw.", "What helps?")]
    assert list(extract_recommendations(row("deep_analysis", {}))) == []


def test_stored_evidence_is_read_back() -> None:
    (found,) = parse_stored_evidence([words("/a", 4)])
    assert (found.session_id, found.segment, found.path) == (SESSION, 4, "/a")
