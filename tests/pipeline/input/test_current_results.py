"""An attempt that has come to nothing does not take the place of a result that still holds."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.llm.model_tier import ModelTier
from app.offline.fault_injection import Fault, FaultPlan
from app.pipeline.execution.envelope import envelope
from app.pipeline.graph import generator
from app.pipeline.input.current_results import counting_results, current_results
from app.pipeline.input.staleness import fingerprint
from app.pipeline.runs.run_executor import execute_run
from app.store.models import Generation
from app.store.visits import Ground, Labelling, labelled_roles
from app.therapy.transcript import Role

Processes = Callable[..., Any]
MOOD, DEEP, INSIGHTS, JOURNEY = "mood_analysis", "deep_analysis", "session_insights", "roadmap_generation"
VISIT = UUID(int=1)
WORDS, OTHER_WORDS = "f" * 64, "e" * 64
ROLES, SWAPPED = {"A": Role.THERAPIST, "B": Role.PATIENT}, {"A": Role.PATIENT, "B": Role.THERAPIST}


def here(words: str = WORDS) -> dict[UUID, Ground]:
    return {VISIT: Ground(VISIT, datetime(2026, 5, 7, tzinfo=UTC), words, None)}


def made(number: int, state: str = "success", words: str = WORDS) -> Generation:
    sources = {str(VISIT): fingerprint(here(words)[VISIT], MOOD)}
    version = generator(MOOD).declared.prompt_version
    return Generation(session_id=VISIT, task=MOOD, number=number, state=state, sources=sources, prompt_version=version)


def test_of_two_that_say_something_and_nothing_the_one_that_says_something_counts_while_it_holds() -> None:
    says, nothing = made(1), made(2, "insufficient")
    (found,) = current_results([nothing, says], here()).values()
    assert (found.row, found.attempt) == (says, nothing)
    assert counting_results([says, nothing], here()) == {(VISIT, MOOD): says}
    (found,) = current_results([made(3), nothing], here()).values()
    assert (found.row.number, found.attempt) == (3, None)


def test_what_no_longer_holds_makes_way_for_a_newer_one_that_says_nothing() -> None:
    says, nothing = made(1, words=OTHER_WORDS), made(2, "insufficient")
    (found,) = current_results([says, nothing], here()).values()
    assert (found.row, found.attempt) == (nothing, None)


def test_who_is_who_is_told_by_the_last_labelling_of_the_same_words_that_could_tell() -> None:
    told, could_not = Labelling(1, ROLES, WORDS[:16]), Labelling(2, None, WORDS[:16])
    assert labelled_roles([told, could_not], WORDS) == ROLES
    assert labelled_roles([Labelling(3, SWAPPED, WORDS[:16]), could_not], WORDS) == SWAPPED
    assert labelled_roles([told, could_not], OTHER_WORDS) is None
    assert labelled_roles([], WORDS) is None


async def test_a_forced_generation_that_comes_to_nothing_leaves_the_last_good_one(processes: Processes) -> None:
    async with processes(FaultPlan(faults_of={MOOD: [None, Fault.INVENTED_QUOTES]})) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        good = await works.done(session, MOOD)
        again = await works.done(session, MOOD, force=True)
        told = await envelope(works.context.database, again)
        assert told["result"] == good.row.result
        assert (told["reused"], told["stale"], told["generation"]["id"]) == (True, False, str(good.row.id))
        assert told["last_attempt"]["reason"] == "insufficient_data"
        assert told["last_attempt"]["generation"]["id"] != str(good.row.id)

        later = await works.done(session, MOOD)
        assert (later.row.id, later.reused) == (good.row.id, True)
        standing = await works.standing(session)
        assert standing.results[MOOD].id == good.row.id
        assert str(standing.attempts[MOOD].id) == told["last_attempt"]["generation"]["id"]
        better = await works.done(session, MOOD, force=True)
        assert (better.reused, better.last_attempt) == (False, None)
        assert (await works.standing(session)).attempts == {}


async def test_a_first_generation_that_comes_to_nothing_is_what_there_is(processes: Processes) -> None:
    async with processes(FaultPlan(faults_of={MOOD: [Fault.INVENTED_QUOTES]})) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        told = await envelope(works.context.database, await works.done(session, MOOD))
        assert (told["result"], told["reason"], told["last_attempt"]) == (None, "insufficient_data", None)


async def test_a_tier_whose_answer_is_worthless_is_not_asked_again_and_tells_the_last_good_one(
    processes: Processes,
) -> None:
    async with processes(FaultPlan(faults_of={MOOD: [None, Fault.INVENTED_QUOTES]})) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        good = await works.done(session, MOOD, tier=ModelTier("precision"))
        for _ in range(2):
            rapid = await works.done(session, MOOD, tier=ModelTier("rapid"))
            assert (rapid.row.id, rapid.reused) == (good.row.id, True)
            assert rapid.last_attempt is not None
            assert rapid.last_attempt.model_tier == "rapid"
        assert len(works.conduct.calls) == 2


async def test_a_run_that_redoes_a_visit_goes_on_from_the_last_good_results(processes: Processes) -> None:
    """What rests on a step whose new answer is worthless is made of the old one, and a journey can still be written."""
    async with processes(FaultPlan(faults_of={DEEP: [None, Fault.INVENTED_QUOTES]})) as works:
        patient, (session,) = await works.visited(speaker_roles=GIVEN)
        await execute_run(works.context, (await works.planned(patient)).id)
        good = (await works.standing(session)).results
        run = await works.planned(patient, force=True)
        await execute_run(works.context, run.id)

        assert await works.status(run.id) == "completed"
        assert (await works.steps(run.id))[session, DEEP].status == "insufficient"
        standing = await works.standing(session)
        assert standing.results[DEEP].id == good[DEEP].id
        assert standing.results[JOURNEY].id != good[JOURNEY].id
        assert standing.results[JOURNEY].state == "success"
        done = await works.done(session, JOURNEY, force=True)
        assert (done.row.state, done.reused) == ("success", False)
        left = await works.planned(patient)
        assert left.status == "completed", "nothing is missing and nothing is stale"


async def came_to_nothing(works: PipelineProcess, task: str) -> None:
    """A newer attempt at each result of a task, of the same words and without a result."""
    await works.rows(
        "INSERT INTO generations (patient_id, session_id, task, state, reason, sources, past, prompt_version,"
        " model_asked, model_tier, engine, attempts, duration_ms) SELECT patient_id, session_id, task, 'insufficient',"
        " 'insufficient_data', sources, past, prompt_version, model_asked, model_tier, engine, 1, 1 FROM generations"
        " WHERE task = :task",
        task=task,
    )


async def test_what_later_visits_remember_is_the_last_good_one(works: PipelineProcess) -> None:
    _, (first, second) = await works.visited(1, 2, speaker_roles=GIVEN)
    await works.analysed(first)
    await came_to_nothing(works, INSIGHTS)
    await works.analysed(second)
    memory = (await works.standing(second)).results[DEEP].memory
    assert memory is not None
    assert (memory["sessions"], memory["missing"]) == ([str(first)], [])


async def test_speakers_that_could_not_be_told_apart_again_stay_who_they_were(works: PipelineProcess) -> None:
    _, (session,) = await works.visited()
    await works.done(session, MOOD)
    roles = (await works.standing(session)).ground.roles
    await came_to_nothing(works, "speaker_labeling")
    standing = await works.standing(session)
    assert standing.ground.roles == roles
    assert standing.roles_are_known
    assert standing.holds(MOOD)
