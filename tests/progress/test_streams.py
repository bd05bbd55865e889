"""Where a stream begins, and that nothing is missed or doubled between replay and live."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from functools import partial
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from sqlalchemy import delete
from support.sse_client import SECONDS, an_event, tell
from support.stored_rows import add_patient
from support.tables import each_row

from app.errors import DatabaseUnavailable
from app.progress import sse_frames, streams
from app.progress.broadcaster import READ_AT_ONCE, Broadcaster, Subscriber
from app.progress.streams import Stream, StreamStart, follow, replay_events, replayed_then_live, resume_number
from app.store import event_log
from app.store.database import Database
from app.store.models import PipelineEvent

WRITERS = 8
EACH = 6


@pytest.fixture
async def broadcaster(module_database: Database, module_database_url: str) -> AsyncIterator[Broadcaster]:
    broadcaster = Broadcaster(module_database, module_database_url)
    yield broadcaster
    await broadcaster.close()


async def erased(database: Database, patient: UUID, *numbers: int) -> None:
    async with database.transaction() as db:
        gone = (PipelineEvent.patient_id == patient, PipelineEvent.number.in_(numbers))
        await db.execute(delete(PipelineEvent).where(*gone))


@each_row(
    ("gone", "asked", "start"),
    [
        ((), 0, StreamStart(0)),
        ((), 3, StreamStart(3)),
        ((), 6, StreamStart(6)),
        ((), 7, StreamStart(0, gone=True)),
        ((1, 2), 0, StreamStart(2, gone=True)),
        ((1, 2), 1, StreamStart(2, gone=True)),
        ((1, 2), 2, StreamStart(2)),
        ((4, 5), 3, StreamStart(5, gone=True)),
        ((4, 5), 2, StreamStart(2)),
        ((5, 6), 4, StreamStart(6, gone=True)),
        ((5, 6), 6, StreamStart(6)),
        ((1, 2, 3, 4, 5, 6), 9, StreamStart(6, gone=True)),
        ((1, 2, 3, 4, 5, 6), 6, StreamStart(6)),
    ],
)
async def test_a_stream_is_resumed_behind_a_number_or_at_what_is_left(
    module_database: Database, gone: tuple[int, ...], asked: int, start: StreamStart
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await tell(module_database, patient, session, 6)
    await erased(module_database, patient, *gone)
    async with module_database.snapshot() as db:
        assert await resume_number(db, patient, asked) == start


async def test_nothing_is_gone_where_nothing_was_ever_told(module_database: Database) -> None:
    patient, _ = await add_patient(module_database)
    async with module_database.snapshot() as db:
        assert await resume_number(db, patient, 0) == StreamStart(0)
        assert await resume_number(db, patient, 1) == StreamStart(0, gone=True)


async def test_a_long_history_is_replayed_whole(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    count = 2 * READ_AT_ONCE
    await tell(module_database, patient, session, count)
    shown = [frame.number async for some in replay_events(module_database, patient, 1) for frame in some]
    assert shown == list(range(2, count + 1))


class Broken(Exception):
    """What makes a writer take back what it wrote."""


async def hesitate(whims: random.Random) -> None:
    """Let others go first, now and then."""
    for _ in range(whims.randrange(20)):
        await asyncio.sleep(0)


async def write(database: Database, patient: UUID, session: UUID, whims: random.Random) -> int:
    """Write now one event, now several, sometimes slowly, and now and then take them back; how many stayed."""
    stayed = 0
    for _ in range(EACH):
        events = [an_event(session)] * whims.choice([1, 1, 3])
        with suppress(Broken):
            async with database.transaction() as db:
                await hesitate(whims)
                await event_log.append(db, patient, events)
                await hesitate(whims)
                if whims.random() < 0.2:
                    raise Broken
            stayed += len(events)
    return stayed


async def numbers(
    broadcaster: Broadcaster, database: Database, patient: UUID, until: asyncio.Future[int], begin: int = 0
) -> list[int]:
    """What somebody who follows is shown until the last number is known and reached."""
    found: list[int] = []
    async with (
        broadcaster.subscribe(patient) as subscriber,
        aclosing(replayed_then_live(subscriber, database, patient, begin)) as told,
    ):
        until.add_done_callback(lambda _: asyncio.get_running_loop().call_later(SECONDS, subscriber.end))
        async for shown in told:
            found += [frame.number for frame in shown]
            if until.done() and found[-1] >= until.result():
                break
    return found


def _end(subscriber: Subscriber, _: object) -> None:
    subscriber.end()


async def coming_and_going(
    broadcaster: Broadcaster, database: Database, patient: UUID, until: asyncio.Future[int]
) -> list[int]:
    """The same for somebody who hangs up after every few events, and resumes."""
    found: list[int] = []
    while not until.done() or len(found) < until.result():
        async with broadcaster.subscribe(patient) as subscriber:
            until.add_done_callback(partial(_end, subscriber))
            last = found[-1] if found else 0
            async with aclosing(replayed_then_live(subscriber, database, patient, last)) as told:
                async for shown in told:
                    found += [frame.number for frame in shown]
                    break
    return found


async def replaying(database: Database, patient: UUID, until: asyncio.Future[int]) -> list[int]:
    """The same for somebody who reads the table over and over, from the last number they have."""
    found: list[int] = []
    while not until.done() or len(found) < until.result():
        async for shown in replay_events(database, patient, found[-1] if found else 0):
            found += [frame.number for frame in shown]
        await asyncio.sleep(0)
    return found


async def test_eight_writers_who_hesitate_and_take_back_cost_no_follower_an_event(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    until: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    followers = [
        asyncio.create_task(numbers(broadcaster, module_database, patient, until)),
        asyncio.create_task(coming_and_going(broadcaster, module_database, patient, until)),
        asyncio.create_task(replaying(module_database, patient, until)),
    ]
    stayed = sum(
        await asyncio.gather(
            *(write(module_database, patient, session, random.Random(seed)) for seed in range(WRITERS))
        )
    )
    until.set_result(stayed)
    await tell(module_database, patient, session)  # so that nobody waits for an event after the last

    seen = await asyncio.gather(*followers)

    assert stayed > WRITERS
    for found in seen:
        assert found[:stayed] == list(range(1, stayed + 1))
        assert len(found) <= stayed + 1


async def test_what_comes_both_ways_is_shown_once(broadcaster: Broadcaster, module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with broadcaster.subscribe(patient) as subscriber:
        await tell(module_database, patient, session, 3)
        shown = [frame async for some in replay_events(module_database, patient, 0) for frame in some]
        assert [frame.number for frame in shown] == [1, 2, 3]
        async with aclosing(replayed_then_live(subscriber, module_database, patient, 0)) as told:
            found = [frame.number for frame in await anext(told)]
            await tell(module_database, patient, session)
            found += [frame.number for frame in await anext(told)]
    assert found == [1, 2, 3, 4]


async def test_a_stream_ends_after_its_time_so_that_the_key_is_checked_again(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, _ = await add_patient(module_database, 1)
    assert streams.STREAM_SECONDS == 15 * 60
    with mock.patch.object(streams, "STREAM_SECONDS", 0.0):
        assert [part async for part in follow(broadcaster, module_database, patient, StreamStart(0))] == [
            sse_frames.opening_frame()
        ]


async def test_a_stream_whose_database_goes_away_ends_quietly(
    broadcaster: Broadcaster, module_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    patient, _ = await add_patient(module_database, 1)
    with mock.patch.object(event_log, "events_after", side_effect=DatabaseUnavailable):
        assert [part async for part in follow(broadcaster, module_database, patient, StreamStart(0))] == [
            sse_frames.opening_frame()
        ]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


async def test_what_is_to_be_done_afterwards_is_done_though_the_reader_hangs_up() -> None:
    done = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield sse_frames.opening_frame()
            await asyncio.sleep(SECONDS)

    async def afterwards() -> None:
        done.append("done")

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_: object) -> None:
        pass

    await Stream(endless(), afterwards)({"type": "http", "method": "GET"}, receive, send)

    assert done == ["done"]


async def test_a_reader_who_does_not_read_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    async def one() -> AsyncIterator[bytes]:
        yield sse_frames.opening_frame()

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(SECONDS)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(SECONDS)

    with mock.patch.object(streams, "SEND_SECONDS", 0.0), caplog.at_level("INFO"):
        await Stream(one())({"type": "http", "method": "GET"}, receive, send)

    assert "slow SSE client" in caplog.text
