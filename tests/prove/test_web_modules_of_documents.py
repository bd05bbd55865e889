"""What the page makes of documents that are held, released or written: its modules, run by a real browser."""

from collections.abc import AsyncIterator

import pytest
from support.browser import PATIENT, Tab, chromium, hand_over, needs_chromium, tab
from support.http_service import serve

from app.sample.visits import PATIENT_ID

pytestmark = needs_chromium

OPENING = """
const { createView, applyEvent, applyDocuments, cellAt, countMissingSteps } = await import("/web/patient_view.js");
const { changedDocuments, endsRun } = await import("/web/steps.js");
const HELD = { stale: false, result: null, reason: "held" };
const loaded = (journey, documents) => createView({
  patient: "p", last: 10, engine: "offline", runs: [], documents,
  visits: [{ id: "v", date: "2026-01-01T00:00:00Z", roles: null, results: { roadmap_generation: journey } }],
});
const event = (sequence, event, status, more = {}) => ({
  sequence, event, status, session_id: "v", run_id: "r", attempt: 1, details: {}, wave: "your_journey", ...more,
});
const state = (picture) => cellAt(picture, "v", "roadmap_generation").status;
"""


@pytest.fixture(scope="module")
async def page(module_database_url: str) -> AsyncIterator[Tab]:
    async with chromium() as browser, serve(module_database_url) as service:
        yield await tab(browser, str(service.http.base_url))


async def test_a_held_document_is_held_after_a_reload_and_done_once_it_is_released(page: Tab) -> None:
    script = """const before = loaded(HELD, { journey: { shown: { held: true }, held: ["v"] } });
        const released = applyEvent(before, event(11, "VERSION_RELEASE", "success"));
        const after = applyDocuments(released, { journey: { shown: {}, held: [] } });
        return [state(before), countMissingSteps(before), state(loaded(HELD, { journey: null })), state(after),
          after.last]"""
    assert await page.page.evaluate(f"async () => {{ {OPENING} {script} }}") == ["held", 0, "held", "success", 11]


async def test_a_document_written_while_one_watches_ends_as_after_a_reload(page: Tab) -> None:
    script = """const live = applyEvent(loaded(null, {}), event(11, "YOUR_JOURNEY_GENERATION", "success"));
        const held = applyDocuments(live, { journey: { shown: { held: true }, held: ["v"] } });
        return [state(live), state(held), cellAt(held, "v", "roadmap_generation")
          === cellAt(held, "v", "roadmap_generation")]"""
    assert await page.page.evaluate(f"async () => {{ {OPENING} {script} }}") == ["success", "held", True]


async def test_events_say_which_documents_to_read_again(page: Tab) -> None:
    script = """return [
          changedDocuments(event(1, "YOUR_JOURNEY_GENERATION", "success")),
          changedDocuments(event(1, "YOUR_JOURNEY_GENERATION", "started")),
          changedDocuments(event(1, "COMPACTION", "success")),
          changedDocuments(event(1, "VERSION_RELEASE", "success")),
          changedDocuments(event(1, "RISK_SCREEN", "success", { wave: "wave1" })),
          changedDocuments(event(1, "RUN_END", "success", { wave: "run", session_id: null })),
          endsRun(event(1, "RUN_END", "failed", { session_id: null })),
        ]"""
    found = await page.page.evaluate(f"async () => {{ {OPENING} {script} }}")
    assert found == [["journey"], [], [], ["journey"], ["journey", "bridge"], [], True]


async def test_a_journey_shows_headings_and_one_of_an_earlier_day_its_titles(page: Tab) -> None:
    script = """const { renderDocuments } = await import("/web/documents.js");
        const bare = { summary: "s", achievements: [], currentFocus: [] };
        const metadata = { version_number: 1, model_tier: null, model_used: null, generation_timestamp: null };
        const text = (roadmap) => {
          renderDocuments({ documents: { journey: { shown: { metadata, roadmap: { ...bare, ...roadmap } } } } });
          return document.getElementById("journey").textContent;
        };
        const section = { title: "Long-term Goals", content: "c" };
        return [text({ sections: [section] }), text({
          sections: [{ ...section, heading: "What you want" }], trend: "rising",
          covers: { from: "2026-03-02", to: "2026-03-16" }, homework: [{ text: "Walk.", status: "not_told" }],
        })]"""
    earlier, now = await page.page.evaluate(f"async () => {{ {script} }}")
    assert "Long-term Goals" in earlier
    assert "undefined" not in earlier
    assert "Long-term Goals" not in now
    for told in ("What you want", "Mood over the visits: rising", "From 2026-03-02 to 2026-03-16", "Walk. (not told)"):
        assert told in now


async def test_the_page_shows_what_is_held_after_a_reload_and_its_release_at_once(database_url: str) -> None:
    async with chromium() as browser, serve(database_url) as service:
        await hand_over(service.http, 1)
        await service.ended((await service.run(f"/patients/{PATIENT_ID}"))["run_id"])
        await service.execute("UPDATE generation_metadata SET held = true")
        await service.execute("UPDATE patient_your_journey SET current_version_id = NULL")
        watching = await tab(browser, f"{str(service.http.base_url).rstrip('/')}{PATIENT}")
        cell = "td[data-task=roadmap_generation]"
        await watching.sees(f"{cell}[data-status=held]:has-text('held')")
        await watching.page.reload()
        await watching.sees(f"{cell}[data-status=held]")
        await service.http.post(f"/v1/patients/{PATIENT_ID}/your-journey/versions/1/release")
        await watching.sees(f"{cell}[data-status=success]")
        await watching.sees("#journey .summary")
        assert watching.complaints == []
