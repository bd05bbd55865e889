"""A bounded number of callers waits; the next one is told at once."""

import asyncio
from contextlib import ExitStack
from unittest import mock

import pytest
from support.held_model import HeldModel
from support.pipeline_process import running_pipeline
from support.sample_visits import GIVEN

from app.api import health
from app.errors import Busy
from app.pipeline.admission_control import AdmissionQueue, RequestLimit

MOOD = "mood_analysis"


def test_so_many_wait_and_the_next_one_is_turned_away() -> None:
    room = AdmissionQueue(2, lambda: 0)
    with ExitStack() as inside:
        for _ in range(2):
            inside.enter_context(room.admitted())
        with pytest.raises(Busy), room.admitted():
            raise AssertionError
    with room.admitted():
        pass


def test_for_whom_a_turn_is_free_nobody_has_to_leave() -> None:
    free = 1
    room = AdmissionQueue(0, lambda: free)
    with room.admitted() as guest:
        with pytest.raises(Busy), room.admitted():
            raise AssertionError
        with guest.served():
            free = 0
            with pytest.raises(Busy), room.admitted():
                raise AssertionError
            free = 1
            with room.admitted():
                pass


async def test_who_waits_too_long_is_turned_away_and_has_spent_nothing(database_url: str) -> None:
    async with running_pipeline(database_url, max_concurrent_model_calls=1, max_wait_seconds=0.05) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        async with works.context.model_slots.turn("another patient"):
            with pytest.raises(Busy):
                await works.done(session, MOOD)
        assert await works.rows("SELECT 1 FROM claims UNION ALL SELECT 1 FROM model_calls") == []
        assert works.context.model_slots.waiting == 0


async def test_the_wait_is_over_with_the_turn_however_long_the_model_takes(database_url: str) -> None:
    model = HeldModel()
    async with running_pipeline(database_url, model) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        with mock.patch("app.pipeline.execution.task_executor.asyncio.timeout", Limits()) as limits:
            done = asyncio.create_task(works.done(session, MOOD))
            await model.asked()
        assert [limit.when() for limit in limits.made] == [None], "no limit is left once the turn is there"
        model.go.set()
        assert not (await done).reused


class Limits:
    """Makes time limits, and remembers them."""

    def __init__(self) -> None:
        self.made: list[asyncio.Timeout] = []

    def __call__(self, seconds: float | None) -> asyncio.Timeout:
        if seconds is None:
            return TIMEOUT(None)  # a turn's own
        self.made.append(TIMEOUT(seconds))
        return self.made[-1]


TIMEOUT = asyncio.timeout


async def test_readiness_has_a_connection_that_no_work_can_take(database_url: str) -> None:
    async with running_pipeline(database_url, database_pool_size=2) as works:
        transaction = works.context.database.transaction
        async with transaction(), transaction():
            checks = await health._checks(works.context)
        assert checks == {"database": True, "migrations": True, "worker": False}


async def test_requests_wait_in_their_order_and_no_longer_than_they_may() -> None:
    limit, order = RequestLimit(at_once=1, waiting=2, seconds=60.0), list[int]()

    async def request(number: int) -> None:
        async with limit.admitted():
            order.append(number)

    async with limit.admitted():
        waiting = [asyncio.create_task(request(number)) for number in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await request(3)
    await asyncio.gather(*waiting)
    assert order == [1, 2]

    impatient = RequestLimit(at_once=1, waiting=1, seconds=0.0)
    async with impatient.admitted():
        with pytest.raises(Busy):
            async with impatient.admitted():
                raise AssertionError
    with pytest.raises(TimeoutError):  # the request's own is no matter of waiting
        async with impatient.admitted():
            raise TimeoutError
