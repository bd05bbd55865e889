"""What an earlier visit contributes to a memory."""

from typing import Any
from uuid import UUID

from app.pipeline.input.past_visit import past_visit
from app.store.models import Generation
from app.therapy.memory import PastVisit
from app.therapy.sharing.audience import Audience

SESSION = UUID(int=7)
INSIGHTS = ["Walks after dinner.", "Thinks about killing herself."]


def words(path: str, segment: int) -> dict[str, Any]:
    where = {"segment": segment, "char_start": 0, "char_end": 9, "start": 0.0, "end": 1.0, "speaker": "B"}
    return {"path": path, "session_id": str(SESSION), "quote": "said", **where}


def row(task: str, result: Any, *evidence: dict[str, Any]) -> Generation:
    return Generation(session_id=SESSION, task=task, result=result, evidence=list(evidence))


def past(*rows: Generation) -> PastVisit:
    return past_visit({(SESSION, each.task): each for each in rows}, SESSION, 2, Audience.CLINICIAN)


def findings(*texts: str) -> Generation:
    evidence = [words(f"/insights/{index}", index) for index in range(len(texts))]
    return row("session_insights", {"insights": list(texts)}, *evidence)


def screen(state: str) -> Generation:
    return row("risk_screen", {"state": state, "findings": []})


def test_a_visit_without_findings_has_nothing_to_remember() -> None:
    assert past(screen("disclosed")) == PastVisit(SESSION, None)


def test_notes_say_how_long_ago_the_visit_was() -> None:
    notes = past(findings("Walks after dinner.")).notes
    assert notes is not None
    assert {note.about for note in notes} == {"2 visits ago"}


def test_what_speaks_of_danger_comes_first_unless_the_screen_found_nothing() -> None:
    for screened, first, disclosure in (("disclosed", 1, True), ("none_found", 0, False)):
        visit = past(findings(*INSIGHTS), screen(screened))
        assert visit.notes is not None
        assert (visit.notes[0].text, visit.disclosure) == (INSIGHTS[first], disclosure), screened
    assert past(findings(*INSIGHTS)).disclosure, "nobody has screened it"
    assert not past(findings("Walks after dinner.")).disclosure


def test_a_breakthrough_is_marked() -> None:
    found = row("breakthrough_detection", {"breakthrough": {"label": "Said no"}})
    none = row("breakthrough_detection", {"breakthrough": None})
    marks = [past(findings("Walks."), each).breakthrough for each in (found, none)]
    assert marks == [True, False]
