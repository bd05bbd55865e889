"""A run of one visit beside a run of 200 ends within twice its time alone. No time passes: turns are counted."""

import asyncio
from collections.abc import Mapping
from functools import cache
from uuid import UUID

import pytest
from support.virtual_time import VirtualTime

from app.pipeline.graph import Step, chain_lengths, tasks, waits_for
from app.pipeline.priority_semaphore import PrioritySemaphore

MANY = 200
ALIKE: Mapping[str, float] = {}
UNLIKE: Mapping[str, float] = {
    **{"speaker_labeling": 0.3, "mood_analysis": 0.2, "topic_extraction": 0.3, "action_summary": 0.2},
    **{"breakthrough_detection": 0.5, "risk_screen": 0.5, "deep_analysis": 2.0, "prose_generation": 0.8},
    **{"session_insights": 0.4, "roadmap_generation": 1.0, "session_bridge_generation": 0.8},
}
"""Seconds of an answer, where not all take one."""


@cache
def planned(visits: tuple[UUID, ...]) -> dict[Step, tuple[int, list[Step]]]:
    """A run's steps, each with its weight and those it waits for."""
    steps = [Step(visit, task) for visit in visits for task in tasks()]
    weight = chain_lengths(steps, visits)
    return {step: (weight[step], [other for other, _ in waits_for(step, visits)]) for step in steps}


async def walk(
    semaphore: PrioritySemaphore, time: VirtualTime, patient: str, visits: tuple[UUID, ...], takes: Mapping[str, float]
) -> None:
    """Take a run's steps in their order, each in a turn of its patient's."""
    steps = planned(visits)
    done = {step: asyncio.Event() for step in steps}

    async def take(step: Step) -> None:
        weight, others = steps[step]
        for other in others:
            await done[other].wait()
        async with semaphore.turn(patient, weight):
            await time.sleep(takes.get(step.task, 1.0))
        done[step].set()

    with semaphore.member(patient):
        await asyncio.gather(*(take(step) for step in steps))


async def took(places: int, takes: Mapping[str, float], beside: int, begun: float) -> float:
    """How long a run of one visit takes that comes `begun` seconds after others of 200 visits."""
    turns, time = PrioritySemaphore(places), VirtualTime()
    others = [
        asyncio.create_task(walk(turns, time, f"other {number}", visits(MANY, number), takes))
        for number in range(beside)
    ]
    await time.until_done(time.sleep(begun))
    alone = await time.until_done(walk(turns, time, "one", visits(1, 99), takes))
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return alone


def visits(how_many: int, of: int) -> tuple[UUID, ...]:
    return tuple(UUID(int=of * 1000 + number) for number in range(how_many))


@pytest.mark.parametrize("takes", [ALIKE, UNLIKE], ids=["alike", "unlike"])
async def test_one_visit_beside_two_hundred_takes_at_most_twice_as_long(takes: Mapping[str, float]) -> None:
    slower = {}
    for places in (1, 2, 4, 16):
        alone = await took(places, takes, beside=0, begun=0.0)
        for begun in (0.0, 3.7):
            beside = await took(places, takes, beside=1, begun=begun)
            slower[places, begun] = round(beside / alone, 2)
    assert {key: times for key, times in slower.items() if times > 2.0} == {}


async def test_a_long_run_goes_on_beside_many_short_ones() -> None:
    turns, time = PrioritySemaphore(2), VirtualTime()
    one, more = visits(1, 1), visits(1, 2)
    long = asyncio.create_task(walk(turns, time, "long", one, ALIKE))

    async def short_runs() -> None:
        for number in range(60):
            await walk(turns, time, f"short {number}", more, ALIKE)

    await time.until_done(asyncio.wait({long, asyncio.create_task(short_runs())}, return_when=asyncio.FIRST_COMPLETED))
    assert long.done()
    assert time.now < 3 * len(tasks())
