"""Makes docs/page.png anew: `pytest tests/support/page_picture.py`. Not in the suite: a picture is judged by eye."""

import httpx

from support.browser import PATIENT, WIDE, chromium, hand_over, needs_chromium, tab
from support.command_process import PROJECT
from support.slow_server import slow_server

HALF_WRITTEN = "tr:nth-child(n+4) td[data-task=roadmap_generation] .word:text-matches('^([4-9]|1.) of')"


@needs_chromium
async def test_ten_visits_in_the_middle_of_a_run(database_url: str) -> None:
    async with slow_server(database_url, 0.6, plays=True) as server, chromium() as browser:
        async with httpx.AsyncClient(base_url=server.address, timeout=30) as http:
            await hand_over(http, *range(1, 11))
        shown = await tab(browser, server.address + PATIENT, viewport=WIDE, color_scheme="light")
        await shown.page.click("#start")
        await shown.sees(HALF_WRITTEN)
        await shown.page.screenshot(path=PROJECT / "docs" / "page.png")
