"""A result is stored with everything that goes with it, in one commit."""

from unittest import mock

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

MOOD = "mood_analysis"


async def test_too_little_for_a_journey_makes_no_version(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(
        segments=[{"start": 0, "end": 1, "text": "Rain.", "speaker": "A"}], speaker_roles={"A": "patient"}
    )
    await shared.analysed(session)
    done = await shared.done(session, "roadmap_generation")
    assert (done.row.state, done.row.generation_metadata_id) == ("insufficient", None)
    versions = "SELECT 1 FROM your_journey_versions WHERE patient_id = :patient"
    assert await shared.rows(versions, patient=patient) == []


async def test_a_result_its_ledger_line_its_claim_and_its_event_are_one_commit(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    with (
        mock.patch("app.pipeline.execution.call_ledger.ledger.link", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        await shared.done(session, MOOD)
    assert await shared.rows("SELECT 1 FROM generations WHERE session_id = :id", id=session) == []
    assert await shared.rows("SELECT 1 FROM claims WHERE session_id = :id", id=session) == []
    query = "SELECT status FROM pipeline_events WHERE patient_id = :id ORDER BY number"
    assert [row["status"] for row in await shared.rows(query, id=patient)] == ["started", "failed"]
