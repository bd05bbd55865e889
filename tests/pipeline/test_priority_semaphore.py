"""Patients take turns; of one patient the heaviest step goes first; no turn is lost."""

import asyncio

import pytest

from app.pipeline.priority_semaphore import PrioritySemaphore

HER, HIM, THEM = "her", "him", "them"
Wish = tuple[str, float]


async def taken(semaphore: PrioritySemaphore, wish: Wish, order: list[Wish]) -> None:
    async with semaphore.acquire(*wish):
        order.append(wish)
        await asyncio.sleep(0)


async def standing_in_line(semaphore: PrioritySemaphore, *wishes: Wish) -> tuple[list[Wish], list[asyncio.Task[None]]]:
    """Those who wait, and the order in which they will have had their turn."""
    order = list[Wish]()
    tasks = [asyncio.create_task(taken(semaphore, wish, order)) for wish in wishes]
    await asyncio.sleep(0)
    return order, tasks


async def test_of_one_patient_the_heaviest_comes_first() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(semaphore, (HER, 1), (HER, 5), (HER, 3))
        assert (order, semaphore.waiting, semaphore.free) == ([], 3, 0)
    await asyncio.gather(*tasks)
    assert order == [(HER, 5), (HER, 3), (HER, 1)]
    assert (semaphore.waiting, semaphore.free) == (0, 1)


async def test_patients_take_turns_however_heavy_their_steps_are() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(
            semaphore, *((HER, 900 - number) for number in range(4)), (HIM, 1), (HIM, 2)
        )
    await asyncio.gather(*tasks)
    assert order == [(HIM, 2), (HER, 900), (HIM, 1), (HER, 899), (HER, 898), (HER, 897)]


async def test_who_waited_longest_goes_before_who_comes_now() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(semaphore, (HIM, 0), (THEM, 0))
    await asyncio.gather(*tasks)
    assert order == [(HIM, 0), (THEM, 0)]


async def test_a_turn_goes_to_who_has_the_fewest() -> None:
    semaphore = PrioritySemaphore(3)
    async with semaphore.acquire(HER) as hers, semaphore.acquire(HER), semaphore.acquire(HIM):
        order, tasks = await standing_in_line(semaphore, (HER, 9), (HIM, 0), (THEM, 0))
        hers.end()
        await asyncio.gather(*tasks)
    assert order[0] == (THEM, 0)


async def test_a_turn_is_kept_free_for_a_member_between_two_steps() -> None:
    semaphore = PrioritySemaphore(4)
    with semaphore.count_member(HIM):
        order, tasks = await standing_in_line(semaphore, *[(HER, 0)] * 4)
        assert (semaphore.free, len(order)) == (1, 3)
        async with semaphore.acquire(HIM):
            assert semaphore.free == 0
        await asyncio.gather(*tasks)
    assert len(order) == 4


async def test_no_turn_is_kept_free_for_nobody_nor_more_than_half_of_them() -> None:
    semaphore = PrioritySemaphore(4)
    with semaphore.count_member(1), semaphore.count_member(2), semaphore.count_member(3):
        order, tasks = await standing_in_line(semaphore, *[(HER, 0)] * 4)
        assert (semaphore.free, len(order)) == (2, 2)
        await asyncio.gather(*tasks)
    _, tasks = await standing_in_line(semaphore, *[(HER, 0)] * 4)
    assert semaphore.free == 0
    await asyncio.gather(*tasks)


async def test_the_only_turn_is_kept_for_nobody() -> None:
    semaphore = PrioritySemaphore(1)
    with semaphore.count_member(HIM):
        async with semaphore.acquire(HER):
            assert semaphore.free == 0


async def test_a_turn_may_be_ended_early_and_is_ended_once() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER) as turn:
        turn.end()
        assert semaphore.free == 1
        async with semaphore.acquire(HIM):
            turn.end()
            assert semaphore.free == 0
    assert semaphore.free == 1


async def test_so_many_have_a_turn_at_once_and_no_more() -> None:
    turns, at_once = PrioritySemaphore(2), list[int]()
    had = 0

    async def counted() -> None:
        nonlocal had
        async with turns.acquire(HER):
            had += 1
            at_once.append(had)
            await asyncio.sleep(0)
            had -= 1

    await asyncio.gather(*(counted() for _ in range(20)))
    assert max(at_once) == 2
    assert len(at_once) == 20


async def test_who_gives_up_takes_no_turn_with_them() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(semaphore, (HER, 9), (HER, 1))
        tasks[0].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [(HER, 1)]
    assert (semaphore.waiting, semaphore.free) == (0, 1)


async def test_who_gives_up_in_the_moment_of_their_turn_passes_it_on() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(semaphore, (HER, 9), (HER, 1))
    tasks[0].cancel()  # it has the turn by now, and does not know yet
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [(HER, 1)]
    assert semaphore.free == 1


async def test_who_gives_up_and_whose_turn_comes_at_once_does_not_stop_the_next() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        order, tasks = await standing_in_line(semaphore, (HER, 9), (HER, 1))
        tasks[0].cancel()  # and it has not heard of it when the turn is given
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [(HER, 1)]
    assert semaphore.free == 1


async def test_waiting_has_a_limit_where_one_is_named() -> None:
    semaphore = PrioritySemaphore(1)
    async with semaphore.acquire(HER):
        with pytest.raises(TimeoutError):
            async with semaphore.acquire(HIM, within=0):
                raise AssertionError
        assert semaphore.waiting == 0
    async with semaphore.acquire(HIM, within=0):
        assert semaphore.free == 0


async def test_a_fault_gives_the_turn_back() -> None:
    semaphore = PrioritySemaphore(1)
    with pytest.raises(ValueError, match="wrong"):
        async with semaphore.acquire(HER):
            raise ValueError("wrong")
    async with semaphore.acquire(HER):
        pass
