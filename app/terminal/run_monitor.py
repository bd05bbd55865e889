"""Starts a run over HTTP and shows it on the terminal until it ends."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from rich.console import Console
from rich.live import Live

from app.store.runs import OPEN_STEPS
from app.terminal import screen
from app.terminal.event_follower import follow

REFRESHES_PER_SECOND = 5
LOOK_ANYWAY = 2.0
"""Seconds without an event after which the run is read all the same."""
UNDER_WAY = ("queued", "running")

Json = dict[str, Any]


async def watch(
    http: httpx.AsyncClient, console: Console, run_id: str, numbers: Mapping[str, int], *, brief: bool = False
) -> Json:
    """Show a run until it has ended, and return it: redrawn as it progresses, or, without a terminal, a line for each
    step and the table at the end; `brief`, a line for each visit. `numbers` are the visits' numbers as a reader counts
    them."""
    begun = time.monotonic()
    if console.is_terminal:
        return await _drawn(http, console, run_id, numbers)
    if brief:
        return await _told_briefly(http, console, run_id, numbers)
    run = await _print_run(http, console, run_id, numbers)
    console.print(screen.progress_table(run, numbers, time.monotonic() - begun))
    return run


@dataclass
class _Heard:
    """What events have reported since the run was last read."""

    anything: bool = False
    written: dict[tuple[str, str], str] = field(default_factory=dict)

    async def listen(self, http: httpx.AsyncClient, run_id: str) -> None:
        async for event in follow(http, run_id):
            self.anything = True
            if event["status"] == "progress":
                self.written[event["session_id"], event["event"]] = screen.item_count(event["details"])


async def _drawn(http: httpx.AsyncClient, console: Console, run_id: str, numbers: Mapping[str, int]) -> Json:
    """Events trigger reading the run again, and carry a document's progress; all else comes from the run itself."""
    begun, heard = time.monotonic(), _Heard()

    def draw(run: Json) -> None:
        live.update(screen.progress_table(run, numbers, time.monotonic() - begun, heard.written), refresh=True)

    listening = asyncio.create_task(heard.listen(http, run_id))
    try:
        with Live(console=console, auto_refresh=False) as live:
            run, looked = await fetch_json(http, f"/v1/runs/{run_id}"), time.monotonic()
            while run["status"] in UNDER_WAY:
                draw(run)
                await asyncio.sleep(1 / REFRESHES_PER_SECOND)
                if heard.anything or time.monotonic() > looked + LOOK_ANYWAY:
                    heard.anything = False
                    run, looked = await fetch_json(http, f"/v1/runs/{run_id}"), time.monotonic()
            draw(run)
    finally:
        listening.cancel()
        await asyncio.wait([listening])
    return run


async def _print_run(http: httpx.AsyncClient, console: Console, run_id: str, numbers: Mapping[str, int]) -> Json:
    begun = time.monotonic()
    async for event in follow(http, run_id):
        if event["status"] in {"started", "progress"} or event["session_id"] is None:
            continue  # the end of the whole run is shown with what it has come to
        visit = numbers.get(event["session_id"], "?")
        line = f"{time.monotonic() - begun:6.1f} s  visit {visit}  {screen.event_line(event)}"
        if screen.ends_a_phase(event):
            line += f", cost so far {screen.cost(await fetch_json(http, f'/v1/runs/{run_id}'))}"
        _print(console, line)
    return await fetch_json(http, f"/v1/runs/{run_id}")


async def _told_briefly(http: httpx.AsyncClient, console: Console, run_id: str, numbers: Mapping[str, int]) -> Json:
    """A line for each visit that is done, and one for the whole."""
    begun, done = time.monotonic(), set[str]()

    def tell(run: Json) -> None:
        for session, statuses in _ended_visits(run).items():
            if session not in done:
                done.add(session)
                _print(console, screen.visit_done(numbers.get(session), statuses, time.monotonic() - begun))

    async for event in follow(http, run_id):
        if event["session_id"] and screen.ends_a_phase(event):
            tell(await fetch_json(http, f"/v1/runs/{run_id}"))
    run = await fetch_json(http, f"/v1/runs/{run_id}")
    tell(run)
    _print(console, screen.run_done(run, time.monotonic() - begun))
    return run


def _ended_visits(run: Json) -> dict[str, list[str]]:
    """The statuses of the steps of each visit that has none before it."""
    statuses: dict[str, list[str]] = {}
    for step in run["steps"]:
        statuses.setdefault(step["session_id"], []).append(step["status"])
    return {session: each for session, each in statuses.items() if not set(each) & set(OPEN_STEPS)}


def _print(console: Console, line: str) -> None:
    console.print(line, highlight=False, markup=False, soft_wrap=True)


async def fetch_json(http: httpx.AsyncClient, path: str) -> Json:
    """A GET's JSON. Raises httpx.HTTPStatusError."""
    answer = await http.get(path)
    answer.raise_for_status()
    body: Json = answer.json()
    return body


async def handed_over(http: httpx.AsyncClient, patient_id: str, visits: Mapping[str, Json]) -> None:
    """Register a patient and hand over visits, by session id."""
    (await http.put(f"/v1/patients/{patient_id}", json={})).raise_for_status()
    for session_id, body in visits.items():
        (await http.put(f"/v1/patients/{patient_id}/sessions/{session_id}", json=body)).raise_for_status()


async def start_run(http: httpx.AsyncClient, patient_id: str) -> str:
    """Start what is missing for a patient; the run's id."""
    answer = await http.post(f"/v1/patients/{patient_id}/runs")
    answer.raise_for_status()
    return str(answer.json()["run_id"])
