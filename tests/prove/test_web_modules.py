"""The page's modules without a page: what they make of a snapshot, of events and of runs. Run by a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.browser import Tab, chromium, needs_chromium, tab
from support.http_service import serve

pytestmark = needs_chromium

OPENING = """
const { createView, applyEvent, applyRun, cellAt, selectRun, countEndedSteps, countMissingSteps } =
  await import("/web/patient_view.js");
const results = (more) => ({ speaker_labeling: null, mood_analysis: null, roadmap_generation: null, ...more });
const made = { stale: false, result: {}, reason: null };
const visit = (more = {}, roles = null) => ({ id: "v", date: "2026-01-01T00:00:00Z", results: results(more), roles });
const loaded = (more = {}, roles = null, last = 10, runs = []) => createView({
  patient: "p", last, engine: "offline", visits: [visit(more, roles)], runs, documents: { journey: null, bridge: null },
});
const event = (sequence, event, status, more = {}) => ({
  sequence, event, status, session_id: "v", run_id: "r", attempt: 1, details: {}, ...more,
});
const run = (last_event_id, status, steps, more = {}) => ({
  run_id: "r", status, last_event_id, created_at: "2026-01-02T00:00:00Z", ended_at: null,
  steps: Object.entries(steps).map(([task, state]) => (
    { task, session_id: "v", attempt: state === "waiting" ? 0 : 1, status: state, error_code: null })), ...more,
});
const mood = (picture) => cellAt(picture, "v", "mood_analysis").status;
"""


@pytest.fixture(scope="module")
async def page(module_database_url: str) -> AsyncIterator[Tab]:
    async with chromium() as browser, serve(module_database_url) as service:
        yield await tab(browser, str(service.http.base_url))


async def told(page: Tab, script: str, opening: str = OPENING) -> Any:
    """What a script comes to that has the modules at hand."""
    return await page.page.evaluate(f"async () => {{ {opening} {script} }}")


async def test_a_snapshot_tells_what_stands(page: Tab) -> None:
    found = await told(
        page,
        """const late = { ...made, stale: true }, little = { ...made, result: null, reason: "insufficient_data" };
        return [loaded(), loaded({ mood_analysis: made }), loaded({ mood_analysis: late }),
          loaded({ mood_analysis: little })].map(mood)
          .concat(cellAt(loaded({}, { S1: "patient" }), "v", "speaker_labeling").status)""",
    )
    assert found == ["missing", "success", "stale", "insufficient", "given"]


async def test_what_is_lacking_is_counted_and_what_was_given_is_not(page: Tab) -> None:
    found = await told(
        page,
        """const late = { ...made, stale: true };
        return [loaded(), loaded({ mood_analysis: late }, {}), loaded({ mood_analysis: made })]
          .map(countMissingSteps)""",
    )
    assert found == [3, 2, 2]


async def test_events_move_a_step_and_count_what_is_written(page: Tab) -> None:
    found = await told(
        page,
        """const name = "YOUR_JOURNEY_GENERATION", states = [];
        let picture = loaded();
        for (const next of [event(11, name, "started"),
            event(12, name, "progress", { details: { done: 3, total: 14 } }), event(13, name, "success")]) {
          picture = applyEvent(picture, next);
          const { status, done, total } = cellAt(picture, "v", "roadmap_generation");
          states.push([status, done, total]);
        }
        return states.concat(picture.last)""",
    )
    assert found == [["running", None, None], ["running", 3, 14], ["success", None, None], 13]


async def test_an_event_that_comes_twice_or_late_changes_nothing(page: Tab) -> None:
    found = await told(
        page,
        """const events = [event(9, "MOOD_ANALYSIS", "failed"), event(11, "MOOD_ANALYSIS", "started"),
          event(12, "MOOD_ANALYSIS", "success"), event(13, "COMPLETE", "success")];
        const once = events.reduce(applyEvent, loaded());
        const twice = [...events, ...events].reduce(applyEvent, loaded());
        return [JSON.stringify(once) === JSON.stringify(twice), mood(once), once.last]""",
    )
    assert found == [True, "success", 13]


async def test_events_of_what_is_no_step_are_let_pass(page: Tab) -> None:
    found = await told(
        page,
        """const before = loaded();
        const after = [event(11, "COMPACTION", "success"), event(12, "START", "started"),
          event(13, "MOOD_ANALYSIS", "success", { session_id: "another" })].reduce(applyEvent, before);
        return [JSON.stringify(before.cells) === JSON.stringify(after.cells), after.last]""",
    )
    assert found == [True, 13]


async def test_a_run_told_between_an_event_and_its_row_reopens_nothing(page: Tab) -> None:
    found = await told(
        page,
        """const steps = { mood_analysis: "running", roadmap_generation: "waiting" };
        let picture = applyRun(loaded(), run(10, "running", steps));
        picture = applyEvent(picture, event(11, "MOOD_ANALYSIS", "success"));
        picture = applyRun(picture, run(11, "running", steps));
        return [mood(picture), countEndedSteps(picture, selectRun(picture))]""",
    )
    assert found == ["success", 1]


async def test_a_step_begun_anew_after_a_crash_is_open_again(page: Tab) -> None:
    found = await told(
        page,
        """let picture = applyRun(loaded(), run(10, "running", { mood_analysis: "running" }));
        picture = applyEvent(picture, event(11, "MOOD_ANALYSIS", "failed"));
        return mood(applyEvent(picture, event(12, "MOOD_ANALYSIS", "started", { attempt: 2 })))""",
    )
    assert found == "running"


async def test_a_run_told_late_does_not_undo_a_later_one(page: Tab) -> None:
    found = await told(
        page,
        """const early = run(11, "running", { mood_analysis: "running" });
        const late = run(12, "completed", { mood_analysis: "success" }, { ended_at: "2026-01-02T00:01:00Z" });
        const queued = run(10, "queued", { mood_analysis: "waiting" });
        const picture = [queued, late, early].reduce(applyRun, loaded());
        return [mood(picture), selectRun(picture).status]""",
    )
    assert found == ["success", "completed"]


async def test_an_ended_run_explains_what_is_lacking_and_covers_nothing_that_stands_or_is_stale_since(
    page: Tab,
) -> None:
    found = await told(
        page,
        """const ended = run(10, "partial", { mood_analysis: "failed", roadmap_generation: "success" });
        const late = { ...made, stale: true };
        return [mood(applyRun(loaded(), ended)), mood(applyRun(loaded({ mood_analysis: made }), ended)),
          cellAt(applyRun(loaded({ roadmap_generation: late }), ended), "v", "roadmap_generation").status]""",
    )
    assert found == ["failed", "success", "stale"]


async def test_wherever_a_tab_comes_in_it_ends_in_the_same_picture(page: Tab) -> None:
    """A whole run: after each event a new tab loads what the tables say by then, and follows from there."""
    found = await told(
        page,
        """const events = [event(11, "SPEAKER_LABELING", "started"), event(12, "SPEAKER_LABELING", "success"),
          event(13, "MOOD_ANALYSIS", "started"), event(14, "MOOD_ANALYSIS", "success"),
          event(15, "YOUR_JOURNEY_GENERATION", "started"),
          event(16, "YOUR_JOURNEY_GENERATION", "progress", { details: { done: 1, total: 2 } }),
          event(17, "YOUR_JOURNEY_GENERATION", "success")];
        const tasks = ["speaker_labeling", "mood_analysis", "roadmap_generation"];
        const at = (number, task) => {
          const seen = events.filter((e) => e.sequence <= number && (e.event.toLowerCase() === task
            || (task === "roadmap_generation" && e.event.startsWith("YOUR"))));
          const last = seen.at(-1)?.status;
          return last === undefined ? "waiting" : last === "success" ? "success" : "running";
        };
        const final = run(17, "completed", Object.fromEntries(tasks.map((task) => [task, "success"])));
        const ends = new Set();
        for (let number = 10; number <= 17; number += 1) {
          const states = Object.fromEntries(tasks.map((task) => [task, at(number, task)]));
          const there = Object.fromEntries(tasks.filter((task) => states[task] === "success").map((t) => [t, made]));
          const open = number === 17 ? final : run(number, "running", states);
          const first = loaded(there, null, number, number === 17 ? [] : [open]);
          const last = applyRun(events.filter((e) => e.sequence >= number).reduce(applyEvent, first), final);
          ends.add(JSON.stringify([tasks.map((task) => cellAt(last, "v", task).status), selectRun(last)]));
        }
        return [ends.size, [...ends][0].includes('"success","success","success"')]""",
    )
    assert found == [1, True]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize("ending", ["\\n", "\\r\\n", "\\r"])
async def test_a_stream_is_read_however_it_is_cut(page: Tab, size: int, ending: str) -> None:
    found = await told(
        page,
        f"""const {{ parseMessages }} = await import("/web/sse.js");
        const lines = ["retry: 2000", "", ": here", "id: 7", "event: progress", 'data: {{"ä":', "data:1}}", "",
          "event: reset", "data: {{}}", "", "data: never ended"];
        const bytes = new TextEncoder().encode(lines.join("{ending}") + "{ending}");
        const body = new ReadableStream({{ start(control) {{
          for (let at = 0; at < bytes.length; at += {size}) control.enqueue(bytes.slice(at, at + {size}));
          control.close();
        }} }});
        const read = [];
        for await (const message of parseMessages(body))
          read.push(message && [message.id, message.event, message.data]);
        return read""",
        opening="",
    )
    assert found == [["", "message", None], None, ["7", "progress", '{"ä":\n1}'], ["7", "reset", "{}"]]


async def test_a_screen_that_no_model_made_says_that_the_rules_alone_have_read_it(page: Tab) -> None:
    script = """const screen = (generation, engine) => cellAt(createView({
          patient: "p", last: 1, engine, runs: [], documents: {},
          visits: [{ id: "v", date: "2026-01-01T00:00:00Z", roles: null,
            results: { risk_screen: generation && { stale: false, result: {}, reason: null, generation } } }],
        }), "v", "risk_screen").status;
        return [screen({ model: "offline", engine: "offline" }, "offline"),
          screen({ model: null, engine: "openai" }, "openai"),
          screen({ model: "gpt-5", engine: "openai" }, "openai"), screen(null, "openai")]"""
    assert await told(page, script) == ["rules", "rules", "success", "missing"]
