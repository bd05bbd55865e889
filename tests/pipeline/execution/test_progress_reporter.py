"""Counts are passed on in order, the last of them in any case, before the block is left."""

import asyncio

import pytest

from app.pipeline.execution.progress_reporter import report_progress


async def test_counts_are_told_in_order_as_they_come() -> None:
    told = []

    now = asyncio.Event()

    async def tell(done: int, total: int) -> None:
        told.append((done, total))
        now.set()

    async with report_progress(tell) as progress:
        for done in range(5):
            now.clear()
            progress(done, 9)
            await now.wait()
    assert told == [(done, 9) for done in range(5)]


async def test_a_count_that_is_out_of_date_before_it_is_told_is_left_out() -> None:
    told = []

    async def tell(done: int, total: int) -> None:
        told.append(done)

    async with report_progress(tell) as progress:
        for done in range(5):
            progress(done, 9)
    assert told == [4]


async def test_when_the_work_fails_what_was_counted_is_still_told() -> None:
    told = []

    async def tell(done: int, total: int) -> None:
        told.append(done)

    with pytest.raises(LookupError):
        async with report_progress(tell) as progress:
            progress(1, 2)
            raise LookupError
    assert told == [1]
