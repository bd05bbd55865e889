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
    """The first frame of a stream: a comment, so that the headers are sent at once, and the reconnection delay."""
    return ServerSentEvent(comment="open", retry=RETRY_MILLISECONDS, sep=SEPARATOR).encode()


def still_here() -> ServerSentEvent:
    """The comment that keeps a quiet stream open."""
    return ServerSentEvent(comment="still here", sep=SEPARATOR)


def progress_frame(row: PipelineEvent) -> bytes:
    """An event of the log."""
    return _frame("progress", event_body(row), number=row.number)


def reset_frame(begin: int) -> bytes:
    """The requested history was erased; the stream continues from `begin`, and so does a client that reconnects."""
    return _frame("reset", {"from": begin}, number=begin - 1)


def result_frame(envelope: Mapping[str, Any]) -> bytes:
    """The result of a generation."""
    return _frame("result", envelope)


def error_frame(problem: Mapping[str, Any]) -> bytes:
    """Why a generation failed, as a problem document."""
    return _frame("error", problem)


def event_body(row: PipelineEvent) -> dict[str, Any]:
    """An event of the log as JSON holds it."""
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
