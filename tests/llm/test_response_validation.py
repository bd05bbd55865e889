"""A reply is an answer, or it is refused by a name: nothing is repaired on the way."""

from typing import Annotated, Literal

import pytest
from pydantic import Field
from support.tables import each_row

from app.errors import ModelFailed
from app.generators.plain_text import Plain
from app.llm.response_validation import MAX_COMPLAINTS, InvalidResponse, repair_request, reply_text, validate_response
from app.therapy.evidence import Answer


class Mood(Answer):
    """How it was."""

    words: Annotated[list[str], Field(max_length=2)]
    """Some words."""
    score: float = Field(ge=0, le=10, multiple_of=0.5)
    """A score."""
    tone: Literal["calm", "tense"]
    """A tone."""


class Line(Answer):
    """A line."""

    line: str = Field(max_length=5)
    """It."""


class Text(Answer):
    """A text."""

    text: Plain
    """It."""


GOOD = '{"words": ["a"], "score": 6.5, "tone": "calm"}'


def unusable(text: str, fenced: bool = False) -> InvalidResponse:
    with pytest.raises(InvalidResponse) as caught:
        validate_response(text, Mood, fenced)
    return caught.value


def test_a_good_answer_is_taken_as_it_is() -> None:
    assert validate_response(GOOD, Mood) == Mood(words=["a"], score=6.5, tone="calm")


@each_row(
    "text",
    [
        "{",
        "I am sorry.",
        "[1, 2",
        GOOD + "}",
        '{"words": [], "words": [], "score": 6.5, "tone": "calm"}',
        GOOD.replace("6.5", "NaN"),
        GOOD.replace("6.5", "Infinity"),
        GOOD.replace("6.5", "-Infinity"),
        "[" * 100_000,
        f"```json\n{GOOD}\n```",
    ],
)
def test_what_is_no_strict_json_is_malformed(text: str) -> None:
    assert unusable(text).reason == "malformed"


@each_row(
    ("was", "now"),
    [
        ("6.5", '"6.5"'),
        ("6.5", "true"),
        ("6.5", "null"),
        ("6.5", "6.3"),
        ("6.5", "10.5"),
        ("6.5", "-0.5"),
        ("6.5", "1e400"),
        ('["a"]', '"a"'),
        ('["a"]', '["a", "b", "c"]'),
        ('["a"]', "[1]"),
        ('"a"', '"\\ud800"'),
        ('"calm"', '"CALM"'),
        (', "tone": "calm"', ""),
        ('"calm"', '"calm", "extra": 1'),
        (GOOD, "[]"),
        (GOOD, "null"),
    ],
)
def test_what_is_out_of_range_or_of_a_wrong_type_is_invalid(was: str, now: str) -> None:
    assert unusable(GOOD.replace(was, now)).reason == "invalid"


@each_row(
    ("was", "now", "complaint"),
    [
        ("6.5", "11", "/score: above 10"),
        ("6.5", "-0.5", "/score: below 0"),
        ("6.5", "6.3", "/score: not in steps of 0.5"),
        ("6.5", '"secret"', "/score: not a number"),
        ('["a"]', '["secret", "b", "c"]', "/words: more than 2 items: 3"),
        ('["a"]', '["a", 1]', "/words/1: not a text"),
        ('"calm"', '"secret"', "/tone: none of the allowed values"),
        (', "tone": "calm"', "", "/tone: missing"),
        ('"calm"', '"calm", "secret": 1', "/: a field that the schema does not have"),
        ('"calm"', '"calm", "line": {"line": "secret secret"}', "/: a field that the schema does not have"),
        (GOOD, "{", "not valid JSON at character 1: Expecting property name enclosed in double quotes"),
    ],
)
def test_a_complaint_names_the_place_and_the_rule_and_nothing_that_was_written(
    was: str, now: str, complaint: str
) -> None:
    found = unusable(GOOD.replace(was, now))
    assert found.complaints == [complaint]
    assert complaint in str(found)
    assert found.after(1) == f"The model's answer did not fit, after 1 repair: {complaint}."


def test_a_text_that_is_too_long_is_measured() -> None:
    with pytest.raises(InvalidResponse) as caught:
        validate_response('{"line": "zebra zebra"}', Line)
    assert caught.value.after(2) == (
        "The model's answer did not fit, after 2 repairs: /line: longer than 5 characters: 11."
    )


def test_a_validators_own_message_is_the_rule() -> None:
    with pytest.raises(InvalidResponse) as caught:
        validate_response('{"text": "<b>secret</b>"}', Text)
    assert caught.value.complaints == ["/text: plain text only: no links, addresses, markup or control characters"]


def test_at_most_eight_places_are_complained_of() -> None:
    many = GOOD.replace('["a"]', "[" + ",".join("1" * 30) + "]")
    assert len(unusable(many).complaints) <= MAX_COMPLAINTS


def test_a_code_fence_is_taken_off_only_where_nothing_holds_the_server_to_json() -> None:
    assert validate_response(f"```json\n{GOOD}\n```\n", Mood, fenced=True).score == 6.5
    assert validate_response(GOOD, Mood, fenced=True).score == 6.5
    assert unusable(f"Here you are:\n```json\n{GOOD}\n```", fenced=True).reason == "malformed"


@each_row(
    ("refusal", "finish_reason", "reason"),
    [
        ("I cannot.", "stop", "refused"),
        (None, "refusal", "refused"),
        (None, "content_filter", "content_filter"),
        (None, "length", "cut_off"),
    ],
)
def test_what_asking_again_would_not_change_fails_for_good(
    refusal: str | None, finish_reason: str, reason: str
) -> None:
    with pytest.raises(ModelFailed) as caught:
        reply_text(GOOD, refusal, finish_reason)
    assert caught.value.reason == reason
    assert "cannot" not in str(caught.value)


@each_row("text", [None, "", " \n"])
def test_silence_may_be_mended(text: str | None) -> None:
    with pytest.raises(InvalidResponse) as caught:
        reply_text(text, None, "stop")
    assert caught.value.reason == "empty"


def test_a_repair_turn_shows_the_model_its_answer_and_each_complaint() -> None:
    said, request = repair_request("{...", InvalidResponse("invalid", ["/score: too high", "/tone: unknown"]))
    assert said == {"role": "assistant", "content": "{..."}
    assert request["role"] == "user"
    assert "- /score: too high\n- /tone: unknown" in request["content"]


def test_a_repair_turn_after_silence_has_no_empty_message() -> None:
    said, _ = repair_request("  ", InvalidResponse("empty", ["The answer was empty."]))
    assert said["content"].strip()
