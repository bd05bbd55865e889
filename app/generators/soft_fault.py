"""Soft faults of an answer, such as an omission: the model gets one repair turn, and the answer counts anyway."""

from collections.abc import Generator
from typing import Generic, TypeVar

from app.errors import ModelFailure
from app.llm.response_validation import WordedComplaint

AnswerT = TypeVar("AnswerT")
AskT = TypeVar("AskT")
ReplyT = TypeVar("ReplyT")


class SoftFault(str):
    """A line of `faults` that asks for more, or for less, and refuses nothing."""

    __slots__ = ()


class GuardRemark(SoftFault, WordedComplaint):
    """An omission whose line holds words of the answer: what the guard will withhold, and why."""

    __slots__ = ()


class SecondAttempt(Generic[AnswerT]):
    """One second asking. No I/O."""

    def __init__(self) -> None:
        self._kept: AnswerT | None = None
        self._asked = False

    def still(self, answer: AnswerT, faults: list[str]) -> list[str]:
        """The faults for which an answer goes back: omissions do so once, alone or beside others."""
        asked_already = self._asked
        self._asked = self._asked or any(isinstance(line, SoftFault) for line in faults)
        if not faults or not all(isinstance(line, SoftFault) for line in faults):
            return faults
        self._kept = answer
        return [] if asked_already else faults

    def or_kept(self, conversation: Generator[AskT, ReplyT, AnswerT]) -> Generator[AskT, ReplyT, AnswerT]:
        """The conversation; where it fails after an answer that only left something out, it ends with that one."""
        try:
            return (yield from conversation)
        except ModelFailure:
            if self._kept is None:
                raise
            return self._kept
