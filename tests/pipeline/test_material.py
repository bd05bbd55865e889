"""What a generator is shown, and what its result then rests on."""

import json

import pytest
from support.pipeline_process import Works
from support.sample_visits import GIVEN

from app.pipeline.material import Material, assemble, collect
from app.therapy.memory import Strategy


async def gathered(works: Works, session: object, task: str, strategy: Strategy = "hierarchical") -> Material:
    standing = await works.standing(session)  # type: ignore[arg-type] # ids come from Works
    async with works.parts.database.snapshot() as db:
        return assemble(await collect(db, standing, task, strategy, 128_000, ()))


async def test_only_earlier_visits_are_remembered_nearest_first(works: Works) -> None:
    _, (first, second, third) = await works.visited(1, 2, 3, speaker_roles=GIVEN)
    for session in (third, first, second):
        await works.analysed(session)
    material = await gathered(works, third, "deep_analysis")
    assert material.visit.memory.sessions == (second, first)
    assert set(material.sources) == {str(first), str(second), str(third)}
    assert {note.about for note in material.visit.memory.notes} == {"1 visit ago", "2 visits ago"}
    assert (await gathered(works, first, "deep_analysis")).visit.memory.sessions == ()


async def test_a_visit_without_a_result_is_named_as_missing(works: Works) -> None:
    _, (first, second) = await works.visited(1, 2, speaker_roles=GIVEN)
    assert (await gathered(works, second, "deep_analysis")).visit.memory.missing == (first,)


async def test_deep_analysis_never_remembers_a_journey(works: Works) -> None:
    _, (first, second) = await works.visited(1, 2, speaker_roles=GIVEN)
    await works.analysed(first)
    await works.done(first, "roadmap_generation")
    await works.analysed(second)
    assert (await gathered(works, second, "deep_analysis")).visit.memory.journey == ()
    assert (await gathered(works, second, "roadmap_generation")).visit.memory.journey


@pytest.mark.parametrize("strategy", ["full", "progressive", "hierarchical"])
async def test_each_strategy_remembers_in_its_way(works: Works, strategy: Strategy) -> None:
    _, (first, second) = await works.visited(1, 2, speaker_roles=GIVEN)
    await works.analysed(first)
    await works.done(first, "roadmap_generation")
    await works.analysed(second)
    memory = (await gathered(works, second, "roadmap_generation", strategy)).visit.memory
    assert memory.strategy == strategy
    assert memory.sessions == (first,)
    assert bool(memory.notes) is (strategy != "progressive")


async def test_what_is_seen_of_the_relationship_is_not_for_the_patients_page(works: Works) -> None:
    _, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    notes = (await gathered(works, session, "roadmap_generation")).visit.notes
    assert notes
    assert {note.kind for note in notes} & {"alliance", "rupture", "engagement"} == set()


async def test_no_id_and_no_date_gets_into_a_prompt(works: Works) -> None:
    patient, (first, second) = await works.visited(1, 2)
    for session in (first, second):
        await works.analysed(session)
        await works.done(session, "roadmap_generation")
    for call in works.conduct.calls:
        shown = json.dumps(json.loads(call)["messages"])
        for hidden in (str(patient), str(first), str(second), "2026-05"):
            assert hidden not in shown
