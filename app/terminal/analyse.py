"""One transcript file through the waves, with the results printed."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console

from app.bootstrap import at_place, bring_up, direct_url
from app.errors import Misconfigured
from app.serving import serving_privately
from app.settings import Settings
from app.terminal.run_monitor import fetch_json, handed_over, start_run, watch

DATE = "2026-01-01T00:00:00Z"
"""For a file that says no date; a visit by itself needs none."""


def run_analysis(settings: Settings, file: Path) -> None:
    """Print the results of one transcript as JSON. Nothing is kept. Raises Misconfigured for an unreadable file."""
    body = _read(file)
    with at_place(settings) as place:
        asyncio.run(bring_up(direct_url(settings, place)))
        results = asyncio.run(_analysed(settings, place.url, body))
    sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=2) + "\n")


async def _analysed(settings: Settings, url: str, body: dict[str, Any]) -> dict[str, Any]:
    patient, visit = str(uuid4()), str(uuid4())
    console = Console(stderr=True)
    async with serving_privately(settings, url) as http:
        await _accepted(http, patient, visit, body)
        try:
            await watch(http, console, await start_run(http, patient), {visit: 1})
            results: dict[str, Any] = (await fetch_json(http, f"/v1/sessions/{visit}"))["results"]
        finally:
            await http.delete(f"/v1/patients/{patient}")
    return results


async def _accepted(http: httpx.AsyncClient, patient: str, visit: str, body: dict[str, Any]) -> None:
    try:
        await handed_over(http, patient, {visit: body})
    except httpx.HTTPStatusError as error:
        problem = error.response.json()
        places = ", ".join(f"{entry['path']} {entry['message']}" for entry in problem.get("errors", []))
        raise Misconfigured(f"The file was refused: {problem['detail']} {places}".strip()) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Misconfigured(f"{file} cannot be read as JSON.") from None
    if not isinstance(read, dict):
        raise Misconfigured(f"{file} holds no object with segments.")
    return {"session_date": DATE, **read}
