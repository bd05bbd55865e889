"""Broadcasts a patient's events to subscribers: read once per process, fanned out in memory."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.progress import sse_frames
from app.store import event_log
from app.store.database import Database
from app.store.models import PipelineEvent
from app.store.notification_listener import Listener

log = logging.getLogger(__name__)

READ_AT_ONCE = 100
MAX_WAITING = 500
"""Most events in a subscriber's queue; a slower one is disconnected, and resumes from its last event."""
LOOK_SECONDS = 1.0
"""Seconds between checks whether subscribed runs have ended, in case the notification was lost."""
AGAIN_SECONDS = 0.5
CANCEL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Frame:
    """An event, encoded once for all subscribers."""

    number: int
    run_id: UUID | None
    session_id: UUID | None
    event: str
    wave: str | None
    data: bytes

    @classmethod
    def of(cls, row: PipelineEvent) -> "Frame":
        """The frame of an event."""
        assert row.number is not None
        return cls(row.number, row.run_id, row.session_id, row.event, row.wave, sse_frames.progress_frame(row))


class Subscriber:
    """A subscriber to a patient's events, or to those of one run."""

    def __init__(self, run_id: UUID | None = None) -> None:
        self.run_id = run_id
        self.over = False
        """Whether no more events will come."""
        self._waiting: list[Frame] = []
        self._woken = asyncio.Event()

    def show(self, frame: Frame) -> None:
        """Queue an event that concerns the subscription; a subscriber too far behind is disconnected."""
        if self.over or self.run_id not in (None, frame.run_id):
            return
        if len(self._waiting) >= MAX_WAITING:
            self._waiting.clear()
            self.end()
            return
        self._waiting.append(frame)
        self._woken.set()

    def end(self) -> None:
        """Accept no more events; those in the queue are still delivered."""
        self.over = True
        self._woken.set()

    async def taken(self) -> list[Frame]:
        """The queued events, in order, as soon as there are any; empty once the subscription has ended."""
        if not self.over:
            await self._woken.wait()
            self._woken.clear()
        taken, self._waiting = self._waiting, []
        return taken


@dataclass(eq=False)
class Channel:
    """A patient that has subscribers. `read_to` is the number up to which events were passed on."""

    patient_id: UUID
    subscribers: set[Subscriber] = field(default_factory=set)
    read_to: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def run_ids(self) -> set[UUID]:
        """The runs that have subscribers."""
        return {subscriber.run_id for subscriber in self.subscribers if subscriber.run_id is not None}


class Broadcaster:
    """The subscribers of one process. It listens for notifications from the first of them on."""

    def __init__(self, database: Database, direct_url: str) -> None:
        self._database = database
        self._listener = Listener(direct_url, database, event_log.CHANNEL, self._heard)
        self._watched: dict[str, Channel] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsure = asyncio.Event()
        self._over = False

    @asynccontextmanager
    async def subscribe(self, patient_id: UUID, run_id: UUID | None = None) -> AsyncIterator[Subscriber]:
        """A subscriber that gets every event committed from now on, and perhaps some from before."""
        subscriber = Subscriber(run_id)
        if self._over:
            subscriber.end()
            yield subscriber
            return
        watched = self._join(patient_id, subscriber)
        try:
            await watched.begun.wait()
            yield subscriber
        finally:
            self._leave(watched, subscriber)

    def end(self) -> None:
        """End every stream; those that are opened later end at once."""
        self._over = True
        for watched in list(self._watched.values()):
            watched.begun.set()
            for subscriber in watched.subscribers:
                subscriber.end()

    async def close(self) -> None:
        """End every stream and stop listening."""
        self.end()
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            # Repeatedly, since a connection attempt may take a cancellation for a failure to connect.
            await asyncio.wait(self._tasks, timeout=CANCEL_SECONDS)

    def _join(self, patient_id: UUID, subscriber: Subscriber) -> Channel:
        key = str(patient_id)
        if not self._tasks:
            self._start(self._listener.run())
            self._start(self._look_from_time_to_time())
        if key not in self._watched:
            self._watched[key] = Channel(patient_id)
            self._start(self._follow(self._watched[key]))
        watched = self._watched[key]
        watched.subscribers.add(subscriber)
        if subscriber.run_id is not None:
            watched.woken.set()  # the run may have ended before
        return watched

    def _leave(self, channel: Channel, subscriber: Subscriber) -> None:
        channel.subscribers.discard(subscriber)
        if not channel.subscribers and self._watched.get(str(channel.patient_id)) is channel:
            del self._watched[str(channel.patient_id)]
            channel.woken.set()

    def _heard(self, payload: str | None) -> None:
        if payload is None:
            self._unsure.set()
        elif (watched := self._watched.get(payload.rpartition(":")[0])) is not None:
            watched.woken.set()

    async def _follow(self, channel: Channel) -> None:
        """Pass a patient's events on until there is no subscriber."""
        while channel.subscribers:
            try:
                if not channel.begun.is_set():
                    async with self._database.snapshot() as db:
                        channel.read_to = await event_log.last_number(db, channel.patient_id)
                    channel.begun.set()
                await channel.woken.wait()
                channel.woken.clear()
                await self._pass_on(channel)
            except Exception as error:  # of any kind: a channel that stops reading would stay silent
                log.warning("Reading events failed (%s). Retrying.", type(error).__name__)
                channel.woken.set()
                await asyncio.sleep(AGAIN_SECONDS)

    async def _pass_on(self, channel: Channel) -> None:
        more = True
        while more and channel.subscribers:
            async with self._database.snapshot() as db:
                rows = await event_log.events_after(db, channel.patient_id, channel.read_to, limit=READ_AT_ONCE)
                more = len(rows) == READ_AT_ONCE
                ended = set() if more else await event_log.ended_runs(db, channel.run_ids)
                anew = not rows and await event_log.last_number(db, channel.patient_id) < channel.read_to
            for frame in map(Frame.of, rows):
                for subscriber in channel.subscribers:
                    subscriber.show(frame)
                channel.read_to = frame.number
            for subscriber in channel.subscribers:
                # Fewer than before: the patient was erased; a reconnecting subscriber gets a reset.
                if subscriber.run_id in ended or anew:
                    subscriber.end()

    async def _look_from_time_to_time(self) -> None:
        """Wake channels whenever a notification may have been missed, and when a run ends without one."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._unsure.wait(), LOOK_SECONDS)
            unsure = self._unsure.is_set()
            self._unsure.clear()
            try:
                await self._look(unsure=unsure)
            except Exception as error:  # as above
                log.warning("Polling for events failed (%s).", type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
                if unsure:
                    self._unsure.set()

    async def _look(self, *, unsure: bool) -> None:
        watched = list(self._watched.values())
        run_ids = {run_id for one in watched for run_id in one.run_ids}
        if not run_ids and not (unsure and watched):
            return
        async with self._database.snapshot() as db:
            ended = await event_log.ended_runs(db, run_ids)
            ids = [one.patient_id for one in watched] if unsure else []
            last = await event_log.last_numbers(db, ids) if unsure else {}
        for one in watched:
            if one.run_ids & ended or (unsure and last.get(one.patient_id, 0) != one.read_to):
                one.woken.set()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
