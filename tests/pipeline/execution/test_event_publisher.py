"""What is published of an attempt, in ids, states and counts."""

from collections.abc import Sequence
from unittest import mock

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.execution.event_publisher import EventPublisher
from app.progress.events import Event
from app.store.database import Db

MOOD = "mood_analysis"
ANALYSIS = (MOOD, "topic_extraction", "breakthrough_detection", "risk_screen")


async def test_the_event_of_a_result_names_it_and_nothing_a_patient_said_is_on_the_ledger(
    shared: PipelineProcess,
) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    done = await shared.done(session, "roadmap_generation")
    (event,) = await shared.rows(
        "SELECT metadata FROM pipeline_events WHERE event = 'YOUR_JOURNEY_GENERATION' AND status = 'success'"
        " AND patient_id = :patient",
        patient=patient,
    )
    assert event["metadata"] == {"generation_id": str(done.row.id), "version_number": 1}
    ledger = str(await shared.rows("SELECT * FROM model_calls WHERE session_id = :session", session=session))
    assert "sleep" not in ledger
    assert "brother" not in ledger


async def test_the_event_of_nothing_says_why(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    for task in (*ANALYSIS, "deep_analysis"):
        await shared.done(session, task)
    made = (await shared.done(session, "prose_generation")).row
    assert (made.result, made.reason, made.state) == (None, "needs_a_model", "insufficient")
    query = "SELECT status, metadata FROM pipeline_events WHERE patient_id = :patient ORDER BY number"
    events = await shared.rows(query, patient=patient)
    assert events[-1] == {
        "status": "insufficient",
        "metadata": {"generation_id": str(made.id), "reason": "needs_a_model"},
    }


async def test_progress_that_cannot_be_written_stops_no_generation(
    shared: PipelineProcess, caplog: pytest.LogCaptureFixture
) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    real = EventPublisher.publish

    async def publish(self: EventPublisher, db: Db, events: Sequence[Event]) -> None:
        if [event.status for event in events] == ["progress"]:
            raise RuntimeError("words")
        await real(self, db, events)

    with mock.patch.object(EventPublisher, "publish", publish):
        done = await shared.done(session, "roadmap_generation")
    assert done.row.state == "success"
    assert "RuntimeError" in caplog.text
    assert "words" not in caplog.text
    progress = "SELECT 1 FROM pipeline_events WHERE patient_id = :patient AND status = 'progress'"
    assert await shared.rows(progress, patient=patient) == []
