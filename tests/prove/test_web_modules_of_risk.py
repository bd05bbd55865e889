"""What the page shows of the screens: each finding with its details and its words, run by a real browser."""

import json

from support.browser import chromium, needs_chromium, tab
from support.http_service import Service, serve
from support.played_note import screened_visit
from support.sample_visits import GIVEN

pytestmark = needs_chromium


async def screened(service: Service) -> str:
    """A patient whose screen is one of a strong model's."""
    patient, session = await service.visited(speaker_roles=GIVEN)
    await service.made(session, "risk_screen")
    _, screen = screened_visit()
    evidence = [{"path": item.path, "quote": item.quote} for item in screen.evidence]
    stored = "UPDATE generations SET result = CAST(:result AS jsonb), evidence = CAST(:evidence AS jsonb)"
    await service.execute(stored, result=json.dumps(screen.result), evidence=json.dumps(evidence))
    return patient


async def test_a_finding_is_shown_with_its_details_and_their_words(database_url: str) -> None:
    async with chromium() as browser, serve(database_url) as service:
        patient = await screened(service)
        watching = await tab(browser, f"{str(service.http.base_url).rstrip('/')}/?patient={patient}")
        await watching.sees("#risk h4:has-text('suicidal thoughts')")
        for name, value, words in (
            ("when", "now", "Most nights."),
            ("thoughts", "passive", "It's more that I think about not being here."),
            ("past attempt", "no", "Never."),
            ("protective factors", "", "I kept looking at this whale"),
        ):
            await watching.sees(f"#risk div:has(dt:text-is('{name}')) dd:has-text('{value}') q:has-text(\"{words}\")")
        assert watching.complaints == []


async def test_a_screen_without_a_finding_shows_nothing(database_url: str) -> None:
    async with chromium() as browser, serve(database_url) as service:
        patient, session = await service.visited(speaker_roles=GIVEN)
        await service.made(session, "risk_screen")
        watching = await tab(browser, f"{str(service.http.base_url).rstrip('/')}/?patient={patient}")
        await watching.sees("td[data-task=risk_screen]")
        assert await watching.page.locator("#risk").is_hidden()
        assert watching.complaints == []
