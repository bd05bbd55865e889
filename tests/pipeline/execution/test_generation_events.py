"""What is told of a generation, in ids, states and counts."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from app.pipeline.execution.generation_events import generation_event, memory_events, version_events
from app.pipeline.execution.task_request import TaskRequest
from app.store.visits import StoredVisit
from app.therapy.transcript import Transcript
from app.therapy.visit import Memory

SESSION, PATIENT = UUID(int=1), UUID(int=2)
VISIT = StoredVisit(SESSION, PATIENT, datetime(2026, 5, 7, tzinfo=UTC), Transcript(()), "", None)
JOURNEY = TaskRequest(SESSION, "roadmap_generation")


def test_an_event_bears_the_name_and_wave_of_its_generator_and_counts_callers_as_a_first_attempt() -> None:
    event = generation_event(TaskRequest(SESSION, "mood_analysis"), VISIT, "failed", 12, reason="refused")
    assert (event.event, event.wave, event.attempt, event.run_id) == ("MOOD_ANALYSIS", 1, 1, None)
    assert (event.session_date, event.milliseconds, event.details) == (VISIT.session_date, 12, {"reason": "refused"})


def test_the_parts_of_a_document_are_told_under_its_name() -> None:
    memory = memory_events(JOURNEY, VISIT, Memory("full", sessions=(SESSION,), left_out=2))
    saved = version_events(JOURNEY, VISIT, {"version_number": 3}, 2, Decimal("0.5"))
    assert [event.event for event in (*memory, *saved)] == ["CONTEXT_BUILD", "COMPACTION", "VERSION_SAVE", "COST_TRACK"]
    assert {event.wave_name for event in (*memory, *saved)} == {"your_journey"}
    assert memory[0].details == {"sessions": 1, "missing": 0, "left_out": 2}
    assert saved[1].details == {"calls": 2, "cost_usd": "0.5"}


def test_a_cost_that_is_not_known_is_told_as_null() -> None:
    assert version_events(JOURNEY, VISIT, {}, 1, None)[1].details == {"calls": 1, "cost_usd": None}
