"""Model calls in flight in this process, so that erasing a visit or stopping the process can cancel them."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar
from uuid import UUID

from app.errors import NotFound, Stopping, TheraBridgeError

AnswerT = TypeVar("AnswerT")


class InflightCalls:
    """The model calls in flight, by the visits whose words are in them."""

    def __init__(self) -> None:
        self._tasks: defaultdict[UUID, set[asyncio.Task[Any]]] = defaultdict(set)
        self._of_callers: set[asyncio.Task[Any]] = set()
        self._stopped = False

    @property
    def about(self) -> Collection[UUID]:
        """The visits with calls in flight."""
        return list(self._tasks)

    async def ask(
        self, session_ids: Collection[UUID], call: Coroutine[Any, Any, AnswerT], *, for_caller: bool
    ) -> AnswerT:
        """Await a call. Raises NotFound when one of the visits is erased meanwhile, and, where a caller waits for it,
        Stopping when the process stops."""
        if for_caller and self._stopped:
            call.close()
            raise self._stopping()
        task = asyncio.ensure_future(call)
        self._add(session_ids, task, for_caller)
        try:
            return await task
        except asyncio.CancelledError:
            if not task.cancelled() or _is_cancelled():
                raise
            raise self._error(task) from None
        finally:
            self._remove(session_ids, task)

    def stop(self) -> None:
        """Cancel the calls that callers wait for, so that these get an answer."""
        self._stopped = True
        for task in self._of_callers:
            task.cancel()

    def cancel(self, session_ids: Collection[UUID]) -> None:
        """Cancel the calls about visits that were erased."""
        for session_id in session_ids:
            for task in self._tasks.get(session_id, ()):
                task.cancel()

    def _error(self, task: asyncio.Task[Any]) -> TheraBridgeError:
        if self._stopped and task in self._of_callers:
            return self._stopping()
        return NotFound("The session, or one that is remembered in it, was erased meanwhile.")

    def _stopping(self) -> Stopping:
        return Stopping("This process is stopping. Ask again: another one, or this one once it is back, answers.")

    def _add(self, session_ids: Collection[UUID], task: asyncio.Task[Any], for_caller: bool) -> None:
        for session_id in session_ids:
            self._tasks[session_id].add(task)
        if for_caller:
            self._of_callers.add(task)

    def _remove(self, session_ids: Collection[UUID], task: asyncio.Task[Any]) -> None:
        for session_id in session_ids:
            self._tasks[session_id].discard(task)
            if not self._tasks[session_id]:
                del self._tasks[session_id]
        self._of_callers.discard(task)


def _is_cancelled() -> bool:
    """Whether the waiting task itself was cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
