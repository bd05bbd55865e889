"""Starting a run over HTTP and watching it on the terminal until it ends."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx
from rich.console import Console
from rich.live import Live

from app.terminal import screen

LOOKS_PER_SECOND = 5
UNDER_WAY = ("queued", "running")


async def watch(http: httpx.AsyncClient, console: Console, run_id: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Show a run until it has ended, and return it. `numbers` are the visits' as a reader counts them."""
    begun = time.monotonic()
    with Live(console=console, auto_refresh=False, transient=not console.is_terminal) as live:
        while True:
            run = await fetched(http, f"/v1/runs/{run_id}")
            live.update(screen.progress(run, numbers, time.monotonic() - begun), refresh=console.is_terminal)
            if run["status"] not in UNDER_WAY:
                break
            await asyncio.sleep(1 / LOOKS_PER_SECOND)
    if not console.is_terminal:
        console.print(screen.progress(run, numbers, time.monotonic() - begun))
    return run


async def fetched(http: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """A GET's JSON. Raises httpx.HTTPStatusError."""
    answer = await http.get(path)
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    return body


async def handed_over(http: httpx.AsyncClient, patient_id: str, visits: Mapping[str, dict[str, Any]]) -> None:
    """Register a patient and hand over visits, by session id."""
    (await http.put(f"/v1/patients/{patient_id}", json={})).raise_for_status()
    for session_id, body in visits.items():
        (await http.put(f"/v1/patients/{patient_id}/sessions/{session_id}", json=body)).raise_for_status()


async def started(http: httpx.AsyncClient, patient_id: str) -> str:
    """Start what is missing for a patient; the run's id."""
    answer = await http.post(f"/v1/patients/{patient_id}/runs")
    answer.raise_for_status()
    return str(answer.json()["run_id"])
