"""The page that watches, in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser
from support.browser import PATIENT, WIDE, Tab, chromium, hand_over, needs_chromium, tab
from support.http_service import NOBODY, Service, serve
from support.slow_server import SlowServer, slow_server

from app.generators.registry import generators_by_task
from app.offline.fault_injection import Fault, FaultPlan
from app.sample.visits import PATIENT_ID

pytestmark = [needs_chromium, pytest.mark.long]

TWO = 1, 3
"""The visits of most tests: what is made for the second is held, as its words may speak of danger."""
ONE_VISIT = len(generators_by_task())
TWO_VISITS = 2 * ONE_VISIT
NARROW = {"width": 375, "height": 700}
KEY = "tb_for-one-test"
MARKUP = '<img src="/web/none" onerror="document.title = 1"><script>document.title = 2</script>'


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def server(database_url: str) -> AsyncIterator[SlowServer]:
    async with slow_server(database_url, 0.3) as started:
        yield started


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as start_service:
        yield start_service


@pytest.fixture(scope="module")
async def lived(module_database_url: str) -> AsyncIterator[Service]:
    """A service whose sample patient has been through two visits."""
    async with serve(module_database_url) as service:
        await hand_over(service.http, *TWO)
        await service.ended((await service.run(f"/patients/{PATIENT_ID}"))["run_id"])
        yield service


def at(service: Service, path: str = PATIENT) -> str:
    return f"{str(service.http.base_url).rstrip('/')}{path}"


async def alike(*tabs: Tab) -> dict[str, Any]:
    """What tabs show, which is the same."""
    first, *others = [await each.shown() for each in tabs]
    assert all(other == first for other in others)
    return first


@pytest.mark.quick
async def test_two_tabs_a_reload_and_a_restart_end_in_the_right_picture(browser: Browser, server: SlowServer) -> None:
    async with httpx.AsyncClient(base_url=server.address, timeout=30) as http:
        await hand_over(http, *TWO)
    first = await tab(browser, server.address + PATIENT, viewport=WIDE)
    second = await tab(browser, server.address + PATIENT, viewport=WIDE)
    await second.sees("#start:enabled")
    await first.sees("#banner")
    await first.page.select_option("#tier", "balanced")
    await first.page.click("#start")

    await second.sees("td[data-task=mood_analysis][data-status=success]")
    await second.page.reload()
    await first.sees("td[data-task=roadmap_generation] progress")
    await second.sees("td[data-task=roadmap_generation][data-status=running]")
    assert await server.stop() == 0
    await first.sees("#connection[data-there=false]")
    await server.start()
    await asyncio.gather(first.ends(2, TWO_VISITS), second.ends(2, TWO_VISITS))
    third = await tab(browser, server.address + PATIENT)
    await third.ends(2, TWO_VISITS)

    shown = await alike(first, second, third)
    assert len(shown["cells"]) == TWO_VISITS
    assert set(shown["cells"].values()) <= {"✓done", "–too little", "✓rules alone"}
    assert shown["start"] == "Nothing is missing"
    assert all("Version 2 · balanced · offline" in shown[name] for name in ("journey", "bridge"))
    assert [*first.complaints, *second.complaints, *third.complaints] == []
    assert first.hosts | second.hosts | third.hosts == {server.address.removeprefix("http://")}
    async with httpx.AsyncClient(base_url=server.address) as http:
        listed = (await http.get(f"/v1/patients/{PATIENT_ID}/your-journey/versions")).json()["items"]
    assert [version["version_number"] for version in listed] == [2, 1]


async def test_a_run_started_elsewhere_is_shown_and_a_tab_loaded_later_shows_the_same(
    browser: Browser, service: Service
) -> None:
    await service.work.begin()
    await hand_over(service.http, 1)
    early = await tab(browser, at(service))
    await early.sees("#start:enabled")
    run = await service.run(f"/patients/{PATIENT_ID}", model_tier="rapid")
    await early.ends(1, len(run["steps"]))
    late = await tab(browser, at(service))
    await late.ends(1, len(run["steps"]))

    assert (await alike(early, late))["run"] == "completed"
    assert await late.page.inner_text("#run-tier") == "rapid"
    assert await early.page.inner_text("#announced") == "Visit 1, Wave 3: done."
    assert (early.complaints, early.lost, late.complaints, late.lost) == ([], [], [], [])


async def test_a_failed_step_is_shown_as_failed_also_after_a_reload(browser: Browser, database_url: str) -> None:
    async with serve(database_url, FaultPlan(faults_of={"mood_analysis": [Fault.REFUSAL]})) as service:
        await service.work.begin()
        await hand_over(service.http, 1)
        watching = await tab(browser, at(service))
        await watching.page.click("#start")
        await watching.sees("#run-status[data-status=partial]")
        failed = "td[data-task=mood_analysis][data-status=failed]:has-text('failed')"
        await watching.sees(failed)
        before = await watching.shown()
        await watching.page.reload()
        await watching.sees("#run-status[data-status=partial]")
        await watching.sees(failed)

        assert await watching.shown() == before
        assert before["start"] == "Start what is missing (1)"
        assert await watching.page.get_attribute(failed, "title") == "refused"


async def test_a_run_can_be_cancelled_from_the_page(browser: Browser, database_url: str) -> None:
    async with serve(database_url, FaultPlan(latency={"": 2.0})) as service:
        await service.work.begin()
        await hand_over(service.http, 1)
        watching = await tab(browser, at(service))
        await watching.page.click("#start")
        await watching.page.click("#cancel")
        await watching.sees("#run-status[data-status=cancelled]")
        await watching.sees("td[data-task=deep_analysis][data-status=cancelled]")
        await watching.sees("#start:enabled")


async def test_a_visit_handed_over_later_appears_with_its_first_event(browser: Browser, service: Service) -> None:
    await hand_over(service.http, 1)
    watching = await tab(browser, at(service))
    await watching.sees("#start:enabled")
    await hand_over(service.http, *TWO)
    await service.run(f"/patients/{PATIENT_ID}")
    await watching.ends(2, TWO_VISITS)
    assert len((await watching.shown())["cells"]) == TWO_VISITS


async def test_without_a_patient_it_asks_for_one_and_offers_the_sample(browser: Browser, lived: Service) -> None:
    asking = await tab(browser, at(lived, "/"))
    await asking.page.fill("#patient", "somebody")
    await asking.page.click("#patient-form button")
    assert asking.page.url.endswith("/"), "no id, no journey"
    await asking.page.click("#sample-link")
    await asking.ends(2, TWO_VISITS)
    assert (asking.complaints, asking.lost) == ([], [])


async def test_an_unknown_patient_is_told_and_another_can_be_named(browser: Browser, lived: Service) -> None:
    for nobody in (NOBODY, "somebody"):
        asking = await tab(browser, at(lived, f"/?patient={nobody}"))
        await asking.sees("#notice:has-text('no patient')")
    await asking.page.fill("#patient", str(PATIENT_ID).upper())
    await asking.page.click("#patient-form button")
    await asking.sees("#board table")


async def test_where_a_key_is_needed_it_is_asked_for_and_kept_in_the_tab_alone(
    browser: Browser, database_url: str
) -> None:
    async with serve(database_url, service_api_keys=KEY) as service:
        service.http.headers["authorization"] = f"Bearer {KEY}"
        await service.work.begin()
        await hand_over(service.http, 1)
        asked = await tab(browser, at(service))
        for key in ("wrong", KEY):
            await asked.sees("#key-form:visible")
            assert not await asked.page.is_visible("#watched")
            await asked.page.fill("#key", key)
            await asked.page.click("#key-form button")
        await asked.sees("#start:enabled")
        await asked.page.reload()
        await asked.page.click("#start")
        await asked.ends(1, ONE_VISIT)

        other = await tab(browser, at(service))
        await other.sees("#key-form:visible")
        kept = await asked.page.evaluate("[localStorage.length, document.cookie, location.href, sessionStorage.length]")
        assert kept == [0, "", at(service), 1]


async def test_what_a_model_writes_is_shown_as_text_and_never_as_markup(browser: Browser, service: Service) -> None:
    await hand_over(service.http, 1)
    await service.ended((await service.run(f"/patients/{PATIENT_ID}"))["run_id"])
    summary = "jsonb_set(roadmap_data::jsonb, '{summary}', to_jsonb(CAST(:text AS text)))"
    await service.execute(f"UPDATE your_journey_versions SET roadmap_data = {summary}", text=MARKUP)
    reading = await tab(browser, at(service))
    await reading.sees("#journey .summary")
    assert await reading.page.inner_text("#journey .summary") == MARKUP
    assert await reading.page.locator("#journey img, #journey script").count() == 0
    assert (await reading.page.title(), reading.complaints) == ("TheraBridge AI", [])


async def test_a_narrow_window_never_scrolls_sideways_in_light_and_dark(browser: Browser, lived: Service) -> None:
    narrow = await tab(browser, at(lived, "/"), viewport=NARROW)
    await narrow.sees("#sample-link")
    assert await narrow.width() <= NARROW["width"]
    await narrow.page.click("#sample-link")
    await narrow.ends(2, TWO_VISITS)
    papers = {}
    for scheme in ("light", "dark"):
        await narrow.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert await narrow.width() <= NARROW["width"]
        papers[scheme] = await narrow.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert papers == {"light": "rgb(246, 247, 245)", "dark": "rgb(18, 23, 22)"}


async def test_the_table_keeps_its_meaning_where_it_is_shown_as_cards(browser: Browser, lived: Service) -> None:
    reading = await tab(browser, at(lived), viewport=NARROW)
    await reading.sees("#board table")
    assert await reading.page.get_by_role("row").count() == 4
    assert await reading.page.get_by_role("rowheader").count() == 2
    assert await reading.page.get_by_role("cell").count() == TWO_VISITS
    assert await reading.page.get_by_role("cell", name="done").first.is_visible()


async def test_the_policy_lets_no_other_script_run(browser: Browser, lived: Service) -> None:
    attacked = await tab(browser, at(lived))
    await attacked.sees("#board table")
    add = "const s = document.createElement('script'); s.textContent = 'document.title = 3'; document.body.append(s)"
    await attacked.page.evaluate(f"() => {{ {add} }}")
    assert await attacked.page.title() == "TheraBridge AI"
    assert any("Content Security Policy" in complaint for complaint in attacked.complaints)
