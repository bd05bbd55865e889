"""From what a generator gave to the columns that are stored."""

from decimal import Decimal

from app.llm.ledger import CallClosed
from app.llm.prices import Usage
from app.pipeline.execution.row_mapping import closing_columns


def test_a_call_that_was_answered_is_closed_with_what_it_used() -> None:
    line = CallClosed(True, "stop", "gpt-5", "default", Usage(10, 4, 3, 1), Decimal("0.1"))
    told = closing_columns(line)
    assert told["state"] == "answered"
    assert (told["input_tokens"], told["output_tokens"], told["cost_usd"]) == (10, 3, Decimal("0.1"))


def test_a_call_without_an_answer_has_no_usage() -> None:
    told = closing_columns(CallClosed(False, "rate_limited"))
    assert (told["state"], told["outcome"]) == ("failed", "rate_limited")
    assert "input_tokens" not in told
