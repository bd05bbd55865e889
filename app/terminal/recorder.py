"""Records answers: the real pipeline run over visits with what is answered so far, one step after the other.

Whatever it asks without an answer is written down as a file, word for word as a model's server would get it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bootstrap import open_context
from app.errors import ModelFailure
from app.pipeline.context import Context
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator
from app.sample.recorded_answers import RecordedAnswer, read_answers, write_answer
from app.settings import Settings
from app.terminal.recording_files import Exchange, RecordingFiles
from app.terminal.recording_state import is_stale
from app.terminal.visit_walk import NamedVisit, handed_over, walk_steps


@dataclass(frozen=True)
class Scope:
    """What is asked and taken: visits and tasks by name, all where none is named. Others are played all the same."""

    visits: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()

    def holds(self, visit: str, task: str) -> bool:
        """Whether a step is in it."""
        return (not self.visits or visit in self.visits) and (not self.tasks or task in self.tasks)


@dataclass
class Recorder:
    """One pass over the visits of patients. `stored` is where answers are kept; `files` are the requests and the
    answers to them that are to be taken, if `takes`."""

    settings: Settings
    url: str
    stored: Path
    files: RecordingFiles
    scope: Scope
    takes: bool
    lines: list[str] = field(default_factory=list)
    _kept: dict[tuple[str, str], RecordedAnswer] = field(default_factory=dict)
    _visit: str = ""
    _exchange: Exchange | None = None

    async def run(self, histories: Sequence[Sequence[NamedVisit]]) -> list[str]:
        """Go through the visits of each patient; what happened, a line each."""
        self._kept = {(one.visit, one.task): one for one in read_answers(self.stored) if not is_stale(one)}
        async with open_context(self.settings, self.url, works=False, played=self) as context:
            for history in histories:
                if wanted := self._up_to_the_last_wanted(history):
                    await self._patient(context, wanted)
        return self.lines

    def has(self, task: str, transcript: str) -> bool:  # noqa: ARG002 - of the visit under way
        """Every question is answered here, or written down."""
        return True

    def answer(self, task: str, transcript: str, messages: Sequence[Mapping[str, str]]) -> str | None:  # noqa: ARG002
        """The kept answer; else, where answers are taken, the one handed in to just these messages."""
        if kept := self._kept.get((self._visit, task)):
            return kept.final
        if self._exchange is None:
            self._exchange = Exchange(self._visit, task, generator(task).declared.schema)
        self._exchange.asked(messages)
        if not self.scope.holds(self._visit, task):
            self._exchange.unanswered = True
            return None
        return self.files.answered(self._exchange, takes=self.takes)

    def _up_to_the_last_wanted(self, history: Sequence[NamedVisit]) -> Sequence[NamedVisit]:
        wanted = [at for at, visit in enumerate(history, 1) if not self.scope.visits or visit.name in self.scope.visits]
        return history[: max(wanted, default=0)]

    async def _patient(self, context: Context, history: Sequence[NamedVisit]) -> None:
        async def do(visit: NamedVisit, request: TaskRequest) -> bool | None:
            self._visit, self._exchange = visit.name, None
            return await self._step(context, request)

        async with handed_over(context, history) as (_, sessions):
            await walk_steps(history, sessions, do)

    async def _step(self, context: Context, request: TaskRequest) -> bool | None:
        """Make one step's result: whether there is one, or None where an answer is missing."""
        told = f"{self._visit} {request.task}"
        try:
            done = await execute_task(context, request)
        except ModelFailure as failure:
            if self._is_open(told):
                return None
            self.lines.append(f"{told}: failed for good ({failure.reason}). {failure.detail}")
            return False
        if self._is_open(told):
            return None
        if self._exchange is not None:
            self._store(request.task, self._exchange)
            self.lines.append(f"{told}: stored{_remarks(done.row)}")
        return True

    def _is_open(self, told: str) -> bool:
        """Whether an answer is missing, which is told where it is asked for."""
        exchange = self._exchange
        if exchange is None or not exchange.unanswered:
            return False
        if exchange.request is not None:
            self.lines.append(f"{told}: {exchange.told}")
        return True

    def _store(self, task: str, exchange: Exchange) -> None:
        version = generator(task).declared.question_version
        kept = RecordedAnswer(self._visit, task, version, tuple(exchange.answers))
        write_answer(self.stored, kept)
        self._kept[self._visit, task] = kept


def _remarks(row: Any) -> str:
    """What the service made of an answer: what it dropped or withheld, and why there is no result."""
    told = [f"; no result: {row.reason}"] if row.result is None else []
    told += [f"\n    dropped {item['path']}: {item['reason']}" for item in row.dropped]
    return "".join(told) + f" {json.dumps(row.reason)}" * bool(row.result is not None and row.reason)
