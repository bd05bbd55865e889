"""What an answer leaves out: it is sent back for that once, and counts all the same."""

from collections.abc import Generator
from typing import Generic, TypeVar

from app.errors import ModelFailure

AnswerT = TypeVar("AnswerT")
AskT = TypeVar("AskT")
ReplyT = TypeVar("ReplyT")


class Omission(str):
    """A line of `faults` that asks for more and refuses nothing."""

    __slots__ = ()


class Second(Generic[AnswerT]):
    """One second asking. No I/O."""

    def __init__(self) -> None:
        self._kept: AnswerT | None = None

    def still(self, answer: AnswerT, faults: list[str]) -> list[str]:
        """The faults for which an answer goes back: omissions alone do so once."""
        if not faults or not all(isinstance(line, Omission) for line in faults):
            return faults
        asked_already, self._kept = self._kept is not None, answer
        return [] if asked_already else faults

    def or_kept(self, conversation: Generator[AskT, ReplyT, AnswerT]) -> Generator[AskT, ReplyT, AnswerT]:
        """The conversation; where it fails after an answer that only left something out, it ends with that one."""
        try:
            return (yield from conversation)
        except ModelFailure:
            if self._kept is None:
                raise
            return self._kept
