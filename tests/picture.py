"""Makes docs/page.png anew: `pytest tests/picture.py`. No part of the suite, since a picture is judged by looking."""

import httpx
from browser import PATIENT, WIDE, chromium, hand_over, needs_chromium, tab
from processes import PROJECT
from slow_server import SlowServer, free_port

FIFTH_JOURNEY = "tr:nth-child(5) td[data-task=roadmap_generation] .word:text-matches('^[4-9] of')"


@needs_chromium
async def test_ten_visits_in_the_middle_of_a_run(database_url: str) -> None:
    server = SlowServer(database_url, 0.3, free_port())
    await server.start()
    async with chromium() as browser, httpx.AsyncClient(base_url=server.address, timeout=30) as http:
        await hand_over(http, 10)
        shown = await tab(browser, server.address + PATIENT, viewport=WIDE, color_scheme="light")
        await shown.page.click("#start")
        await shown.sees(FIFTH_JOURNEY)
        await shown.page.screenshot(path=PROJECT / "docs" / "page.png")
    await server.stop()
