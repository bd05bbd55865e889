"""Turns go by weight, and none is lost."""

import asyncio

import pytest

from app.pipeline.turns import Turns


async def taken(turns: Turns, weight: int, order: list[int]) -> None:
    async with turns.turn(weight):
        order.append(weight)


async def standing_in_line(turns: Turns, *weights: int) -> tuple[list[int], list[asyncio.Task[None]]]:
    """Those who wait, and the order in which they will have had their turn."""
    order = list[int]()
    tasks = [asyncio.create_task(taken(turns, weight, order)) for weight in weights]
    await asyncio.sleep(0)
    return order, tasks


async def test_the_heaviest_comes_first() -> None:
    turns = Turns(1)
    async with turns.turn(0):
        order, tasks = await standing_in_line(turns, 1, 5, 3)
        assert order == []
    await asyncio.gather(*tasks)
    assert order == [5, 3, 1]


async def test_so_many_have_a_turn_at_once_and_no_more() -> None:
    turns, at_once = Turns(2), list[int]()
    had = 0

    async def counted() -> None:
        nonlocal had
        async with turns.turn(0):
            had += 1
            at_once.append(had)
            await asyncio.sleep(0)
            had -= 1

    await asyncio.gather(*(counted() for _ in range(20)))
    assert max(at_once) == 2
    assert len(at_once) == 20


async def test_who_gives_up_takes_no_turn_with_them() -> None:
    turns = Turns(1)
    async with turns.turn(0):
        order, tasks = await standing_in_line(turns, 9, 1)
        tasks[0].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [1]
    await asyncio.gather(*(await standing_in_line(turns, 2))[1])


async def test_who_gives_up_in_the_moment_of_their_turn_passes_it_on() -> None:
    turns = Turns(1)
    async with turns.turn(0):
        order, tasks = await standing_in_line(turns, 9, 1)
    tasks[0].cancel()  # it has the turn by now, and does not know yet
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [1]


async def test_a_fault_gives_the_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="wrong"):
        async with turns.turn(0):
            raise ValueError("wrong")
    async with turns.turn(0):
        pass
