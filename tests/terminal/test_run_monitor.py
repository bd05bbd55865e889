"""Starting a run over HTTP and watching it to its end."""

import io
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console
from support.http_service import serve
from support.sample_visits import visit

from app.generators.registry import generators
from app.terminal.run_monitor import fetch_json, handed_over, start_run, watch

EVERY_STEP = f"{len(generators())}/{len(generators())}"
DRAWN_OVER = "\x1b[1A"
"""The cursor is moved up a line."""


async def watched(url: str, *, terminal: bool, brief: bool = False) -> tuple[dict[str, Any], str]:
    """A run of one visit, watched from its start to its end, and what was written meanwhile."""
    patient, session = str(uuid4()), str(uuid4())
    said = io.StringIO()
    console = Console(file=said, width=160, force_terminal=terminal, color_system=None)
    async with serve(url) as service:
        await handed_over(service.http, patient, {session: visit(1)})
        await service.work.begin()
        run = await watch(service.http, console, await start_run(service.http, patient), {session: 7}, brief=brief)
    return run, said.getvalue()


async def test_a_run_is_drawn_anew_on_a_terminal_until_it_has_ended(database_url: str) -> None:
    run, said = await watched(database_url, terminal=True)
    assert run["status"] == "completed"
    assert EVERY_STEP in said
    assert re.search(r"running, \d+\.\d s, cost \$0", said)
    assert DRAWN_OVER in said


async def test_without_a_terminal_each_step_is_a_line_and_the_whole_comes_last(database_url: str) -> None:
    run, said = await watched(database_url, terminal=False)
    assert run["status"] == "completed"
    assert "\x1b" not in said
    lines = said.splitlines()
    told = [re.fullmatch(r" *\d+\.\d s  visit 7  (.*)", line) for line in lines]
    steps = [line[1] for line in told if line]
    assert {f"{event}: success" for event in ("speaker labeling", "mood analysis", "deep analysis")} <= set(steps)
    assert "wave2 complete: success, cost so far $0" in steps
    assert said.count(EVERY_STEP) == 1
    assert EVERY_STEP in "".join(lines[len(steps) :])


async def test_briefly_each_visit_is_a_line_and_the_whole_comes_last(database_url: str) -> None:
    _, said = await watched(database_url, terminal=False, brief=True)
    steps = len(generators())
    visit, whole = said.splitlines()
    assert re.fullmatch(rf" *\d+\.\d s  visit 7: {steps} steps", visit)
    assert re.fullmatch(rf" *\d+\.\d s  completed, {steps} steps, cost \$0", whole)


async def test_a_run_with_nothing_to_do_is_over_at_once(database_url: str) -> None:
    patient = str(uuid4())
    for terminal in (True, False):
        console = Console(file=io.StringIO(), force_terminal=terminal)
        async with serve(database_url) as service:
            await handed_over(service.http, patient, {})
            run = await watch(service.http, console, await start_run(service.http, patient), {})
        assert (run["status"], run["steps"]) == ("completed", [])


async def test_a_run_that_is_not_there_cannot_be_watched(database_url: str) -> None:
    async with serve(database_url) as service:
        for terminal in (True, False):
            with pytest.raises(httpx.HTTPStatusError):
                await watch(service.http, Console(file=io.StringIO(), force_terminal=terminal), str(uuid4()), {})


async def test_what_is_refused_is_raised(database_url: str) -> None:
    async with serve(database_url) as service:
        with pytest.raises(httpx.HTTPStatusError):
            await handed_over(service.http, str(uuid4()), {str(uuid4()): {"segments": []}})
        with pytest.raises(httpx.HTTPStatusError):
            await fetch_json(service.http, f"/v1/patients/{uuid4()}")
