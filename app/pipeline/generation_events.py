"""What is told of one generation: its beginning and end, and the parts of a document."""

from dataclasses import replace
from typing import Any

from app.llm.prices import decimal_string
from app.pipeline.graph import generator
from app.pipeline.task_request import Order
from app.progress.events import Event, Status
from app.store.visits import StoredVisit
from app.therapy.visit import Memory


def event_of(order: Order, visit: StoredVisit, status: Status, milliseconds: int | None, **details: Any) -> Event:
    """An event of a generation; `milliseconds` is how long what has ended took."""
    declared, attempt = generator(order.task).declared, order.attempt
    return Event(
        session_id=order.session_id,
        session_date=visit.session_date,
        wave=declared.wave,
        event=declared.event,
        status=status,
        run_id=order.run_id,
        attempt=attempt.number if attempt else 1,
        details=details,
        milliseconds=milliseconds,
    )


def of_memory(order: Order, visit: StoredVisit, memory: Memory) -> list[Event]:
    """What a document's memory was made of, in counts."""
    built = {"sessions": len(memory.sessions), "missing": len(memory.missing), "left_out": memory.left_out}
    compacted = {"strategy": memory.strategy, "shortened": memory.shortened}
    return [_part(order, visit, "CONTEXT_BUILD", **built), _part(order, visit, "COMPACTION", **compacted)]


def of_version(order: Order, visit: StoredVisit, saved: dict[str, Any], calls: int, cost: Any) -> list[Event]:
    """What storing a document came to. `cost` is in US dollars, None where it is not known."""
    told = None if cost is None else decimal_string(cost)
    tracked = _part(order, visit, "COST_TRACK", calls=calls, cost_usd=told)
    return [_part(order, visit, "VERSION_SAVE", **saved), tracked]


def _part(order: Order, visit: StoredVisit, name: str, **details: Any) -> Event:
    whole = event_of(order, visit, "success", None, **details)
    return replace(whole, event=name, part_of=whole.event)
