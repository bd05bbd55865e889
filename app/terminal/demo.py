"""The demo: the sample patient handed over and taken through the waves, over HTTP, as the platform would."""

import asyncio
import secrets
import socket
from contextlib import ExitStack, suppress

import httpx
from pydantic import SecretStr
from rich.console import Console

from app.bootstrap import at_place, bring_up, check_origins, direct_url, read_access
from app.sample.visits import PATIENT_ID, SampleVisit, sample_visits
from app.serving import listen, serving
from app.settings import Settings
from app.store.database import Database
from app.store.embedded import exit_on_sigterm
from app.terminal import screen
from app.terminal.quality import print_quality
from app.terminal.run_monitor import fetched, handed_over, started, watch
from app.terminal.savings import print_savings


def run_demo(settings: Settings, host: str, port: int, *, keep_serving: bool) -> None:
    """Serve, show the sample patient's way through the waves, then go on serving until Ctrl-C if so wanted."""
    exit_on_sigterm()
    console = Console()
    listening = listen(host, port)
    with ExitStack() as stack:
        with console.status("Setting up the database"):
            place = stack.enter_context(at_place(settings))
            asyncio.run(bring_up(direct_url(settings, place)))
        with suppress(KeyboardInterrupt):
            asyncio.run(_demo(settings, place.url, listening, console, keep_serving))


async def _demo(settings: Settings, url: str, listening: socket.socket, console: Console, keep_serving: bool) -> None:
    # A key of this process's own where keys are needed: those that others hold cannot be read back.
    access = await read_access(settings, url)
    check_origins(settings, access)
    key = secrets.token_urlsafe() if access.key_required else None
    keys = [*settings.service_api_keys, SecretStr(key)] if key else []
    served = settings.model_copy(update={"service_api_keys": keys})
    host, port = listening.getsockname()[:2]
    address = f"http://{host}:{port}"
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with serving(served, url, listening) as server:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120) as http:
            await _show(http, console)
            await _figures(url, console)
        if keep_serving and not server.should_exit:
            console.print(f"\nServing on {address} (API description: {address}/docs). Ctrl-C ends it.")
            while not server.should_exit:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.2)


async def _show(http: httpx.AsyncClient, console: Console) -> None:
    visits = await asyncio.to_thread(sample_visits)
    engine = (await fetched(http, "/health/ready"))["engine"]
    if engine == "offline":
        console.print("The built-in offline engine answers: plain extraction, no model, no cost.", style="bold")
    await handed_over(http, str(PATIENT_ID), {str(visit.session_id): visit.body for visit in visits})
    run_id = await started(http, str(PATIENT_ID))
    await watch(http, console, run_id, _numbers(visits))
    await _summary(http, console, visits, engine)


async def _summary(http: httpx.AsyncClient, console: Console, visits: list[SampleVisit], engine: str) -> None:
    console.print(screen.risks((await fetched(http, f"/v1/patients/{PATIENT_ID}/risk"))["items"], _numbers(visits)))
    console.print(screen.mood_chart([(visit.number, await _mood(http, visit)) for visit in visits]))
    for route, name, show in (("your-journey", "roadmap", screen.journey), ("session-bridge", "bridge", screen.bridge)):
        document = await http.get(f"/v1/patients/{PATIENT_ID}/{route}")
        if document.is_success:
            console.print(show(document.json()[name]))
            console.print(f"Version {document.json()['metadata']['version_number']}", style="dim")
    console.print(screen.costs(await fetched(http, "/v1/costs?group_by=task"), engine))


def _numbers(visits: list[SampleVisit]) -> dict[str, int]:
    return {str(visit.session_id): visit.number for visit in visits}


async def _figures(url: str, console: Console) -> None:
    database = Database(url)
    try:
        await print_savings(database, console)
        await print_quality(database, PATIENT_ID, console=console)
    finally:
        await database.close()


async def _mood(http: httpx.AsyncClient, visit: SampleVisit) -> float | None:
    results = (await fetched(http, f"/v1/sessions/{visit.session_id}"))["results"]
    envelope = results["mood_analysis"]
    return envelope["result"]["mood_score"] if envelope and envelope["result"] else None
