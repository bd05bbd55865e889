"""The ten sample visits through all three waves, over HTTP, as the platform would take them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from support.http_service import ROUTES, Json, Service, serve

from app.generators.registry import generators_by_task
from app.sample.visits import PATIENT_ID, read_sample_visits

pytestmark = pytest.mark.quick

PATIENT = str(PATIENT_ID)
VISITS = {str(visit.session_id): visit for visit in read_sample_visits()}
ORDER = list(VISITS)
BRIDGE = {"nextSessionTopics": 3, "shareProgress": 4, "sessionPrep": 4}
DOCUMENTS = {"your-journey": "roadmap", "session-bridge": "bridge"}
TASKS_DONE = ("Write one line a day in the logbook", "Walk to the lighthouse", "Cook on Sunday", "Ring the harbour")


@dataclass
class Lived:
    """The sample patient after a run, with every result of every visit, by session and task."""

    service: Service
    run: Json
    results: dict[str, dict[str, Json]] = field(default_factory=dict)

    async def bridge(self, *completed: str) -> Json:
        """A new bridge for the last visit."""
        body = {"completed_tasks": [{"text": text} for text in completed]}
        answer = await self.service.http.post(f"/v1/patients/{PATIENT}/session-bridge?force=true", json=body)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told


@pytest.fixture(scope="module")
async def lived(module_database_url: str) -> AsyncIterator[Lived]:
    async with serve(module_database_url) as service:
        await service.http.put(f"/v1/patients/{PATIENT}", json={})
        for session, visit in VISITS.items():
            answer = await service.http.put(f"/v1/patients/{PATIENT}/sessions/{session}", json=visit.request_body)
            assert answer.status_code == 201
        run = await service.ended((await service.run(f"/patients/{PATIENT}"))["run_id"])
        results = {session: (await service.get(f"/sessions/{session}"))["results"] for session in VISITS}
        yield Lived(service, run, results)


def steps(lived: Lived, task: str) -> list[Json]:
    return sorted((step for step in lived.run["steps"] if step["task"] == task), key=lambda step: step["ended_at"])


def without_result(lived: Lived, session: str) -> Json:
    """The tasks of a visit that came to nothing, with the reason."""
    return {task: made["reason"] for task, made in lived.results[session].items() if made["result"] is None}


def pointed_to(result: Any, path: str) -> Any:
    for part in path.split("/")[1:]:
        result = result[int(part)] if isinstance(result, list) else result[part]
    return result


async def test_every_step_of_every_visit_ends_without_a_failure(lived: Lived) -> None:
    assert lived.run["status"] == "completed"
    assert {(step["session_id"], step["task"]) for step in lived.run["steps"]} == {
        (session, task) for session in VISITS for task in generators_by_task()
    }
    assert {step["status"] for step in lived.run["steps"]} <= {"success", "insufficient"}
    for task in ("speaker_labeling", "mood_analysis", "topic_extraction", "deep_analysis", "roadmap_generation"):
        assert {step["status"] for step in steps(lived, task)} == {"success"}


async def test_every_quote_is_the_transcripts_own(lived: Lived) -> None:
    checked = 0
    for results in lived.results.values():
        for envelope in results.values():
            for item in envelope["evidence"]:
                segment = VISITS[item["session_id"]].segments[item["segment"]]
                assert segment.text[item["char_start"] : item["char_end"]] == item["quote"]
                assert (segment.start, segment.end, segment.speaker) == (item["start"], item["end"], item["speaker"])
                assert pointed_to(envelope["result"], item["path"]) is not None
                checked += 1
    assert checked > 300


async def test_what_was_found_has_its_evidence(lived: Lived) -> None:
    for results in lived.results.values():
        for task, envelope in results.items():
            nothing_found = envelope["result"] in ({"breakthrough": None}, {"state": "not_assessed", "findings": []})
            assert bool(envelope["evidence"]) is (envelope["result"] is not None and not nothing_found), task
            assert envelope["dropped"] == []


@pytest.mark.parametrize(("route", "name"), DOCUMENTS.items())
async def test_both_documents_have_a_version_for_each_visit_in_order(lived: Lived, route: str, name: str) -> None:
    listed = (await lived.service.get(f"/patients/{PATIENT}/{route}/versions"))["items"]
    of_run = [item for item in reversed(listed) if item["version_number"] <= len(ORDER)]
    assert [item["version_number"] for item in of_run] == list(range(1, 11))
    assert [item["session_id"] for item in of_run] == ORDER
    for number in (1, 10):
        version = await lived.service.get(f"/patients/{PATIENT}/{route}/versions/{number}")
        assert version.keys() == {name, "metadata"}
        assert version["metadata"]["last_session_id"] == ORDER[number - 1]


@pytest.mark.parametrize("task", ["deep_analysis", "session_insights", "roadmap_generation"])
async def test_visits_are_thought_about_in_the_order_of_their_dates(lived: Lived, task: str) -> None:
    assert [step["session_id"] for step in steps(lived, task)] == ORDER


async def test_each_deep_analysis_begins_after_the_insights_of_the_visit_before(lived: Lived) -> None:
    insights = {step["session_id"]: step["ended_at"] for step in steps(lived, "session_insights")}
    begun = {step["session_id"]: step["started_at"] for step in steps(lived, "deep_analysis")}
    for before, after in pairwise(ORDER):
        assert insights[before] <= begun[after]


async def test_only_earlier_visits_are_remembered(lived: Lived) -> None:
    for number, session in enumerate(ORDER):
        for task in ("deep_analysis", "roadmap_generation", "session_bridge_generation"):
            memory = lived.results[session][task]["memory"]
            assert set(memory["sessions"]) <= set(ORDER[:number])
            assert bool(memory["sessions"]) is (number > 0)
            assert memory["missing"] == []


async def test_the_disclosure_is_kept_for_the_therapist_and_never_shown_to_the_patient(lived: Lived) -> None:
    told = lived.results[ORDER[1]]
    assert "death or harm" in told["deep_analysis"]["result"]["risk_findings"][0]
    assert "death or harm" in told["session_insights"]["result"]["insights"][0]
    assert ORDER[1] in lived.results[ORDER[9]]["deep_analysis"]["memory"]["sessions"]
    for results in lived.results.values():
        for task in ("prose_generation", "roadmap_generation", "session_bridge_generation"):
            assert "death" not in str(results[task]["result"])
            assert "wake up" not in str(results[task]["result"])


@pytest.mark.parametrize("completed", [0, 1, 2, 3, 4])
async def test_the_bridge_is_shaped_as_the_card_reads_it(lived: Lived, completed: int) -> None:
    told = await lived.bridge(*TASKS_DONE[:completed])
    bridge, sources = told["result"], told["result"]["shareProgressSources"]

    assert bridge.keys() == {*BRIDGE, "shareProgressSources"}
    for name, most in BRIDGE.items():
        assert 0 < len(bridge[name]) <= most
        assert all(isinstance(text, str) for text in bridge[name])
    assert all(5 <= len(topic.split()) <= 8 for topic in bridge["nextSessionTopics"])
    assert sources == sorted(sources, reverse=True), "tasks come before suggestions"
    assert sources.count("task") == completed
    assert ("suggestion" in sources) is (completed < 3)
    for text, source in zip(bridge["shareProgress"], sources, strict=True):
        assert text.startswith("You might share") is (source == "suggestion")
    shown = await lived.service.get(f"/patients/{PATIENT}/session-bridge")
    assert (shown["bridge"], shown["metadata"]["version_number"]) == (bridge, told["version_number"])


@pytest.mark.parametrize("tier", ["precision", "balanced", "rapid"])
async def test_every_task_asks_the_model_its_tier_is_listed_with(lived: Lived, tier: str) -> None:
    listed = (await lived.service.get("/tiers"))["tiers"][tier]
    assert listed.keys() == generators_by_task().keys()
    full = next(session for session in ORDER if without_result(lived, session) == {"prose_generation": "needs_a_model"})
    asked = {task: await lived.service.made(full, task, model_tier=tier) for task in ROUTES}
    for route in DOCUMENTS:
        path = f"/v1/patients/{PATIENT}/{route}"
        made = (await lived.service.http.post(path, params={"model_tier": tier, "session_id": full})).json()
        asked[made["task"]] = made
    made_by = {task: made["generation"] for task, made in asked.items()}
    assert {task: made["model_asked"] for task, made in made_by.items()} == {
        task: cell["model"] for task, cell in listed.items()
    }
    assert {made["model"] for made in made_by.values()} <= {"offline", None}
    assert {made["generation"]["model_tier"] for made in asked.values()} == {tier}


async def test_a_named_model_is_asked_for_one_call(lived: Lived) -> None:
    named = await lived.service.made(ORDER[0], "topic_extraction", override_model="gpt-5.2")
    asked_before = lived.service.asked
    after = await lived.service.made(ORDER[1], "topic_extraction", force=True)

    assert named["generation"]["model_asked"] == "gpt-5.2"
    assert after["generation"]["model_asked"] != "gpt-5.2"
    assert lived.service.asked == asked_before + 1
