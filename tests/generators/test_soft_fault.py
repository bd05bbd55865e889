"""An answer goes back once for what it leaves out; whatever comes of that, nothing is lost."""

from collections.abc import Generator

import pytest

from app.errors import ModelFailed
from app.generators.soft_fault import GuardRemark, SecondAttempt, SoftFault
from app.llm.response_validation import WordedComplaint

LACKING: list[str] = [SoftFault("/tasks: not told: 1")]


def test_an_omission_is_asked_for_once() -> None:
    second = SecondAttempt[str]()
    assert second.still("first", LACKING) == LACKING
    assert second.still("again", LACKING) == []


def test_a_fault_beside_an_omission_is_asked_for_as_often_as_any() -> None:
    second = SecondAttempt[str]()
    faults = ["/tasks: too many", *LACKING]
    assert [second.still("first", faults) for _ in range(3)] == [faults] * 3
    assert second.still("whole", []) == []


def test_an_omission_that_was_asked_for_beside_a_fault_is_not_asked_for_again() -> None:
    second = SecondAttempt[str]()
    assert second.still("first", ["/tasks: too many", *LACKING])
    assert second.still("again", LACKING) == []


def test_a_remark_is_an_omission_whose_words_callers_never_see() -> None:
    assert isinstance(GuardRemark("words"), SoftFault)
    assert isinstance(GuardRemark("words"), WordedComplaint)


def test_an_answer_that_only_left_something_out_stands_when_nothing_better_comes() -> None:
    second = SecondAttempt[str]()
    second.still("first", LACKING)
    assert ends(second) == "first"


def test_without_such_an_answer_a_failure_is_a_failure() -> None:
    second = SecondAttempt[str]()
    second.still("first", ["/tasks: too many"])
    with pytest.raises(ModelFailed):
        ends(second)


def ends(second: SecondAttempt[str]) -> str:
    """What comes of a conversation that fails at its second reply."""
    conversation = second.or_kept(one_ask())
    next(conversation)
    try:
        conversation.throw(ModelFailed("refused", "no"))
    except StopIteration as end:
        return str(end.value)
    raise AssertionError("it goes on")


def one_ask() -> Generator[str, str, str]:
    yield "ask"
    return "better"
