"""A document is stored as its patient's next version, with what it was made from."""

from decimal import Decimal

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.pipeline.documents.versioning import DOCUMENTS, task_of_document
from app.store.versions import SESSION_BRIDGE, YOUR_JOURNEY


async def test_a_journeys_facts_count_visits_held_and_visits_in_all(shared: PipelineProcess) -> None:
    _, (first, second, _) = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    for session in (first, second):
        await shared.analysed(session)
    done = await shared.done(second, "roadmap_generation")
    (row,) = await shared.rows("SELECT * FROM generation_metadata WHERE last_session_id = :one", one=second)
    assert (row["sessions_analyzed"], row["total_sessions"], row["last_session_id"]) == (2, 3, second)
    assert row["total_tokens"] == row["prompt_tokens"] + row["completion_tokens"] > 0
    assert row["metadata_json"]["memory"]["sessions"] == [str(first)]
    assert (row["api_cost"], done.row.cost_usd) == (Decimal(0), Decimal(0))


def test_each_document_is_written_by_one_task() -> None:
    assert DOCUMENTS == {"roadmap_generation": YOUR_JOURNEY, "session_bridge_generation": SESSION_BRIDGE}
    assert [task_of_document(document) for document in DOCUMENTS.values()] == list(DOCUMENTS)
