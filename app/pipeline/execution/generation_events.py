"""The events of one generation: its start and end, and the parts of a document."""

from dataclasses import replace
from typing import Any

from app.llm.prices import decimal_string
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator
from app.progress.events import Event, Status
from app.progress.wave3_logger import declare_event
from app.store.models.events import LogEvent
from app.store.visits import StoredVisit
from app.therapy.visit import Memory

CONTEXT_BUILD = declare_event("CONTEXT_BUILD", LogEvent.FILE_LOAD)
COMPACTION = declare_event("COMPACTION", LogEvent.FILE_LOAD)
VERSION_SAVE = declare_event("VERSION_SAVE", LogEvent.DB_UPDATE)
COST_TRACK = declare_event("COST_TRACK", LogEvent.DB_UPDATE)


def generation_event(
    task_request: TaskRequest, visit: StoredVisit, status: Status, milliseconds: int | None, **details: Any
) -> Event:
    """An event of a generation; `milliseconds` is how long what has ended took."""
    declared, attempt = generator(task_request.task).declared, task_request.attempt
    return Event(
        session_id=task_request.session_id,
        session_date=visit.session_date,
        wave=declared.wave,
        event=declared.event,
        status=status,
        run_id=task_request.run_id,
        attempt=attempt.number if attempt else 1,
        details=details,
        milliseconds=milliseconds,
    )


def memory_events(task_request: TaskRequest, visit: StoredVisit, memory: Memory) -> list[Event]:
    """What a document's memory was made of, in counts."""
    built = {"sessions": len(memory.sessions), "missing": len(memory.missing), "left_out": memory.left_out}
    compacted = {"strategy": memory.strategy, "shortened": memory.shortened}
    return [_part(task_request, visit, CONTEXT_BUILD, **built), _part(task_request, visit, COMPACTION, **compacted)]


def version_events(
    task_request: TaskRequest, visit: StoredVisit, saved: dict[str, Any], calls: int, cost: Any
) -> list[Event]:
    """What storing a document came to. `cost` is in US dollars, None where it is not known."""
    cost_usd = None if cost is None else decimal_string(cost)
    tracked = _part(task_request, visit, COST_TRACK, calls=calls, cost_usd=cost_usd)
    return [_part(task_request, visit, VERSION_SAVE, **saved), tracked]


def _part(task_request: TaskRequest, visit: StoredVisit, name: str, **details: Any) -> Event:
    whole = generation_event(task_request, visit, "success", None, **details)
    return replace(whole, event=name, part_of=whole.event)
