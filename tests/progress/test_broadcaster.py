"""Subscribers of one process: each is shown every event, once, in order, and nobody waits for a slow one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest import mock
from uuid import UUID

import pytest
from sqlalchemy import text
from support.notifications import cut_off_listeners
from support.sse_client import SECONDS, tell
from support.stored_rows import add_patient

from app.errors import DatabaseUnavailable
from app.progress import broadcaster as broadcaster_module
from app.progress.broadcaster import Broadcaster, Frame, Subscriber
from app.store import erasure, event_log, runs
from app.store.database import Database

CUTS = 3
"""How often the listener is cut off while events are told."""


@pytest.fixture
async def broadcaster(module_database: Database, module_database_url: str) -> AsyncIterator[Broadcaster]:
    broadcaster = Broadcaster(module_database, module_database_url)
    yield broadcaster
    await broadcaster.close()


async def taken(subscriber: Subscriber, count: int) -> list[int]:
    """The numbers of the next so many events."""
    found: list[int] = []
    while len(found) < count:
        found += [frame.number for frame in await subscriber.taken()]
        assert len(found) >= count or not subscriber.over, f"the subscriber was ended after {found}"
    return found


async def ended(subscriber: Subscriber) -> None:
    while await subscriber.taken():
        pass
    assert subscriber.over


async def a_run(database: Database, patient: UUID, status: str = "running") -> UUID:
    async with database.transaction() as db:
        return (await runs.add(db, {"patient_id": patient, "status": status, "model_tier": "rapid"}, [])).id


async def test_every_subscriber_is_shown_every_event_in_order(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    other, (theirs,) = await add_patient(module_database, 1)
    async with (
        broadcaster.subscribe(patient) as one,
        broadcaster.subscribe(patient) as two,
        broadcaster.subscribe(other) as stranger,
    ):
        for count in (1, 3, 2):
            await tell(module_database, patient, session, count)
        await tell(module_database, other, theirs)
        assert await taken(one, 6) == await taken(two, 6) == [1, 2, 3, 4, 5, 6]
        assert await taken(stranger, 1) == [1]


async def test_what_was_told_before_is_not_shown(broadcaster: Broadcaster, module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await tell(module_database, patient, session, 3)
    async with broadcaster.subscribe(patient) as subscriber:
        await tell(module_database, patient, session)
        assert await taken(subscriber, 1) == [4]


async def test_an_event_is_read_and_encoded_once_for_all_subscribers(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with broadcaster.subscribe(patient) as one, broadcaster.subscribe(patient) as two:
        with mock.patch.object(Frame, "of", side_effect=Frame.of) as encoded:
            await tell(module_database, patient, session, 2)
            shown = [await one.taken(), await two.taken()]
        assert encoded.call_count == 2
        assert all(mine.data is theirs.data for mine, theirs in zip(*shown, strict=True))


async def test_a_burst_is_shown_whole(broadcaster: Broadcaster, module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    count = 3 * broadcaster_module.READ_AT_ONCE + 1
    async with broadcaster.subscribe(patient) as subscriber:
        await tell(module_database, patient, session, count)
        assert await taken(subscriber, count) == list(range(1, count + 1))


async def test_a_subscriber_of_a_run_is_shown_that_run_alone(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    mine, other = await a_run(module_database, patient), await a_run(module_database, patient)
    async with broadcaster.subscribe(patient, mine) as subscriber, broadcaster.subscribe(patient) as all_of_it:
        for run in (mine, other, None, mine):
            await tell(module_database, patient, session, run=run)
        assert await taken(all_of_it, 4) == [1, 2, 3, 4]
        assert await taken(subscriber, 2) == [1, 4]


async def test_a_slow_subscriber_is_cut_off_and_the_others_are_not(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    with mock.patch.object(broadcaster_module, "MAX_WAITING", 3):
        async with broadcaster.subscribe(patient) as slow, broadcaster.subscribe(patient) as quick:
            for number in range(1, 6):
                await tell(module_database, patient, session)
                assert await taken(quick, 1) == [number]
            assert slow.over
            assert await slow.taken() == []
            assert not quick.over


@pytest.mark.parametrize("announced", [True, False])
async def test_a_subscriber_of_a_run_is_done_when_the_run_has_ended(
    broadcaster: Broadcaster, module_database: Database, announced: bool
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    run = await a_run(module_database, patient)
    with mock.patch.object(broadcaster_module, "LOOK_SECONDS", SECONDS * 2 if announced else 0.01):
        async with broadcaster.subscribe(patient, run) as subscriber, broadcaster.subscribe(patient) as patients:
            await tell(module_database, patient, session, 2, run)
            async with module_database.transaction() as db:
                await runs.end(db, run, "completed")
                if announced:
                    await event_log.notify_subscribers(db, patient)
            assert await taken(subscriber, 2) == [1, 2]
            await ended(subscriber)
            assert not patients.over


async def test_a_subscriber_of_a_run_that_had_ended_is_done_at_once(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, _ = await add_patient(module_database, 1)
    run = await a_run(module_database, patient, "partial")
    with mock.patch.object(broadcaster_module, "LOOK_SECONDS", SECONDS * 2):
        async with broadcaster.subscribe(patient, run) as subscriber:
            await ended(subscriber)


async def test_whoever_watches_an_erased_patient_is_done(broadcaster: Broadcaster, module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await tell(module_database, patient, session)
    async with broadcaster.subscribe(patient) as subscriber:
        async with module_database.transaction() as db:
            await erasure.erase_patient(db, patient)
            await event_log.notify_subscribers(db, patient)
        await ended(subscriber)


async def test_nothing_is_missed_or_doubled_while_the_listener_is_cut_off_again_and_again(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    cut = 0
    async with broadcaster.subscribe(patient) as subscriber:
        while cut < CUTS:
            told = await tell(module_database, patient, session)
            cut += await cut_off_listeners(module_database)
            assert await taken(subscriber, 1) == [told]


async def test_subscribers_go_on_once_the_database_is_back(database: Database, database_url: str) -> None:
    broadcaster = Broadcaster(database, database_url)
    patient, (session,) = await add_patient(database, 1)
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    async with broadcaster.subscribe(patient) as subscriber:
        async with database.transaction() as db:
            await db.execute(text(others))
        await tell(database, patient, session)
        assert await taken(subscriber, 1) == [1]
    await broadcaster.close()


async def test_nobody_is_followed_once_nobody_watches(broadcaster: Broadcaster, module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    stranger, (theirs,) = await add_patient(module_database, 1)
    async with broadcaster.subscribe(patient):
        pass
    with mock.patch.object(event_log, "events_after", side_effect=event_log.events_after) as reads:
        async with broadcaster.subscribe(stranger) as other:
            await tell(module_database, patient, session)
            await tell(module_database, stranger, theirs)
            assert await taken(other, 1) == [1]
    assert patient not in {call.args[1] for call in reads.call_args_list}


async def test_at_the_end_all_subscribers_are_done_and_new_ones_at_once(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    async with broadcaster.subscribe(patient) as subscriber:
        await tell(module_database, patient, session)
        assert await taken(subscriber, 1) == [1]
        broadcaster.end()
        await ended(subscriber)
        async with broadcaster.subscribe(patient) as late:
            await ended(late)


async def test_a_hub_that_nobody_watches_does_not_listen(broadcaster: Broadcaster, module_database: Database) -> None:
    assert await cut_off_listeners(module_database) == 0


async def test_a_hub_ends_though_whoever_connects_takes_it_for_a_failure(
    broadcaster: Broadcaster, module_database: Database
) -> None:
    begun = asyncio.Event()

    @asynccontextmanager
    async def connecting(_: str) -> AsyncIterator[None]:
        begun.set()
        try:
            await asyncio.sleep(SECONDS)
        except asyncio.CancelledError:
            raise DatabaseUnavailable from None
        yield

    with (
        mock.patch("app.store.notification_listener.connect", connecting),
        mock.patch.object(broadcaster_module, "CANCEL_SECONDS", 0.01),
    ):
        patient, _ = await add_patient(module_database)
        async with broadcaster.subscribe(patient):
            await begun.wait()
            await broadcaster.close()
