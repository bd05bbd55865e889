"""Visits are walked through in the order of a run."""

from support.pipeline_process import running_pipeline
from support.sample_visits import GIVEN, visit

from app.generators.registry import generators
from app.pipeline.execution.task_request import TaskRequest
from app.terminal.visit_walk import NamedVisit, handed_over, walk_steps

HISTORY = [NamedVisit("first", visit(1)), NamedVisit("second", visit(2, speaker_roles=GIVEN))]


async def walked(url: str, without: str = "", failed: str = "") -> list[tuple[str, str]]:
    done: list[tuple[str, str]] = []

    async def do(visit: NamedVisit, request: TaskRequest) -> bool | None:
        if request.task == without:
            return None
        done.append((visit.name, request.task))
        return request.task != failed

    async with running_pipeline(url) as works, handed_over(works.context, HISTORY) as (_, sessions):
        await walk_steps(HISTORY, sessions, do)
    return done


async def test_every_step_is_done_but_for_roles_that_are_given(database_url: str) -> None:
    done = await walked(database_url)
    wanted = {(name, task) for name in ("first", "second") for task in generators()} - {("second", "speaker_labeling")}
    assert (set(done), len(done)) == (wanted, len(wanted))


async def test_what_was_not_done_stops_what_waits_for_it(database_url: str) -> None:
    done = await walked(database_url, without="session_insights")
    assert ("first", "prose_generation") in done
    assert not {("first", "roadmap_generation"), ("second", "deep_analysis")} & set(done)


async def test_what_failed_stops_what_needs_its_result_alone(database_url: str) -> None:
    done = await walked(database_url, failed="session_insights")
    assert ("second", "deep_analysis") in done
    assert ("first", "roadmap_generation") not in done
