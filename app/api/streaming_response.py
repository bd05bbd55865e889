"""Streams a generation: its events as the response to the POST, and the result or problem as the last one."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from app.api import problems
from app.errors import ModelFailure, TheraBridgeError
from app.pipeline.context import Context
from app.pipeline.execution.envelope import envelope
from app.pipeline.execution.task_executor import TaskResult, execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import generator
from app.progress import sse_frames
from app.progress.broadcaster import Frame
from app.progress.streams import Stream, replay_events, replayed_then_live
from app.store import event_log

log = logging.getLogger(__name__)

EVENT_STREAM = "text/event-stream"
FIRST_EVENT_SECONDS = 1.0
"""How long the response's status waits for the first event. Where another caller generates the same, none comes."""

Work = asyncio.Task[TaskResult]


def _wants_events(request: Request) -> bool:
    return EVENT_STREAM in request.headers.get("accept", "")


WantsEvents = Annotated[bool, Depends(_wants_events)]


async def stream_response(context: Context, patient_id: UUID, task_request: TaskRequest) -> Response:
    """Execute a request, and answer with its events.

    Raises what refuses the request before work begins; a later failure is the stream's last event.
    """
    async with context.requests.admitted(), context.database.snapshot() as db:
        number = await event_log.last_number(db, patient_id)
    work = asyncio.create_task(execute_task(context, task_request))
    first = asyncio.create_task(_first_event(context, patient_id, number, task_request))
    await asyncio.wait({work, first}, timeout=FIRST_EVENT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    first.cancel()
    if work.done() and not isinstance(work.exception(), ModelFailure):
        work.result()
    body = _stream_body(context, patient_id, number, task_request, work)
    return Stream(body, afterwards=partial(asyncio.gather, work, return_exceptions=True))


async def _first_event(context: Context, patient_id: UUID, number: int, task_request: TaskRequest) -> None:
    async with (
        context.broadcaster.subscribe(patient_id) as subscriber,
        aclosing(replayed_then_live(subscriber, context.database, patient_id, number)) as frames,
    ):
        async for shown in frames:
            if any(_concerns(task_request, frame) for frame in shown):
                return


async def _stream_body(
    context: Context, patient_id: UUID, number: int, task_request: TaskRequest, work: Work
) -> AsyncIterator[bytes]:
    yield sse_frames.opening_frame()
    try:
        async with context.broadcaster.subscribe(patient_id) as subscriber:
            work.add_done_callback(lambda _: subscriber.end())
            async for shown in replayed_then_live(subscriber, context.database, patient_id, number):
                number = shown[-1].number
                yield _data(task_request, shown)
        await asyncio.wait([work])
        async for shown in replay_events(context.database, patient_id, number):
            yield _data(task_request, shown)
        yield sse_frames.result_frame(await envelope(context.database, work.result()))
    except Exception as error:
        yield sse_frames.error_frame(_problem(task_request, error))


def _data(task_request: TaskRequest, shown: list[Frame]) -> bytes:
    return b"".join(frame.data for frame in shown if _concerns(task_request, frame))


def _concerns(task_request: TaskRequest, frame: Frame) -> bool:
    """Whether an event is of the generation, or of a part of it: those bear the document's key."""
    heir = generator(task_request.task)
    part = heir.DOCUMENT is not None and frame.wave == heir.DOCUMENT.key
    return frame.session_id == task_request.session_id and (part or frame.event == heir.declared.event)


def _problem(task_request: TaskRequest, error: Exception) -> dict[str, Any]:
    if not isinstance(error, TheraBridgeError):
        log.error("%s failed with %s", task_request.task, type(error).__name__)  # its message may hold what was said
        error = TheraBridgeError("Internal error. It has been logged.")
    body: dict[str, Any] = json.loads(bytes(problems.response_for(error).body))
    return body
