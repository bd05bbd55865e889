"""Wave3Logger: records every event in two logs, through one map of names.

The first log is the event log that browsers follow, the second the platform's analysis_processing_log. The name comes
from the predecessor, which logged only its third wave this way.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from app.progress.events import RUN_END, VERSION_RELEASE, VISIT_ERASE, Event
from app.store import event_log
from app.store.database import Db
from app.store.models.events import LogEvent

EVENT_MAP: dict[str, LogEvent] = {
    **{name: LogEvent[name] for name in ("START", "COMPLETE", "FAILED")},
    **{name: LogEvent[name] for name in ("MOOD_ANALYSIS", "TOPIC_EXTRACTION", "BREAKTHROUGH_DETECTION")},
    **{name: LogEvent[name] for name in ("DEEP_ANALYSIS", "PROSE_GENERATION")},
    **{name: LogEvent[name] for name in ("YOUR_JOURNEY_GENERATION", "SESSION_BRIDGE_GENERATION")},
    VERSION_RELEASE: LogEvent.DB_UPDATE,
}
"""Names of events, and what the platform's log calls them; `declare_event` adds others. The event of another generator
is logged there without a name; its row's `wave` names it."""

SHORT = {
    "MOOD_ANALYSIS": "mood",
    "TOPIC_EXTRACTION": "topics",
    "BREAKTHROUGH_DETECTION": "breakthrough",
    "DEEP_ANALYSIS": "deep",
    "YOUR_JOURNEY_GENERATION": "your_journey",
    "SESSION_BRIDGE_GENERATION": "session_bridge",
}
"""What the platform calls a generation in the column `wave`; others bear their task's name, cut to the column."""
WAVE_CHARS = 20

_LOGGED = {"started": "started", "success": "completed", "insufficient": "completed"}
_UNLOGGED = frozenset({"progress"})
_OF_NO_VISIT = frozenset({RUN_END, VISIT_ERASE})


def declare_event(name: str, logged_as: LogEvent) -> str:
    """Add the name of an event to the map, next to the code that publishes it. Raises ValueError for a
    duplicate name.
    """
    if name in EVENT_MAP:
        raise ValueError(f"The event {name} is declared already")
    EVENT_MAP[name] = logged_as
    return name


class Wave3Logger:
    """Writes events to both logs. `generations` are the names of the generators' events."""

    def __init__(self, generations: Collection[str]) -> None:
        self._generations = frozenset(generations)

    async def record(self, db: Db, patient_id: UUID, events: Sequence[Event]) -> None:
        """Record a patient's events in order. Must be the last statement of a transaction (see
        event_log.append_events). A failure of the processing log stops nothing. The end of a run and the
        erasure of a visit belong to no visit and are not logged there.

        Raises ValueError: a name is not in the map.
        """
        entries = [self._entry(event) for event in events if _is_logged(event)]
        await event_log.append_events(db, patient_id, [event.row() for event in events], entries)

    async def record_in_log_only(self, db: Db, patient_id: UUID, events: Sequence[Event]) -> None:
        """Record events in the processing log only: the ends of interrupted attempts, after which subscribers see the
        next attempt begin. Must be the last statement of a transaction.
        """
        await event_log.append_events(db, patient_id, [], [self._entry(event) for event in events])

    def _entry(self, event: Event) -> dict[str, Any]:
        ended = event.status != "started"
        name = EVENT_MAP.get(event.event)
        if name is None and event.event not in self._generations:
            raise ValueError(f"{event.event} is not the name of an event")
        return {
            "session_id": event.session_id,
            "wave": self._wave(event),
            "event": name,
            "status": _LOGGED.get(event.status, "failed"),
            "error": _error(event) if event.status not in _LOGGED else None,
            "retry_count": event.attempt - 1,
            "duration_ms": (event.milliseconds or 0) if ended else None,
        }

    def _wave(self, event: Event) -> str:
        name = event.part_of or event.event
        if name not in self._generations:
            return event.wave_name
        return SHORT.get(name, name.lower()[:WAVE_CHARS])


def _is_logged(event: Event) -> bool:
    return event.status not in _UNLOGGED and event.event not in _OF_NO_VISIT


def _error(event: Event) -> str:
    return str(event.details.get("reason") or event.details.get("code") or event.status)
