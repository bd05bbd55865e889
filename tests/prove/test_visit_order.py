"""Visits are taken in the order of their dates, whoever works on them, and patients never wait for each other."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from support.model_server import Hesitant, serving_upstream
from support.pipeline_process import PipelineProcess, running_pipeline
from support.process_fleet import running_fleet
from support.run_invariants import assert_nothing_is_lost, wait_for_end, wait_until
from support.sample_visits import GIVEN, visit

from app.offline.fault_injection import FaultPlan

SLOW = b"periwinkle"
UNREADABLE = (
    "SELECT told.session_id FROM pipeline_events told WHERE phase = 'WAVE3' AND event = 'COMPLETE' AND NOT EXISTS ("
    " SELECT 1 FROM your_journey_versions version"
    " JOIN generation_metadata made ON made.your_journey_version_id = version.id"
    " WHERE version.patient_id = told.patient_id AND made.last_session_id = told.session_id)"
)


async def visits_on(works: PipelineProcess, patient: UUID, *days: int) -> list[UUID]:
    """A visit on each of these days of a month."""
    dates = [f"2026-06-{day:02}T10:00:00Z" for day in days]
    return [await works.visit(patient, 1 + n % 3, session_date=d, speaker_roles=GIVEN) for n, d in enumerate(dates)]


async def told(works: PipelineProcess, event: str, status: str) -> list[UUID]:
    """The visits of which something was told, in the order of telling."""
    query = "SELECT session_id FROM pipeline_events WHERE event = :event AND status = :status ORDER BY number"
    return [row["session_id"] for row in await works.rows(query, event=event, status=status)]


async def deep_analyses(works: PipelineProcess, count: int) -> bool:
    """Whether so many visits are analysed."""
    return len(await told(works, "DEEP_ANALYSIS", "success")) >= count


async def versions_are_readable(works: PipelineProcess, seen: asyncio.Event) -> None:
    """Look again and again whether a visit is said to be complete before its version can be read."""
    while True:
        assert await works.rows(UNREADABLE) == []
        seen.set()
        await asyncio.sleep(0.02)


async def test_ten_visits_end_in_the_order_of_their_dates_also_when_one_comes_late(
    database_url: str, tmp_path: Path
) -> None:
    with serving_upstream(Hesitant(shortest=0.02, longest=0.25)) as upstream:
        async with running_fleet(database_url, tmp_path, upstream) as started, running_pipeline(database_url) as works:
            for _ in range(2):
                await (await started.worker()).working()
            patient, seen = await works.patient(), asyncio.Event()
            looking = asyncio.create_task(versions_are_readable(works, seen))
            later = await visits_on(works, patient, *range(11, 20))
            run = await works.planned(patient)
            await wait_until(lambda: deep_analyses(works, 3))
            (earlier,) = await visits_on(works, patient, 10)
            late = await works.planned(patient, earlier)

            assert {await wait_for_end(works, one.id) for one in (run, late)} == {"completed"}

            await assert_nothing_is_lost(works)
            order = await told(works, "DEEP_ANALYSIS", "success")
            assert [session for session in order if session != earlier] == later
            assert earlier in order[:-1], "later visits did not wait for it"
            assert seen.is_set() and not looking.done()
            looking.cancel()


@pytest.mark.quick
async def test_single_visits_asked_for_in_reverse_end_in_the_order_of_their_dates(
    database_url: str, tmp_path: Path
) -> None:
    with serving_upstream(FaultPlan(latency={"": 0.3})) as upstream:
        async with running_fleet(database_url, tmp_path, upstream) as started, running_pipeline(database_url) as works:
            patient = await works.patient()
            sessions = await visits_on(works, patient, 1, 2, 3, 4, 5)
            runs = [(await works.planned(patient, session)).id for session in reversed(sessions)]
            for _ in range(2):
                await started.worker()

            assert {await wait_for_end(works, run) for run in runs} == {"completed"}

            await assert_nothing_is_lost(works)
            assert await told(works, "DEEP_ANALYSIS", "success") == sessions
            assert await told(works, "YOUR_JOURNEY_GENERATION", "success") == sessions


async def test_a_patient_whose_model_is_slow_delays_no_other(database_url: str, tmp_path: Path) -> None:
    with serving_upstream() as upstream:
        upstream.of[SLOW] = FaultPlan(latency={"": 3600})
        async with running_fleet(database_url, tmp_path, upstream) as started, running_pipeline(database_url) as works:
            await started.worker()
            slow = [await works.visited(1, segments=slow_segments(), speaker_roles=GIVEN) for _ in range(3)]
            held_up = [await works.planned(patient) for patient, _ in slow]
            quick, _ = await works.visited(1, speaker_roles=GIVEN)
            assert await wait_for_end(works, (await works.planned(quick)).id) == "completed"
            assert {await works.status(run.id) for run in held_up} == {"running"}


def slow_segments() -> list[dict[str, Any]]:
    """A transcript by whose words the model knows that it is to be slow."""
    segments: list[dict[str, Any]] = visit(1)["segments"]
    segments[1]["text"] += f" I noticed the {SLOW.decode()}."
    return segments
