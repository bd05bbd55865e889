"""What this process asks a model about at the moment, so that erasing a visit breaks it off."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar
from uuid import UUID

from app.errors import NotFound

AnswerT = TypeVar("AnswerT")


class Questions:
    """The questions under way, by the visits whose words are in them."""

    def __init__(self) -> None:
        self._tasks: defaultdict[UUID, set[asyncio.Task[Any]]] = defaultdict(set)

    @property
    def about(self) -> Collection[UUID]:
        """The visits that something is asked about."""
        return list(self._tasks)

    async def ask(self, session_ids: Collection[UUID], question: Coroutine[Any, Any, AnswerT]) -> AnswerT:
        """The answer. Raises NotFound when one of the visits is erased before it is there."""
        task = asyncio.ensure_future(question)
        for session_id in session_ids:
            self._tasks[session_id].add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if task.cancelled() and not _is_cancelled():
                raise NotFound("The session, or one that is remembered in it, was erased meanwhile.") from None
            raise
        finally:
            self._forget(session_ids, task)

    def break_off(self, session_ids: Collection[UUID]) -> None:
        """Break off what is asked about visits that were erased."""
        for session_id in session_ids:
            for task in self._tasks.get(session_id, ()):
                task.cancel()

    def _forget(self, session_ids: Collection[UUID], task: asyncio.Task[Any]) -> None:
        for session_id in session_ids:
            self._tasks[session_id].discard(task)
            if not self._tasks[session_id]:
                del self._tasks[session_id]


def _is_cancelled() -> bool:
    """Whether it is whoever waits that was cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
