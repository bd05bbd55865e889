"""What a generator is shown, and what its result then rests on."""

import json
from dataclasses import dataclass
from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.tables import each_row

from app.pipeline.input.generator_input import GeneratorInput, assemble, collect
from app.therapy.memory import Strategy


@dataclass
class Three:
    """A patient whose third visit was analysed before the others; the first has a journey. `calls` made all of it."""

    patient: UUID
    visits: list[UUID]
    calls: list[bytes]


@pytest.fixture(scope="module")
async def three(shared: PipelineProcess) -> Three:
    shared.engine.reset()
    patient, (first, second, third) = await shared.visited(1, 2, 3)
    for session in (third, first, second):
        await shared.analysed(session)
    await shared.done(first, "roadmap_generation")
    return Three(patient, [first, second, third], shared.conduct.calls)


async def gathered(
    works: PipelineProcess, session: UUID, task: str, strategy: Strategy = "hierarchical"
) -> GeneratorInput:
    standing = await works.standing(session)
    async with works.context.database.snapshot() as db:
        return assemble(await collect(db, standing, task, strategy, 128_000, ()))


async def test_only_earlier_visits_are_remembered_nearest_first(shared: PipelineProcess, three: Three) -> None:
    first, second, third = three.visits
    material = await gathered(shared, third, "deep_analysis")
    assert material.visit.memory.sessions == (second, first)
    assert set(material.sources) == {str(first), str(second), str(third)}
    assert {note.about for note in material.visit.memory.notes} == {"1 visit ago", "2 visits ago"}
    assert (await gathered(shared, first, "deep_analysis")).visit.memory.sessions == ()


async def test_a_visit_without_a_result_is_named_as_missing(shared: PipelineProcess) -> None:
    _, (first, second) = await shared.visited(1, 2, speaker_roles=GIVEN)
    assert (await gathered(shared, second, "deep_analysis")).visit.memory.missing == (first,)


async def test_deep_analysis_never_remembers_a_journey(shared: PipelineProcess, three: Three) -> None:
    second = three.visits[1]
    assert (await gathered(shared, second, "deep_analysis")).visit.memory.journey == ()
    assert (await gathered(shared, second, "roadmap_generation")).visit.memory.journey


@each_row("strategy", ["full", "progressive", "hierarchical"])
async def test_each_strategy_remembers_in_its_way(shared: PipelineProcess, three: Three, strategy: Strategy) -> None:
    first, second, _ = three.visits
    memory = (await gathered(shared, second, "roadmap_generation", strategy)).visit.memory
    assert memory.strategy == strategy
    assert memory.sessions == (first,)
    assert bool(memory.notes) is (strategy != "progressive")


async def test_what_is_seen_of_the_relationship_is_not_for_the_patients_page(
    shared: PipelineProcess, three: Three
) -> None:
    notes = (await gathered(shared, three.visits[0], "roadmap_generation")).visit.notes
    assert notes
    assert {note.kind for note in notes} & {"alliance", "rupture", "engagement"} == set()


async def test_no_id_gets_into_a_prompt(shared: PipelineProcess, three: Three) -> None:
    await shared.done(three.visits[1], "roadmap_generation")
    calls = [*three.calls, *shared.conduct.calls]
    assert len(calls) > 3 * 5
    for call in calls:
        shown = json.dumps(json.loads(call)["messages"])
        for hidden in (str(three.patient), *map(str, three.visits)):
            assert hidden not in shown
