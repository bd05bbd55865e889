"""Encodes events as text/event-stream frames."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from pydantic_core import to_json
from sse_starlette.event import ServerSentEvent

from app.store.models import PipelineEvent

RETRY_MILLISECONDS = 2000
SEPARATOR = "\n"


def opening_frame() -> bytes:
    """Return the first frame of a stream: a comment, so that the headers are sent at once, and the
    reconnection delay.
    """
    return ServerSentEvent(comment="open", retry=RETRY_MILLISECONDS, sep=SEPARATOR).encode()


def heartbeat_comment() -> ServerSentEvent:
    """Return the comment that keeps an idle stream open."""
    return ServerSentEvent(comment="still here", sep=SEPARATOR)


def progress_frame(row: PipelineEvent) -> bytes:
    """Return the frame of an event from the log."""
    return _frame("progress", event_body(row), number=row.number)


def reset_frame(begin: int) -> bytes:
    """Return the frame that says that the requested history was erased. The stream, and a client that reconnects,
    continue from `begin`.
    """
    return _frame("reset", {"from": begin}, number=begin - 1)


def result_frame(envelope: Mapping[str, Any]) -> bytes:
    """Return the frame with the result of a generation."""
    return _frame("result", envelope)


def error_frame(problem: Mapping[str, Any]) -> bytes:
    """Return the frame with the problem document of a failed generation."""
    return _frame("error", problem)


def event_body(row: PipelineEvent) -> dict[str, Any]:
    """Return an event from the log as JSON."""
    return {
        "sequence": row.number,
        "occurred_at": row.created_at.astimezone(UTC) if row.created_at else None,
        "patient_id": row.patient_id,
        "run_id": row.run_id,
        "session_id": row.session_id,
        "session_date": row.session_date,
        "attempt": row.attempt,
        "phase": row.phase,
        "event": row.event,
        "status": row.status,
        "wave": row.wave,
        "details": row.details or {},
    }


def _frame(event: str, data: Mapping[str, Any], number: int | None = None) -> bytes:
    written = to_json(data).decode()
    return ServerSentEvent(written, event=event, id=None if number is None else str(number), sep=SEPARATOR).encode()
