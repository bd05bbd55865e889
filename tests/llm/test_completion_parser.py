"""A completion, whole or in pieces, ends as the same Reply; finished items are counted while it is written."""

import json
from typing import Any

import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from pydantic import Field
from support.tables import each_row

from app.errors import ModelFailed, ModelUnavailable
from app.generators.wave_3.roadmap_generator import Roadmap
from app.llm.completion_parser import CompletionParser, Count, finished_items, most_items, reply_of, usage_of
from app.llm.exchange import Reply
from app.llm.prices import Usage
from app.therapy.evidence import Answer

COUNTED = {
    "prompt_tokens": 2000,
    "completion_tokens": 200,
    "total_tokens": 2200,
    "prompt_tokens_details": {"cached_tokens": 500},
    "completion_tokens_details": {"reasoning_tokens": 64},
}
POINT = {"notes": [0], "text": "You walked."}
ROADMAP = {
    "summary": {"notes": [0, 12], "text": 'You "came" far.'},
    "achievements": [POINT] * 5,
    "currentFocus": [POINT] * 3,
    "sections": [
        {"notes": [0], "title": title, "heading": "Your walks", "content": "You walked."}
        for title in (
            "Clinical Progress",
            "Therapeutic Strategies",
            "Identified Patterns",
            "Current Treatment Focus",
            "Long-term Goals",
        )
    ],
}
ANSWER = json.dumps({"answer": ROADMAP}, indent=1)


def completion(**changed: Any) -> ChatCompletion:
    choice = {"index": 0, "message": {"role": "assistant", "content": "{}", "refusal": None}, "finish_reason": "stop"}
    raw = {"id": "x", "object": "chat.completion", "created": 0, "model": "gpt-5.2", "choices": [choice]}
    return ChatCompletion.model_construct(**ChatCompletion.model_validate(raw | {"usage": COUNTED}).__dict__ | changed)


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> ChatCompletionChunk:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    head = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "gpt-5.2"}
    return ChatCompletionChunk.model_validate({**head, "choices": choices, **more})


def heard(*chunks: ChatCompletionChunk) -> CompletionParser:
    dictation = CompletionParser()
    for piece in chunks:
        dictation.take(piece)
    return dictation


def test_a_whole_completion_and_a_streamed_one_are_the_same_reply() -> None:
    whole = reply_of(completion(service_tier="flex"))
    streamed = heard(
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "{"}, service_tier="flex"),
        chunk({"content": "}"}),
        chunk({}, "stop"),
        chunk(usage=COUNTED),
    ).reply()
    assert whole == streamed
    assert whole == Reply("{}", "stop", None, "gpt-5.2", "flex", Usage(2000, 500, 200, 64))


def test_a_refusal_in_pieces_is_gathered() -> None:
    reply = heard(chunk({"refusal": "I "}), chunk({"refusal": "cannot."}), chunk({}, "stop")).reply()
    assert (reply.text, reply.refusal) == (None, "I cannot.")


def test_only_chunks_that_bring_text_are_told_of() -> None:
    dictation = CompletionParser()
    pieces = [chunk({"role": "assistant"}), chunk({"content": "a"}), chunk({}, "stop"), chunk(usage=COUNTED)]
    assert [dictation.take(piece) for piece in pieces] == [False, True, False, False]


def test_a_stream_that_ends_without_saying_so_broke_off() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        heard(chunk({"content": '{"answer": '})).reply()
    assert caught.value.reason == "interrupted"


def test_usage_without_details_is_usage_all_the_same() -> None:
    bare = {key: value for key, value in COUNTED.items() if not key.endswith("details")}
    assert usage_of(completion(usage=None).usage) is None
    found = heard(chunk({"content": "x"}, "stop", usage=bare)).reply().usage
    assert found == Usage(2000, 0, 200, 0)


def test_counts_that_are_no_numbers_are_no_usage() -> None:
    counted = completion().usage
    assert counted is not None
    assert usage_of(counted.model_copy(update={"prompt_tokens": "2000"})) is None
    assert usage_of(counted.model_copy(update={"completion_tokens": None})) is None


@each_row("nonsense", ["<html>", None, {"error": "x"}])
def test_what_is_no_completion_is_malformed(nonsense: Any) -> None:
    with pytest.raises(ModelFailed) as caught:
        reply_of(nonsense)
    assert caught.value.reason == "malformed"


def test_a_completion_without_a_choice_is_malformed() -> None:
    with pytest.raises(ModelFailed):
        reply_of(completion(choices=[]))


def test_a_field_of_another_type_is_absent() -> None:
    reply = reply_of(completion(model=5, service_tier=["flex"]))
    assert (reply.model, reply.service_tier) == (None, None)


def test_a_journey_has_at_most_fourteen_items() -> None:
    assert most_items(Roadmap) == 14


def test_a_limit_on_characters_is_no_number_of_items() -> None:
    class Letter(Answer):
        """A letter."""

        text: str = Field(max_length=600)
        """Its text."""
        points: list[str] = Field(max_length=3)
        """Its points."""

    assert most_items(Letter) == 4


def test_finished_items_rise_one_by_one_from_none_to_all() -> None:
    counts = [finished_items(Roadmap, ANSWER[:end]) for end in range(len(ANSWER) + 1)]
    assert counts == sorted(counts)
    assert set(counts) == set(range(15))


def test_an_item_counts_once_it_has_all_its_fields_to_the_end() -> None:
    before, after = ANSWER.index(' far."'), ANSWER.index(' far."') + len(' far."')
    assert finished_items(Roadmap, ANSWER[:before]) == 0
    assert finished_items(Roadmap, ANSWER[: after - 1]) == 0
    assert finished_items(Roadmap, ANSWER[:after]) == 1


@each_row("text", ["", " ", "```json", "null", "[1,2", '{"answer": null', '{"answer": [', '{"other": {'])
def test_what_is_no_answer_yet_has_no_items(text: str) -> None:
    assert finished_items(Roadmap, text) == 0


def test_a_half_written_number_counts_which_is_why_only_documents_are_counted() -> None:
    class Score(Answer):
        """A score."""

        value: float
        """Its value."""

    assert finished_items(Score, '{"answer": {"value": 2') == 1


def test_the_count_is_told_only_when_it_rises() -> None:
    count = Count(Roadmap)
    risen = [count.done for end in range(len(ANSWER) + 1) if count.rises(ANSWER[:end])]
    assert risen == list(range(1, 15))


def test_a_repair_turn_never_lowers_the_count() -> None:
    count = Count(Roadmap)
    count.rises(ANSWER)
    assert not any(count.rises(ANSWER[:end]) for end in range(0, len(ANSWER), 7))
    assert count.done == 14


def test_an_answer_over_its_limits_is_never_more_than_all() -> None:
    count = Count(Roadmap)
    count.rises(json.dumps({"answer": {**ROADMAP, "achievements": [POINT] * 9}}))
    assert (count.done, count.total) == (14, 14)
