"""From what a generator gave to the columns that are stored."""

from decimal import Decimal

from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.llm.ledger import CallClosed
from app.llm.prices import Usage
from app.pipeline.execution.row_mapping import closing


async def test_a_journeys_facts_count_visits_held_and_visits_in_all(shared: Works) -> None:
    _, (first, second, _) = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    for session in (first, second):
        await shared.analysed(session)
    done = await shared.done(second, "roadmap_generation")
    (row,) = await shared.rows("SELECT * FROM generation_metadata WHERE last_session_id = :one", one=second)
    assert (row["sessions_analyzed"], row["total_sessions"], row["last_session_id"]) == (2, 3, second)
    assert row["total_tokens"] == row["prompt_tokens"] + row["completion_tokens"] > 0
    assert row["metadata_json"]["memory"]["sessions"] == [str(first)]
    assert (row["api_cost"], done.row.cost_usd) == (Decimal(0), Decimal(0))


def test_a_call_that_was_answered_is_closed_with_what_it_used() -> None:
    line = CallClosed(True, "stop", "gpt-5", "default", Usage(10, 4, 3, 1), Decimal("0.1"))
    told = closing(line)
    assert told["state"] == "answered"
    assert (told["input_tokens"], told["output_tokens"], told["cost_usd"]) == (10, 3, Decimal("0.1"))


def test_a_call_without_an_answer_has_no_usage() -> None:
    told = closing(CallClosed(False, "rate_limited"))
    assert (told["state"], told["outcome"]) == ("failed", "rate_limited")
    assert "input_tokens" not in told
