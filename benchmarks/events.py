"""Commit to browser: how long an event takes to all viewers of a patient, against a poll every 500 ms; memory a viewer.

`python -m benchmarks.events`. Reach: p99 below 25 ms with 100 viewers; below 80 kB a viewer. One web process, without a
worker. A time runs from before the event's transaction begins until its bytes are read from the viewer's socket, so the
insert and the commit are in it; writer and viewers share the machine with the service.
"""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from app.api.visit_schema import HandedVisit
from app.bootstrap import bring_up
from app.sample.visits import sample_visits
from app.store import event_log, patients, visits
from app.store.database import Database
from app.store.embedded import ensure_database, start_embedded
from benchmarks.processes import resident_megabytes, service
from benchmarks.scale import scaled

VIEWERS = scaled((1, 100, 500), (1, 10))
WARM_UP = 10
"""Events of which no time is taken: with the first viewer a process begins to listen."""
EVENTS = scaled(150, 20)
EVENTS_A_SECOND = 20
POLLED_EVENTS = scaled(20, 4)
POLL_SECONDS = 0.5
AT_ONCE = 50
"""Streams that are opened at the same time."""


class Watch:
    """When each event was told, and how long it took to whoever watches, in milliseconds."""

    def __init__(self) -> None:
        self.told: dict[int, float] = {}
        self.taken: list[float] = []

    def seen(self, number: int) -> None:
        """An event has reached a viewer."""
        if number in self.told:
            self.taken.append((time.perf_counter() - self.told[number]) * 1000)


class Viewer(asyncio.Protocol):
    """A stream's raw socket."""

    def __init__(self, path: str, watch: Watch) -> None:
        self._path = path
        self._watch = watch
        self._tail = b""
        self.opened = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(f"GET {self._path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Take the time of each event whose end has come."""
        *whole, self._tail = (self._tail + data).split(b"\n\n")
        for message in whole:
            number = message.partition(b"id: ")[2].partition(b"\n")[0]
            if number:
                self._watch.seen(int(number))
            else:
                self.opened.set()


async def poller(address: str, path: str, watch: Watch) -> None:
    """Ask for the number of the newest event every 500 ms, on one connection, until cancelled."""
    reader, writer = await asyncio.open_connection(*place(address))
    known = 0
    await asyncio.sleep(random.random() * POLL_SECONDS)
    try:
        while True:
            begun = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            newest = int(json.loads(await reader.readexactly(length))["last_event_id"])
            for number in range(known + 1, newest + 1):
                watch.seen(number)
            known = newest
            await asyncio.sleep(max(0.0, begun + POLL_SECONDS - time.perf_counter()))
    finally:
        writer.close()


async def tell(database: Database, patient: UUID, session: UUID, watch: Watch, events: int, a_second: float) -> None:
    """Append so many events, evenly spaced."""
    row = {"session_id": session, "session_date": "2026-05-07T10:00:00+00:00", "phase": "WAVE3", "attempt": 1}
    row |= {"event": "YOUR_JOURNEY_GENERATION", "status": "progress", "wave": "your_journey", "run_id": None}
    async with database.snapshot() as db:
        number = await event_log.last_number(db, patient)
    for _ in range(events):
        number += 1
        watch.told[number] = time.perf_counter()
        async with database.transaction() as db:
            await event_log.append(db, patient, [{**row, "details": {"done": 3, "total": 14}}])
        await asyncio.sleep(max(0.0, watch.told[number] + 1 / a_second - time.perf_counter()))


async def streamed(database: Database, address: str, patient: UUID, session: UUID, viewers: int, pid: int) -> None:
    """Print how long events take by stream, and what a viewer costs."""
    watch, (host, port), loop = Watch(), place(address), asyncio.get_running_loop()
    path, before = f"/v1/patients/{patient}/events", resident_megabytes(pid)
    transports = []
    for begin in range(0, viewers, AT_ONCE):
        some = range(begin, min(begin + AT_ONCE, viewers))
        made = await asyncio.gather(*(loop.create_connection(lambda: Viewer(path, watch), host, port) for _ in some))
        await asyncio.gather(*(viewer.opened.wait() for _, viewer in made))
        transports += [transport for transport, _ in made]
    await tell(database, patient, session, Watch(), WARM_UP, EVENTS_A_SECOND)
    await tell(database, patient, session, watch, EVENTS, EVENTS_A_SECOND)
    each = (resident_megabytes(pid) - before) * 1024 / viewers
    show("stream", viewers, watch.taken, EVENTS)
    if viewers > 1:
        print(f"       {viewers:4} viewers: {each:.0f} kB each")
    for transport in transports:
        transport.close()
    await asyncio.sleep(1)


async def polled(database: Database, address: str, patient: UUID, session: UUID, viewers: int) -> None:
    """Print how long events take by polling."""
    watch = Watch()
    path = f"/v1/patients/{patient}"
    pollers = [asyncio.create_task(poller(address, path, watch)) for _ in range(viewers)]
    await asyncio.sleep(2 * POLL_SECONDS)
    await tell(database, patient, session, watch, POLLED_EVENTS, 4)
    await asyncio.sleep(3)
    for task in pollers:
        task.cancel()
    await asyncio.gather(*pollers, return_exceptions=True)
    show("poll", viewers, watch.taken, POLLED_EVENTS)


def place(address: str) -> tuple[str, int]:
    """Host and port."""
    found = urlsplit(address)
    assert found.hostname is not None and found.port is not None
    return found.hostname, found.port


def show(name: str, viewers: int, taken: list[float], events: int) -> None:
    """Print one line of figures; events that did not arrive are counted."""
    middle, slowest = statistics.median(taken), statistics.quantiles(taken, n=100)[-1]
    missed = events * viewers - len(taken)
    print(
        f"{name:6} {viewers:4} viewers: p50 {middle:7.1f} ms, p99 {slowest:7.1f} ms, not arrived {missed}", flush=True
    )


async def measure(url: str, address: str, pid: int) -> None:
    """Print all figures."""
    database = Database(url)
    try:
        for viewers in VIEWERS:
            await streamed(database, address, *await a_patient(database), viewers, pid)
        for viewers in VIEWERS:
            await polled(database, address, *await a_patient(database), viewers)
    finally:
        await database.close()


async def a_patient(database: Database) -> tuple[UUID, UUID]:
    """A new patient with one visit."""
    patient, session = uuid4(), uuid4()
    visit = HandedVisit.model_validate(sample_visits()[0].body).stored(patient, session)
    async with database.transaction() as db:
        await patients.register(db, patient)
        await visits.store_visit(db, visit)
    return patient, session


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A database of this run's own."""
    server = start_embedded(folder / "data")
    try:
        yield asyncio.run(_migrated(ensure_database(server)))
    finally:
        server.stop()


async def _migrated(made: Coroutine[Any, Any, str]) -> str:
    url = await made
    await bring_up(url)
    return url


def main() -> None:
    """Measure with a service and a database of this run's own."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with own_database(folder) as url, service(folder, "--no-worker", DATABASE_URL=url) as (address, pid):
            asyncio.run(measure(url, address, pid))


if __name__ == "__main__":
    main()
