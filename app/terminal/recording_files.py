"""The files of a recording: each request as plain text, and the answers to it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTDATED = ".outdated"
REPAIR = "repair"


@dataclass
class Exchange:
    """The requests and answers of one visit and task in one pass. `request` is the file of the request that has no
    answer, if any.
    """

    visit: str
    task: str
    schema: Mapping[str, Any]
    answers: list[str] = field(default_factory=list)
    messages: Sequence[Mapping[str, str]] = ()
    unanswered: bool = False
    request: Path | None = None
    changed: bool = False

    def add_request(self, messages: Sequence[Mapping[str, str]]) -> None:
        """Add another request."""
        self.messages = messages

    @property
    def name(self) -> str:
        """The name of the file, without extension."""
        turn = len(self.answers)
        return f"{self.task}.{REPAIR}_{turn}" if turn else self.task

    @property
    def text(self) -> str:
        """The request, word for word."""
        parts = [f"=== {message['role']} ===\n{message['content']}" for message in self.messages]
        schema = json.dumps(self.schema, ensure_ascii=False, indent=1)
        return "\n\n".join([*parts, f"=== json schema of the answer ===\n{schema}\n"])

    @property
    def description(self) -> str:
        """What is requested, in words."""
        if not self.answers:
            changed = "the request has changed, answer it anew" if self.changed else "to be answered"
            return f"{changed}: {self.request}"
        wrong = self.messages[-1]["content"].replace("\n", "\n    ")
        return f"answer {len(self.answers)} was sent back; to be answered once more: {self.request}\n    {wrong}"


@dataclass(frozen=True)
class RecordingFiles:
    """`requests/<visit>/<task>.txt` and `answers/<visit>/<task>.json` of a folder. Repair turns are `<task>.repair_1`
    and `<task>.repair_2`.
    """

    folder: Path

    def find_answer(self, exchange: Exchange, *, takes: bool) -> str | None:
        """Return the answer to this request. Without one, write the request to a file and return None. An answer to a
        request that has changed since is moved aside.
        """
        request = self.folder / "requests" / exchange.visit / f"{exchange.name}.txt"
        answer = self.folder / "answers" / exchange.visit / f"{exchange.name}.json"
        same = request.is_file() and request.read_text(encoding="utf-8") == exchange.text
        if answer.is_file() and request.is_file() and not same:
            exchange.changed = True
            answer.rename(answer.with_name(answer.name + OUTDATED))
        if takes and same and answer.is_file():
            exchange.answers.append(answer.read_text(encoding="utf-8"))
            return exchange.answers[-1]
        request.parent.mkdir(parents=True, exist_ok=True)
        answer.parent.mkdir(parents=True, exist_ok=True)
        request.write_text(exchange.text, encoding="utf-8")
        exchange.unanswered, exchange.request = True, request
        return None
