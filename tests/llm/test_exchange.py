"""The conversation, driven by hand: what it asks next, and how it ends."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import Field
from support.tables import each_row

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable
from app.llm.exchange import (
    MAX_CALLS,
    MAX_REPAIRS,
    MAX_TRIES,
    NOT_RETRIED,
    Ask,
    Conversation,
    Question,
    Reply,
    converse,
)
from app.therapy.evidence import Answer


class Mood(Answer):
    """A mood."""

    score: float = Field(ge=0, le=10)
    """A score."""


GOOD = '{"score": 6.5}'
STANDARD: dict[str, Any] = {"model": "gpt-5.2", "service_tier": "default"}
FLEX = {**STANDARD, "service_tier": "flex"}
BUSY = ModelUnavailable("rate_limited")


class Hands:
    """Drives one conversation and a clock of its own."""

    def __init__(self, params: dict[str, Any] = STANDARD, seconds: float = 60.0) -> None:
        self.now = 1000.0
        question = Question("prompt", Mood, params, seconds, lambda: self.now, forgo=self._forgo)
        self._conversation: Conversation[Mood] = converse(question)
        self.asks = [next(self._conversation)]
        self.result: Mood | None = None

    @staticmethod
    def _forgo(params: dict[str, Any], parameter: str) -> dict[str, Any] | None:
        left = {name: value for name, value in params.items() if name != parameter}
        return left if left != params else None

    def says(self, text: str | None = None, *, finish: str = "stop", refusal: str | None = None) -> "Hands":
        return self._on(lambda: self._conversation.send(Reply(text, finish, refusal)))

    def fails(self, failure: ModelFailure) -> "Hands":
        return self._on(lambda: self._conversation.throw(failure))

    def waits(self, seconds: float) -> "Hands":
        self.now += seconds
        return self

    def _on(self, step: Callable[[], Ask]) -> "Hands":
        try:
            self.asks.append(step())
        except StopIteration as end:
            self.result = end.value
        return self

    @property
    def last(self) -> Ask:
        return self.asks[-1]


def test_a_good_answer_ends_it_after_one_question() -> None:
    hands = Hands().says(GOOD)
    assert hands.result == Mood(score=6.5)
    assert len(hands.asks) == 1
    assert hands.asks[0].params == STANDARD
    assert (hands.asks[0].attempt, hands.asks[0].pause, hands.asks[0].timeout) == (1, 0.0, 60.0)


@each_row(
    ("text", "complaint"),
    [
        ('{"score": 11}', "/score: above 10"),
        ('{"score": "6.5"}', "/score: not a number"),
        ('{"score": 1, "score": 2}', "a key stands twice"),
        ('{"score": NaN}', "a number is not finite"),
        ('{"score": Infinity}', "a number is not finite"),
        ('{"score": ', "not valid JSON"),
        ("", "The answer was empty."),
        (None, "The answer was empty."),
    ],
)
def test_an_unusable_answer_is_sent_back_with_what_is_wrong(text: str | None, complaint: str) -> None:
    hands = Hands().says(text)
    said, request = hands.last.repair
    assert said["content"] == (text or "(no answer)")
    assert complaint in request["content"]
    assert hands.says(GOOD).result == Mood(score=6.5)


@each_row(("text", "reason"), [('{"score": 11}', "invalid"), ("no", "malformed"), ("", "empty"), (None, "empty")])
def test_after_two_repair_turns_it_is_given_up(text: str | None, reason: str) -> None:
    hands = Hands()
    for _ in range(MAX_REPAIRS):
        hands.says(text)
    assert len(hands.last.repair) == 2 * MAX_REPAIRS
    assert [ask.attempt for ask in hands.asks] == [1, 2, 3]
    with pytest.raises(ModelFailed) as caught:
        hands.says(text)
    assert caught.value.reason == reason


def test_a_repair_turn_keeps_the_prompt_and_the_turns_before_it() -> None:
    hands = Hands().says('{"score": 11}').says('{"score": 12}')
    assert {ask.user_prompt for ask in hands.asks} == {"prompt"}
    assert hands.asks[2].repair[:2] == hands.asks[1].repair


@each_row(
    ("finish", "refusal", "reason"),
    [("length", None, "cut_off"), ("content_filter", None, "content_filter"), ("stop", "No.", "refused")],
)
def test_a_refused_filtered_or_cut_answer_is_never_asked_for_again(
    finish: str, refusal: str | None, reason: str
) -> None:
    hands = Hands()
    with pytest.raises(ModelFailed) as caught:
        hands.says('{"sc', finish=finish, refusal=refusal)
    assert caught.value.reason == reason
    assert len(hands.asks) == 1


def test_a_failure_does_not_repeat_what_the_model_said() -> None:
    with pytest.raises(ModelFailed) as caught:
        Hands().says("she cried").says("she cried").says("she cried")
    assert "cried" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_busy_model_is_asked_again_after_longer_and_longer_pauses() -> None:
    hands = Hands().fails(BUSY).fails(BUSY)
    pauses = [ask.pause for ask in hands.asks]
    assert pauses[0] == 0 < pauses[1] <= 0.5 < pauses[2] <= 1.0
    assert hands.says(GOOD).result is not None


def test_a_model_that_stays_busy_is_given_up_after_three_tries() -> None:
    hands = Hands().fails(BUSY).fails(BUSY)
    with pytest.raises(ModelUnavailable) as caught:
        hands.fails(BUSY)
    assert caught.value is BUSY
    assert len(hands.asks) == MAX_TRIES


def test_repairs_and_retries_together_take_no_more_than_the_calls_of_a_question() -> None:
    hands = Hands().fails(BUSY).says("no").fails(BUSY)
    assert len(hands.last.repair) == 2
    assert [ask.attempt for ask in hands.asks] == [1, 2, 3, MAX_CALLS]
    with pytest.raises(ModelUnavailable):
        hands.fails(BUSY)


def test_a_repair_is_not_asked_for_once_the_calls_are_used_up() -> None:
    hands = Hands().fails(BUSY).fails(BUSY).says("no")
    with pytest.raises(ModelFailed) as caught:
        hands.says("no")
    assert (caught.value.reason, len(hands.asks)) == ("malformed", MAX_CALLS)


@each_row("reason", sorted(NOT_RETRIED))
def test_what_passes_in_minutes_is_not_retried_in_seconds(reason: str) -> None:
    with pytest.raises(ModelUnavailable):
        Hands().fails(ModelUnavailable(reason, retry_after=1.0))


def test_a_refused_parameter_is_left_out_once() -> None:
    refusal = ModelFailed("rejected", parameter="verbosity")
    hands = Hands({**STANDARD, "verbosity": "low"}).fails(refusal)
    assert hands.last.params == STANDARD
    with pytest.raises(ModelFailed):
        hands.fails(refusal)


def test_the_server_says_how_long_to_wait() -> None:
    hands = Hands().fails(ModelUnavailable("overloaded", retry_after=7.0))
    assert hands.last.pause == 7.0
    assert hands.last.timeout == 53.0


def test_a_wait_longer_than_what_is_left_is_not_begun_and_is_passed_on() -> None:
    hands = Hands().waits(55)
    with pytest.raises(ModelUnavailable) as caught:
        hands.fails(ModelUnavailable("rate_limited", retry_after=6.0))
    assert caught.value.retry_after == 6.0


def test_each_question_may_take_what_the_deadline_leaves() -> None:
    hands = Hands().waits(20).says("no").waits(15).says("no")
    assert [ask.timeout for ask in hands.asks] == [60.0, 40.0, 25.0]


def test_no_question_is_asked_after_the_deadline() -> None:
    hands = Hands().waits(60)
    with pytest.raises(DeadlineExceeded):
        hands.says("no")


def test_an_answer_that_came_in_time_counts_even_if_the_clock_has_run_out_since() -> None:
    assert Hands().waits(61).says(GOOD).result == Mood(score=6.5)


@each_row("reason", ["quota_used_up", "key_rejected", "model_not_found", "rejected", "malformed"])
def test_what_will_not_change_is_not_tried_again(reason: str) -> None:
    hands = Hands()
    with pytest.raises(ModelFailed) as caught:
        hands.fails(ModelFailed(reason))
    assert caught.value.reason == reason
    assert len(hands.asks) == 1


def test_a_deadline_is_final() -> None:
    with pytest.raises(DeadlineExceeded):
        Hands().fails(DeadlineExceeded())


def test_a_full_flex_tier_is_asked_again_at_once_at_the_standard_tier() -> None:
    hands = Hands(FLEX).fails(ModelUnavailable("rate_limited", retry_after=900.0))
    assert [ask.service_tier for ask in hands.asks] == ["flex", "default"]
    assert hands.last.pause == 0.0
    assert hands.says(GOOD).result is not None


def test_the_flex_try_is_none_of_the_three() -> None:
    hands = Hands(FLEX).fails(BUSY).fails(BUSY).fails(BUSY)
    assert [ask.service_tier for ask in hands.asks] == ["flex", "default", "default", "default"]
    with pytest.raises(ModelUnavailable):
        hands.fails(BUSY)


def test_once_full_flex_is_not_asked_for_again_in_the_same_generation() -> None:
    hands = Hands(FLEX).fails(BUSY).says("no")
    assert [ask.service_tier for ask in hands.asks] == ["flex", "default", "default"]


def test_flex_that_serves_serves_the_repairs_too() -> None:
    assert [ask.service_tier for ask in Hands(FLEX).says("no").asks] == ["flex", "flex"]


def too_low(answer: Any) -> list[str]:
    return [] if answer.score > 5 else ["score: 5 or less"]


def test_what_a_type_cannot_see_is_found_and_repaired_too() -> None:
    conversation = converse(Question("prompt", Mood, STANDARD, 100.0, lambda: 0.0, faults=too_low))
    next(conversation)
    again = conversation.send(Reply('{"score": 4.0}', "stop"))
    assert "score: 5 or less" in again.repair[-1]["content"]
    with pytest.raises(StopIteration) as end:
        conversation.send(Reply(GOOD, "stop"))
    assert end.value.value == Mood(score=6.5)


@each_row(("repairs", "told"), [(0, "0 repairs"), (1, "1 repair:"), (2, "2 repairs")])
def test_a_question_has_as_many_repair_turns_as_it_says(repairs: int, told: str) -> None:
    conversation = converse(Question("prompt", Mood, STANDARD, 100.0, lambda: 0.0, faults=too_low, repairs=repairs))
    asks = [next(conversation)]
    with pytest.raises(ModelFailed, match=told):
        while True:
            asks.append(conversation.send(Reply('{"score": 4.0}', "stop")))
    assert len(asks) == 1 + repairs


def test_place_and_rule_are_told_when_repairs_did_not_help_and_nothing_that_was_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "app.llm.exchange")
    conversation = converse(Question("prompt", Mood, STANDARD, 100.0, lambda: 0.0, faults=too_low))
    next(conversation)
    with pytest.raises(ModelFailed, match="score: 5 or less") as failure:
        for _ in range(MAX_REPAIRS + 1):
            conversation.send(Reply('{"score": 4.0}', "stop"))
    assert failure.value.reason == "invalid"
    assert "4.0" not in failure.value.detail
    rejected = "Rejected response for Mood: invalid: score: 5 or less"
    assert [record.getMessage() for record in caplog.records] == [rejected] * (MAX_REPAIRS + 1)


@each_row("refusal", ["language_unsupported", "unknown_task"])
def test_the_offline_engines_refusals_say_why(refusal: str) -> None:
    conversation = converse(Question("prompt", Mood, STANDARD, 100.0, lambda: 0.0))
    next(conversation)
    with pytest.raises(ModelFailed) as failure:
        conversation.send(Reply(None, "stop", refusal))
    assert failure.value.reason == refusal
