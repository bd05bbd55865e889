"""One Session Bridge from the command line: its progress on the terminal, its end as an exit code."""

import asyncio
import json
import sys
from typing import Any
from uuid import UUID

from rich.console import Console

from app.bootstrap import at_place, bring_up, direct_url, open_context
from app.errors import Conflict, ModelFailure, Rejected
from app.pipeline.context import Context
from app.pipeline.execution.envelope import envelope
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.progress.sse_frames import event_body
from app.settings import Settings
from app.store import event_log, visits
from app.terminal import screen

TASK, DOCUMENT = "session_bridge_generation", "session_bridge"
LOOKS_PER_SECOND = 5
DONE, REFUSED, TOO_LITTLE, MODEL_FAILED, HELD = 0, 1, 3, 4, 5
"""Exit codes. 2 is left to wrong usage."""


def run_session_bridge(settings: Settings, patient_id: UUID, session_id: UUID) -> int:
    """Compact the memory, generate, store the version with its metadata; print the envelope. The exit code."""
    with at_place(settings) as place:
        asyncio.run(bring_up(direct_url(settings, place)))
        return asyncio.run(_generated(settings, place.url, patient_id, session_id))


async def _generated(settings: Settings, url: str, patient_id: UUID, session_id: UUID) -> int:
    console = Console(stderr=True)
    async with open_context(settings, url, works=False) as context:
        try:
            bridge = await _watched(context, console, patient_id, session_id)
        except ModelFailure as failure:
            console.print(f"The model failed: {failure.reason}. {failure.detail}")
            return MODEL_FAILED
        except Rejected as refusal:
            console.print(refusal.detail)
            return REFUSED
    sys.stdout.write(json.dumps(bridge, ensure_ascii=False, indent=2) + "\n")
    if bridge["last_attempt"] is not None:
        console.print(f"Nothing came of it ({bridge['last_attempt']['reason']}); this is the bridge as it was.")
        return TOO_LITTLE
    if bridge["result"] is not None:
        return DONE
    return HELD if bridge["reason"] == "held" else TOO_LITTLE


async def _watched(context: Context, console: Console, patient_id: UUID, session_id: UUID) -> dict[str, Any]:
    async with context.database.snapshot() as db:
        if (await visits.find(db, session_id)).patient_id != patient_id:
            raise Conflict("This session belongs to another patient.")
        last = await event_log.last_number(db, patient_id)
    work = asyncio.create_task(execute_task(context, TaskRequest(session_id, TASK, force=True)))
    while not work.done():
        await asyncio.wait([work], timeout=1 / LOOKS_PER_SECOND)
        last = await _print_events(context, console, patient_id, session_id, last)
    await _print_events(context, console, patient_id, session_id, last)  # what came during the last read
    done = work.result()
    bridge = await envelope(context.database, done)
    if metadata := bridge["generation_metadata"]:
        _say(console, screen.event_line({"event": "METADATA", "status": "stored", "details": metadata}))
    return bridge


async def _print_events(context: Context, console: Console, patient_id: UUID, session_id: UUID, last: int) -> int:
    """Print the document's events since a number; the number of the patient's newest event."""
    async with context.database.snapshot() as db:
        events = await event_log.events_after(db, patient_id, last)
    for event in events:
        if event.session_id == session_id and event.wave == DOCUMENT:
            _say(console, screen.event_line(event_body(event)))
        last = event.number or last
    return last


def _say(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)
