"""The demo: the sample patient handed over and taken through the waves, over HTTP, as the platform would."""

import asyncio
import secrets
import socket
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import SecretStr
from rich.console import Console

from app.bootstrap import at_place, bring_up, check_origins, direct_url, read_access
from app.llm.model_config import today_in_utc
from app.llm.prices import decimal_string
from app.offline.recorded import NOTICE
from app.pipeline.reports.savings import savings_by_tier
from app.sample.visits import PATIENT_ID, SampleVisit, sample_visits
from app.serving import open_listening_socket, serve_beside
from app.settings import Settings
from app.store import ledger
from app.store.database import Database
from app.store.embedded import exit_on_sigterm
from app.terminal import screen, summary
from app.terminal.quality import print_quality
from app.terminal.recording_state import stale_answers, told_stale, told_unrecorded, unrecorded_results
from app.terminal.run_monitor import fetch_json, handed_over, start_run, watch
from app.terminal.savings import print_savings


def run_demo(settings: Settings, host: str, port: int, *, keep_serving: bool, verbose: bool = False) -> None:
    """Serve, show the sample patient's way through the waves, then go on serving until Ctrl-C if so wanted. `verbose`:
    every step, and every figure."""
    exit_on_sigterm()
    console = Console()
    listening = open_listening_socket(host, port)
    with ExitStack() as stack:
        with console.status("Setting up the database"):
            place = stack.enter_context(at_place(settings))
            asyncio.run(bring_up(direct_url(settings, place)))
        with suppress(KeyboardInterrupt):
            asyncio.run(_demo(settings, place.url, listening, Demo(console, verbose), keep_serving))


@dataclass(frozen=True)
class Demo:
    """Where it is shown, and how much of it."""

    console: Console
    verbose: bool


async def _demo(settings: Settings, url: str, listening: socket.socket, demo: Demo, keep_serving: bool) -> None:
    # A key of this process's own where keys are needed: those that others hold cannot be read back.
    access = await read_access(settings, url)
    check_origins(settings, access)
    key = secrets.token_urlsafe() if access.key_required else None
    keys = [*settings.service_api_keys, SecretStr(key)] if key else []
    served = settings.model_copy(update={"service_api_keys": keys})
    host, port = listening.getsockname()[:2]
    address = f"http://{host}:{port}"
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with serve_beside(served, url, listening) as server:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120) as http:
            await _show(http, demo)
            await _figures(url, demo)
        _where_next(demo.console, address, keep_serving=keep_serving)
        if keep_serving and not server.should_exit:
            while not server.should_exit:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.2)


async def _show(http: httpx.AsyncClient, demo: Demo) -> None:
    visits = await asyncio.to_thread(sample_visits)
    engine = (await fetch_json(http, "/health/ready"))["engine"]
    _say_who_answers(demo.console, engine)
    await handed_over(http, str(PATIENT_ID), {str(visit.session_id): visit.body for visit in visits})
    run_id = await start_run(http, str(PATIENT_ID))
    await watch(http, demo.console, run_id, _numbers(visits), brief=not demo.verbose)
    await _summary(http, demo, visits, engine)


def _say_who_answers(console: Console, engine: str) -> None:
    if engine == "offline":
        console.print("The built-in offline engine answers: plain extraction, no model, no cost.", style="bold")
    if engine == "recorded":
        console.print(NOTICE, style="bold")
        if stale := stale_answers():
            console.print(told_stale(stale), style="yellow")


async def _summary(http: httpx.AsyncClient, demo: Demo, visits: list[SampleVisit], engine: str) -> None:
    console, numbers = demo.console, _numbers(visits)
    risks = (await fetch_json(http, f"/v1/patients/{PATIENT_ID}/risk"))["items"]
    results = {visit.name: await _results(http, visit) for visit in visits}
    moods = [(visit.number, _mood(results[visit.name])) for visit in visits]
    if engine == "recorded" and (missing := unrecorded_results(results)):
        console.print(told_unrecorded(missing), style="yellow")
    console.print()
    console.print(summary.fact_lines([("Risk", summary.risk_line(risks, numbers)), ("Mood", summary.mood_line(moods))]))
    for route, name, show in (("your-journey", "roadmap", screen.journey), ("session-bridge", "bridge", screen.bridge)):
        document = await http.get(f"/v1/patients/{PATIENT_ID}/{route}")
        if document.is_success:
            console.print(show(document.json()[name]))
            console.print(f"Version {document.json()['metadata']['version_number']}", style="dim")
    written = await http.get(f"/v1/sessions/{visits[-1].session_id}/progress-note")
    if written.is_success:
        console.print(summary.note_summary(written.json(), visits[-1].number))
    if demo.verbose:
        console.print(screen.risk_table(risks, numbers), screen.mood_chart(moods))
        console.print(screen.costs(await fetch_json(http, "/v1/costs?group_by=task"), engine))


def _numbers(visits: list[SampleVisit]) -> dict[str, int]:
    return {str(visit.session_id): visit.number for visit in visits}


async def _figures(url: str, demo: Demo) -> None:
    database = Database(url)
    try:
        async with database.snapshot() as db:
            work = await ledger.recorded_calls(db)
            spent = (await ledger.cost_totals(db, None))[0]["cost_usd"]
        tiers = summary.tier_line(savings_by_tier(work, today_in_utc()))
        known = None if spent is None else decimal_string(spent)
        cost = f"{screen.cost({'cost_usd': known})} for {len(work)} answers. At each tier these would cost: {tiers}."
        demo.console.print(summary.fact_lines([("Cost", cost)]))
        if demo.verbose:
            await print_savings(database, demo.console)
            await print_quality(database, PATIENT_ID, console=demo.console)
    finally:
        await database.close()


def _where_next(console: Console, address: str, *, keep_serving: bool) -> None:
    served = f"In a browser: {address}, the API: {address}/docs. Ctrl-C ends it."
    look = [
        ("Next", served if keep_serving else "In a browser: make demo without --exit goes on serving."),
        ("", "A transcript of your own: therabridge analyse FILE.json"),
        ("", "The figures: therabridge savings, therabridge quality. Every step: demo -v"),
    ]
    console.print(summary.fact_lines(look))


async def _results(http: httpx.AsyncClient, visit: SampleVisit) -> dict[str, Any]:
    results: dict[str, Any] = (await fetch_json(http, f"/v1/sessions/{visit.session_id}"))["results"]
    return results


def _mood(results: dict[str, Any]) -> float | None:
    envelope = results["mood_analysis"]
    return envelope["result"]["mood_score"] if envelope and envelope["result"] else None
