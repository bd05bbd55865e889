"""The benchmarks work: a small run of each ends well and prints its figures. How fast it was is not judged here."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


async def small_run(name: str, *words: str) -> str:
    command = [sys.executable, "-m", f"benchmarks.{name}", *words]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=PROJECT, env=dict(os.environ), capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.quick
async def test_a_mood_over_http_is_timed_beside_a_raw_call() -> None:
    printed = await small_run("mood", "--small")
    assert "added by the service at p50" in printed
    assert "ratio" in printed


async def test_the_start_is_timed_and_its_memory_weighed() -> None:
    assert "memory without a worker" in await small_run("start")


async def test_events_are_timed_from_the_commit_to_the_subscriber() -> None:
    assert "not arrived 0" in await small_run("events", "--small")


async def test_the_makespan_of_two_visits_is_measured_against_their_critical_path() -> None:
    assert "critical path" in await small_run("waves", "--small")


async def test_quotes_of_real_conversations_are_looked_up() -> None:
    if "THERABRIDGE_TEST_DATA" not in os.environ:
        pytest.skip("THERABRIDGE_TEST_DATA is not set, so no real conversation was read")
    assert "look-ups" in await small_run("evidence")
