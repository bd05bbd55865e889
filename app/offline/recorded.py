"""The recorded engine: answers that a large model gave once to known questions, played again.

A request says which transcript it is about by a hash in its metadata; it stays within this process.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.offline.completion import EVENT_STREAM, JSON, Completion, SpokenAnswer, error_body
from app.offline.engine import OfflineAnswer
from app.offline.fault_injection import FaultPlan
from app.offline.task_recognition import requested_task

MODEL = "recorded"
NOTICE = (
    "The sample patient's answers were recorded from a large language model."
    " Set OPENAI_API_KEY to ask one, or pass --offline for the built-in engine."
)
"""What everybody is told who is shown them."""
TRANSCRIPT = "transcript"
"""The name of the hash in a request's metadata."""
NOT_RECORDED = "not_recorded"


class Recordings(Protocol):
    """Where recorded answers come from. `transcript` is a transcript's fingerprint."""

    def has(self, task: str, transcript: str) -> bool:
        """Whether there is an answer to that task about that transcript."""
        ...

    def answer(self, task: str, transcript: str, messages: Sequence[Mapping[str, str]]) -> str | None:
        """The answer to these messages; None where there is none."""
        ...


@dataclass(frozen=True)
class RecordedAnswers:
    """Answers by task and transcript. A repair turn gets the same answer again."""

    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def has(self, task: str, transcript: str) -> bool:
        """Whether there is one."""
        return (task, transcript) in self.answers

    def answer(self, task: str, transcript: str, messages: Sequence[Mapping[str, str]]) -> str | None:  # noqa: ARG002
        """The one answer, whatever is asked."""
        return self.answers.get((task, transcript))


def play_recording(
    body: bytes, recordings: Recordings, count: Callable[[str], int], conduct: FaultPlan | None = None
) -> OfflineAnswer | None:
    """The recorded answer to a request; None where it names no transcript, and is not for this engine.

    It takes as long as `conduct` says. Its tokens are those `count` finds in what can be seen; how much was reasoned is
    not known. 400 where there is no answer.
    """
    request = _request(body)
    transcript = (request.get("metadata") or {}).get(TRANSCRIPT)
    if transcript is None:
        return None
    task = requested_task(request)
    text = recordings.answer(task, transcript, request["messages"])
    if text is None:
        said = error_body("There is no recorded answer to this.", NOT_RECORDED)
        return OfflineAnswer(400, JSON, [(0.0, said)])
    completion = Completion(body, request, SpokenAnswer(text), model=MODEL, count=count, reasoning_known=False)
    pieces = list(completion.chunks()) if request.get("stream") else [completion.whole()]
    kind = EVENT_STREAM if request.get("stream") else JSON
    pause = conduct.seconds(task) / len(pieces) if conduct else 0.0
    return OfflineAnswer(200, kind, [(pause, piece) for piece in pieces])


def _request(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return request if isinstance(request, dict) and isinstance(request.get("messages"), list) else {}
