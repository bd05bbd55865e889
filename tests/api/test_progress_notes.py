"""The clinician's note over HTTP: filed in a format, numbered, read as JSON or Markdown, shown to nobody else."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import uuid4

import pytest
from support.http_service import ANALYSIS, Service, is_problem
from support.sample_visits import GIVEN, visit

SECTIONS = {
    "soap": ["subjective", "objective", "assessment", "plan"],
    "dap": ["data", "assessment", "plan"],
    "birp": ["behavior", "intervention", "response", "plan"],
    "girp": ["goal", "intervention", "response", "plan"],
}


async def ready(service: Service, **more: Any) -> tuple[str, str]:
    """A new patient with a visit that has all that a note needs."""
    patient, session = await service.visited(speaker_roles=GIVEN, **more)
    for task in (*ANALYSIS, "risk_screen"):
        await service.made(session, task)
    return patient, session


def names(note: Any) -> list[str]:
    return [section["name"] for section in note["sections"]]


def at(node: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


async def test_it_is_written_once_and_filed_in_every_format_asked_for(shared: Service) -> None:
    _, session = await ready(shared)
    made = await shared.made(session, "progress_note")
    asked = shared.asked
    assert (names(made["result"]), made["version_number"], made["reused"]) == (SECTIONS["dap"], 1, False)
    for number, form in enumerate(("soap", "birp", "girp", "dap"), 2):
        told = await shared.made(session, "progress_note", format=form)
        assert (names(told["result"]), told["result"]["format"]) == (SECTIONS[form], form)
        assert (told["version_number"], told["reused"]) == (number if form != "dap" else 1, True)
    assert shared.asked == asked


async def test_its_evidence_points_into_what_is_shown(shared: Service) -> None:
    _, session = await ready(shared)
    segments = (await shared.get(f"/sessions/{session}"))["segments"]
    for form in SECTIONS:
        told = await shared.made(session, "progress_note", format=form)
        assert told["evidence"]
        for item in told["evidence"]:
            assert at(told["result"], item["path"]) == item["quote"]
            assert segments[item["segment"]]["text"][item["char_start"] : item["char_end"]] == item["quote"]


async def test_what_it_needs_is_asked_for_first(shared: Service) -> None:
    _, session = await shared.visited(speaker_roles=GIVEN)
    path = f"/v1/sessions/{session}/progress-note"
    told = is_problem(await shared.http.post(path), 409, "inputs_missing")
    assert told["missing"] == ["deep_analysis", "risk_screen"]
    is_problem(await shared.http.post(path, params={"format": "essay"}), 422, "invalid_request")
    is_problem(await shared.http.get(path), 404, "not_yet")
    is_problem(await shared.http.get(f"/v1/sessions/{uuid4()}/progress-note"), 404, "not_found")


async def test_versions_are_listed_newest_first_and_each_can_be_read(shared: Service) -> None:
    _, session = await ready(shared)
    for form in ("dap", "soap"):
        await shared.made(session, "progress_note", format=form)
    await shared.made(session, "progress_note", force=True, model_tier="rapid")
    listed = await shared.get(f"/sessions/{session}/progress-note/versions", limit=2)
    assert [(item["version_number"], item["format"]) for item in listed["items"]] == [(3, "dap"), (2, "soap")]
    assert listed["items"][0]["model_tier"] == "rapid"
    rest = await shared.get(f"/sessions/{session}/progress-note/versions", cursor=listed["next"])
    assert [item["version_number"] for item in rest["items"]] == [1]
    second = await shared.get(f"/sessions/{session}/progress-note/versions/2")
    assert second["note"]["format"] == "soap"
    current = await shared.get(f"/sessions/{session}/progress-note")
    assert (current["metadata"]["version_number"], current["metadata"]["stale"]) == (3, False)
    for number in ("4", "0", "02", "99999999999"):
        answer = await shared.http.get(f"/v1/sessions/{session}/progress-note/versions/{number}")
        is_problem(answer, 404, "not_found")


async def test_it_has_no_row_of_generation_metadata(service: Service) -> None:
    _, session = await ready(service)
    await service.made(session, "progress_note")
    assert await service.count("generation_metadata") == 0


async def test_markdown_is_ready_to_be_pasted_with_the_words_where_asked_for(shared: Service) -> None:
    _, session = await ready(shared)
    told = await shared.made(session, "progress_note")
    paths = (f"/v1/sessions/{session}/progress-note", f"/v1/sessions/{session}/progress-note/versions/1")
    for path in paths:
        bare = await shared.http.get(path, headers={"accept": "text/markdown"})
        assert bare.headers["content-type"].startswith("text/markdown")
        assert bare.text.startswith("# Progress note (DAP)\n")
        assert "*not discussed*" in bare.text
        noted = await shared.http.get(path, params={"footnotes": "true"}, headers={"accept": "text/markdown"})
        assert noted.text.count("  - “") == len(told["evidence"])
        assert [line for line in noted.text.splitlines() if not line.startswith("  - ")] == bare.text.splitlines()


async def test_a_run_writes_it_in_the_default_format_and_tells_of_it(service: Service) -> None:
    patient, session = await service.visited(speaker_roles=GIVEN)
    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
    step = next(step for step in run["steps"] if step["task"] == "progress_note")
    assert (step["status"], step["wave"]) == ("success", 2)
    note = await service.get(f"/sessions/{session}/progress-note")
    assert (note["note"]["format"], note["metadata"]["version_number"]) == ("dap", 1)
    told = [event for event in await service.events(patient) if event["event"] == "PROGRESS_NOTE"]
    assert [event["status"] for event in told] == ["started", "success"]
    results = (await service.get(f"/sessions/{session}"))["results"]
    assert results["progress_note"]["result"] == note["note"]


async def test_what_is_switched_off_is_neither_made_nor_shown(
    start_second: Callable[..., AbstractAsyncContextManager[Service]],
) -> None:
    async with start_second(disabled_artifacts=["progress_note"]) as service:
        _, session = await service.visited()
        path = f"/v1/sessions/{session}/progress-note"
        for answer in (await service.http.post(path), await service.http.get(path)):
            is_problem(answer, 403, "disabled")


PLANTED = "Patient said: “quillowburr”"


async def test_no_page_and_no_prompt_for_the_patient_holds_any_of_it(service: Service) -> None:
    patient, session = await ready(service)
    await service.made(session, "progress_note")
    statement = json.dumps([{"part": "plan", "text": PLANTED, "evidence": [], "result": None}])
    held = "UPDATE generations SET result = jsonb_build_object('statements', CAST(:said AS jsonb)) WHERE task = :task"
    await service.execute(held, said=statement, task="progress_note")
    await service.execute("UPDATE progress_note_versions SET note = to_jsonb(CAST(:said AS text))", said=PLANTED)
    later = await service.visit(patient, 2, speaker_roles=GIVEN)
    before = service.asked
    for each in (later, session):
        await service.ended((await service.run(f"/sessions/{each}", force=True))["run_id"])
    prompts = service.conduct.calls[before:]
    assert len(prompts) > 10
    assert not [call for call in prompts if b"quillowburr" in call]
    for path in (f"/patients/{patient}/your-journey", f"/patients/{patient}/session-bridge"):
        assert "quillowburr" not in json.dumps(await service.get(path))
    others = "SELECT task, result::text AS said FROM generations WHERE task <> 'progress_note' AND result IS NOT NULL"
    rows = await service.rows(others)
    assert rows
    assert not [row["task"] for row in rows if "quillowburr" in row["said"]]


@pytest.mark.parametrize("whole", [True, False], ids=["the patient", "an earlier visit"])
async def test_erasing_takes_every_version_along_and_gives_no_number_twice(service: Service, whole: bool) -> None:
    patient, first = await ready(service)
    await service.made(first, "session_insights")
    session = await service.visit(patient, 2, speaker_roles=GIVEN)
    for task in (*ANALYSIS, "risk_screen", "progress_note"):
        await service.made(session, task)
    await service.made(session, "progress_note", format="soap")
    path = f"/v1/patients/{patient}" if whole else f"/v1/sessions/{first}"
    assert (await service.http.delete(path)).status_code == 204
    assert await service.count("progress_note_versions") == 0
    if not whole:
        await service.made(session, "deep_analysis")
        assert (await service.made(session, "progress_note"))["version_number"] == 3


DANGER = "Some nights I think about killing myself, and I have not told anybody about it."


async def test_what_the_screen_found_stands_in_the_note_with_its_words(shared: Service) -> None:
    body = visit(1)
    last = body["segments"][-1]
    said = {**last, "text": DANGER, "start": last["end"], "end": last["end"] + 5, "speaker": "B"}
    _, session = await ready(shared, segments=[*body["segments"], said])
    told = await shared.made(session, "progress_note")
    parts = [part for section in told["result"]["sections"] for part in section["parts"]]
    risk = next(part for part in parts if part["name"] == "risk")
    (found,) = risk["statements"]
    before, words = found["evidence"]
    assert (found["text"], words) == ("Suicidal thoughts: disclosed.", DANGER)
    assert last["text"].endswith(before)
