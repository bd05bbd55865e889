import json

from app.offline.completion import (
    Completion,
    SpokenAnswer,
    content_of,
    error_body,
    estimated_tokens,
    models_body,
    text_of,
)

REQUEST = {"messages": [{"role": "user", "content": "one two three"}]}


def test_tokens_are_estimated_from_words() -> None:
    table = [("", 0), ("one", 2), ("one two three", 4)]
    assert [(text, tokens) for text, tokens in table if estimated_tokens(text) != tokens] == []


def test_usage_adds_up_and_says_that_nothing_was_cached_or_reasoned() -> None:
    usage = json.loads(Completion(b"x", REQUEST, SpokenAnswer("six more words")).whole())["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] == 8
    assert usage["prompt_tokens_details"]["cached_tokens"] == 0
    assert usage["completion_tokens_details"]["reasoning_tokens"] == 0


def test_usage_is_streamed_only_where_it_is_asked_for() -> None:
    plain = b"".join(Completion(b"x", REQUEST, SpokenAnswer("words")).chunks())
    counted = b"".join(
        Completion(b"x", {**REQUEST, "stream_options": {"include_usage": True}}, SpokenAnswer("words")).chunks()
    )
    assert b"usage" not in plain
    assert b"usage" in counted


def test_a_stream_ends_with_done() -> None:
    assert list(Completion(b"x", REQUEST, SpokenAnswer("words")).chunks())[-1] == b"data: [DONE]\n\n"


def test_a_refusal_is_streamed_as_one() -> None:
    chunks = list(Completion(b"x", REQUEST, SpokenAnswer(refusal="no")).chunks())
    assert json.loads(chunks[1].removeprefix(b"data: "))["choices"][0]["delta"] == {"refusal": "no"}


def test_different_requests_have_different_ids() -> None:
    ids = {json.loads(Completion(body, REQUEST, SpokenAnswer("words")).whole())["id"] for body in (b"x", b"y")}
    assert len(ids) == 2


def test_half_a_character_does_not_break_the_answer() -> None:
    assert text_of("a\ud800b") == '"a?b"'


def test_a_message_without_text_says_nothing() -> None:
    messages = [None, "text", {}, {"content": None}, {"content": [{"type": "text"}]}]
    assert [message for message in messages if content_of(message) != ""] == []


def test_a_used_up_quota_is_an_error_of_its_own_type() -> None:
    assert json.loads(error_body("No.", "insufficient_quota"))["error"]["type"] == "insufficient_quota"


def test_one_model_is_listed() -> None:
    assert [model["id"] for model in json.loads(models_body())["data"]] == ["offline"]
