"""Looking at the page in a real Chromium, the system's own."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize, async_playwright

from app.sample.visits import PATIENT_ID, read_sample_visits

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium), so no page was looked at"
)
AT_HOME = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking")
PATIENT = f"/?patient={PATIENT_ID}"
"""Where the page shows the sample patient."""
WIDE: ViewportSize = {"width": 1280, "height": 1120}
PATIENCE = 60_000
"""Milliseconds after which something that does not come into view is given up."""

SHOWN = """() => ({
  run: document.querySelector("#run-status").dataset.status,
  steps: document.querySelector("#run-steps").textContent,
  elapsed: document.querySelector("#run-elapsed").textContent,
  cost: document.querySelector("#run-cost").textContent,
  start: document.querySelector("#start").textContent,
  cells: Object.fromEntries([...document.querySelectorAll("td[data-task]")].map(
    (cell) => [`${cell.dataset.visit} ${cell.dataset.task}`, cell.querySelector(".state").textContent])),
  journey: document.querySelector("#journey").textContent,
  bridge: document.querySelector("#bridge").textContent,
})"""


@dataclass
class Tab:
    """One tab, and what its console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """What the network did not bring, told apart: while a server is down nothing else is to be expected."""
    hosts: set[str] = field(default_factory=set)

    async def shown(self) -> dict[str, Any]:
        """All that it shows of a patient."""
        picture: dict[str, Any] = await self.page.evaluate(SHOWN)
        return picture

    async def sees(self, selector: str) -> None:
        """Wait until something is in view."""
        await self.page.wait_for_selector(selector, timeout=PATIENCE)

    async def ends(self, version: int, steps: int) -> None:
        """Wait until it shows a completed run of so many steps, and both documents in a version."""
        await self.sees("#run-status[data-status=completed]")
        await self.sees(f"#run-steps:text-is('{steps} of {steps}')")
        for name in ("journey", "bridge"):
            await self.sees(f"#{name} .provenance:has-text('Version {version} ')")

    async def width(self) -> int:
        """How wide its content is, in CSS pixels."""
        return int(
            await self.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        )


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser that reaches nothing beyond this machine."""
    # Root has no sandbox to go into.
    arguments = [*AT_HOME, "--no-sandbox"] if os.geteuid() == 0 else list(AT_HOME)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()


async def tab(browser: Browser, address: str, **looks: Any) -> Tab:
    """A new tab at an address; `looks` are a context's: viewport, color_scheme."""
    context = await browser.new_context(**{"locale": "en-GB", "timezone_id": "UTC", **looks})
    opened = Tab(await context.new_page())

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            (opened.lost if "Failed to load resource" in message.text else opened.complaints).append(
                f"{message.text} {message.location.get('url', '')}"
            )

    opened.page.on("console", heard)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("request", lambda request: opened.hosts.add(request.url.split("/")[2]))
    await opened.page.goto(address)
    return opened


async def hand_over(http: httpx.AsyncClient, *numbers: int) -> None:
    """The sample patient, with these of their visits."""
    assert (await http.put(f"/v1/patients/{PATIENT_ID}", json={})).is_success
    for visit in (visit for visit in read_sample_visits() if visit.number in numbers):
        put = await http.put(f"/v1/patients/{PATIENT_ID}/sessions/{visit.session_id}", json=visit.request_body)
        assert put.is_success
