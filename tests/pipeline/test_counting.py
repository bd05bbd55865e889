"""Counts are passed on in order, all of them, before the block is left."""

import asyncio

import pytest

from app.pipeline.counting import counted


async def test_counts_are_told_in_order_and_none_is_lost() -> None:
    told = []

    async def tell(done: int, total: int) -> None:
        await asyncio.sleep(0)
        told.append((done, total))

    async with counted(tell) as progress:
        for done in range(5):
            progress(done, 9)
    assert told == [(done, 9) for done in range(5)]


async def test_when_the_work_fails_what_was_counted_is_still_told() -> None:
    told = []

    async def tell(done: int, total: int) -> None:
        told.append(done)

    with pytest.raises(LookupError):
        async with counted(tell) as progress:
            progress(1, 2)
            raise LookupError
    assert told == [1]
