"""A completion, whole or in pieces, ends as the same Reply. How servers differ is in test_model_server_answers.py."""

from typing import Any

import pytest
from support.tables import each_row

from app.errors import ModelFailed, ModelUnavailable
from app.llm import completion_parser
from app.llm.completion_parser import CompletionParser, usage_of
from app.llm.exchange import Reply
from app.llm.prices import Usage

COUNTED = {
    "prompt_tokens": 2000,
    "completion_tokens": 200,
    "prompt_tokens_details": {"cached_tokens": 500},
    "completion_tokens_details": {"reasoning_tokens": 64},
}


def chunk(delta: object = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    return {"model": "gpt-5.2", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}


def parsed(*chunks: object) -> CompletionParser:
    parser = CompletionParser()
    for one in chunks:
        parser.take(one)
    return parser


def test_a_whole_completion_and_a_streamed_one_are_the_same_reply() -> None:
    choice = {"message": {"content": '{"a": 1}', "refusal": None}, "finish_reason": "stop"}
    whole = parsed({"model": "gpt-5.2", "service_tier": "flex", "choices": [choice], "usage": COUNTED}).reply()
    pieces = [chunk({"content": '{"a"'}), chunk({"content": ": 1}"}, service_tier="flex"), chunk({}, "stop")]
    assert whole == parsed(*pieces, {"choices": [], "usage": COUNTED}).reply()
    assert whole == Reply('{"a": 1}', "stop", None, "gpt-5.2", "flex", Usage(2000, 500, 200, 64))


def test_a_refusal_in_pieces_is_gathered() -> None:
    reply = parsed(chunk({"refusal": "I "}), chunk({"refusal": "cannot."}), chunk({}, "stop")).reply()
    assert (reply.text, reply.refusal) == (None, "I cannot.")


def test_only_pieces_with_text_are_reported() -> None:
    heard: list[str] = []
    parser = CompletionParser(heard.append)
    for one in (chunk({"role": "assistant"}), chunk({"content": "a"}), chunk({"content": ""}), chunk({}, "stop")):
        parser.take(one)
    assert heard == ["a"]


def test_a_stream_that_ends_without_saying_so_broke_off() -> None:
    with pytest.raises(ModelUnavailable, match="broke off"):
        parsed(chunk({"content": '{"answer": '})).reply()
    parser = parsed(chunk({"content": "{}"}))
    parser.end()
    assert parser.reply().text == "{}"


def test_a_text_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion_parser, "MAX_TEXT_CHARS", 10)
    with pytest.raises(ModelFailed) as caught:
        parsed(*[chunk({"content": "    "})] * 3)
    assert caught.value.reason == "too_long"


@each_row("nonsense", [None, [], "<html>", {"choices": []}, {"choices": [None]}, {"choices": {"0": {}}}])
def test_what_is_no_completion_is_malformed(nonsense: object) -> None:
    with pytest.raises(ModelFailed) as caught:
        parsed(nonsense).reply()
    assert caught.value.reason == "malformed"


def test_a_field_of_another_type_is_absent() -> None:
    reply = parsed(chunk({"content": "{}"}, "stop", model=5, service_tier=["flex"])).reply()
    assert (reply.model, reply.service_tier) == (None, None)


def test_usage_without_details_is_usage_all_the_same() -> None:
    bare = {key: value for key, value in COUNTED.items() if not key.endswith("details")}
    assert usage_of(bare) == Usage(2000, 0, 200, 0)
    assert usage_of(bare | {"completion_tokens_details": {}}) == Usage(2000, 0, 200, None)


@each_row("wrong", [{"prompt_tokens": "2000"}, {"completion_tokens": None}, {"completion_tokens": True},
                    {"prompt_tokens": -1}, {"prompt_tokens": 10**9}, {"prompt_tokens": 400}])  # fmt: skip
def test_counts_that_cannot_be_are_no_usage(wrong: dict[str, object]) -> None:
    assert usage_of(COUNTED | wrong) is None


@each_row("nothing", [None, [1, 2], "12", {}])
def test_what_is_no_usage_is_none(nothing: object) -> None:
    assert usage_of(nothing) is None
