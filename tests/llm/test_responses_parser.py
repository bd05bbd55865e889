"""Events of the Responses API as chunks. How whole answers end is in test_model_server_answers.py."""

from typing import Any

from support.tables import each_row

from app.llm.responses_parser import ENDS, ResponsesParser

PART = {"type": "output_text", "text": "{}"}
RESPONSE: dict[str, Any] = {
    "object": "response",
    "status": "completed",
    "model": "m",
    "service_tier": "flex",
    "output": [{"type": "reasoning", "content": [PART]}, {"type": "message", "content": [PART]}],
    "usage": {"input_tokens": 1, "output_tokens": 2, "input_tokens_details": {"cached_tokens": 1}},
}
CHAT = {"choices": [{"index": 0, "delta": {"content": "a"}}]}


@each_row("event", [CHAT, {"error": {"message": "x"}}, {}, {"type": 7}, {"type": "ping"}, None, [], "text"])
def test_what_is_no_event_of_the_responses_api_stays_as_it_is(event: Any) -> None:
    parser = ResponsesParser()
    assert parser.chunk_of(event) is event
    assert not parser.is_complete


def test_a_whole_response_is_a_completion() -> None:
    assert ResponsesParser().chunk_of(RESPONSE) == {
        "model": "m",
        "service_tier": "flex",
        "choices": [{"message": {"content": ["{}"], "refusal": []}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 1}},
    }


def test_text_that_came_in_pieces_is_not_taken_twice() -> None:
    parser = ResponsesParser()
    piece = parser.chunk_of({"type": "response.output_text.delta", "delta": "{}"})
    assert piece == {"choices": [{"delta": {"content": "{}"}}]}
    last: Any = parser.chunk_of({"type": "response.completed", "response": RESPONSE})
    assert last["choices"] == [{"message": {}, "finish_reason": "stop"}]


@each_row("kind", sorted(ENDS))
def test_after_the_end_nothing_is_read(kind: str) -> None:
    parser = ResponsesParser()
    parser.chunk_of({"type": "response.in_progress", "response": RESPONSE})
    assert not parser.is_complete
    parser.chunk_of({"type": kind, "response": RESPONSE})
    assert parser.is_complete
