"""Generating over HTTP: envelopes, reuse, prerequisites, and what happens when the model fails."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from service import ANALYSIS, NOBODY, Json, Service, is_problem
from talks import GIVEN, segments, visit

from app.generators.registry import generators
from app.llm.model_config import known_models
from app.offline.conduct import QUOTA_USED_UP, Conduct, Failure, Fault
from app.sample.visits import PATIENT_ID, sample_visits

MOOD = "mood_analysis"
ENVELOPE = {
    *("task", "patient_id", "session_id", "reused", "stale", "result", "reason", "evidence", "dropped"),
    *("prerequisites", "generation"),
}
GENERATION = {
    *("id", "model", "model_asked", "model_tier", "engine", "reasoning_effort", "service_tier", "prompt_version"),
    *("attempts", "duration_ms", "cost_usd", "created_at", "usage"),
}
USAGE = {"input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens"}
EVIDENCE = {"path", "session_id", "quote", "segment", "char_start", "char_end", "start", "end", "speaker"}
Served = Callable[..., Any]


def pointed_to(result: Any, path: str) -> Any:
    for part in path.split("/")[1:]:
        result = result[int(part)] if isinstance(result, list) else result[part]
    return result


async def test_an_envelope_says_what_was_found_and_how(service: Service) -> None:
    patient, session = await service.visited()

    mood = await service.made(session, MOOD)

    assert mood.keys() >= ENVELOPE
    assert mood["generation"].keys() == GENERATION
    assert mood["generation"]["usage"].keys() == USAGE
    assert (mood["task"], mood["patient_id"], mood["session_id"]) == (MOOD, patient, session)
    assert (mood["reused"], mood["stale"], mood["reason"]) == (False, False, None)
    assert 0 <= mood["result"]["mood_score"] <= 10
    made = mood["generation"]
    assert (made["engine"], made["model"], made["cost_usd"]) == ("offline", "offline", "0")
    assert made["model_tier"] == service.settings.model_tier
    assert made["attempts"] == 1
    assert made["usage"]["input_tokens"] > 0


async def test_unknown_roles_are_told_apart_first_and_that_is_said(service: Service) -> None:
    _, session = await service.visited()

    mood = await service.made(session, MOOD)

    (first,) = mood["prerequisites"]
    assert (first["task"], first["state"]) == ("speaker_labeling", "success")
    assert service.asked == 2
    assert (await service.get(f"/sessions/{session}"))["roles"] == GIVEN


async def test_given_roles_need_no_labelling(service: Service) -> None:
    _, session = await service.visited(speaker_roles=GIVEN)

    mood = await service.made(session, MOOD)

    assert mood["prerequisites"] == []
    assert service.asked == 1


async def test_a_fresh_result_that_remembers_other_visits_is_not_stale(service: Service) -> None:
    patient, first = await service.visited(1)
    await service.analysed(first)
    second = await service.visit(patient, 2)
    await service.analysed(second)

    deep = await service.made(second, "deep_analysis")
    journey = await service.journey(patient)

    assert deep["memory"]["sessions"] == [first]
    assert (deep["stale"], journey["stale"]) == (False, False)


async def test_a_journey_comes_with_its_version_and_metadata(service: Service) -> None:
    patient, session = await service.visited()
    await service.analysed(session)

    journey = await service.journey(patient, model_tier="rapid", strategy="progressive")

    assert journey["version_number"] == 1
    metadata = journey["generation_metadata"]
    assert metadata["model_tier"] == "rapid"
    assert metadata["compaction_strategy"] == "progressive"
    assert (metadata["sessions_analyzed"], metadata["total_sessions"]) == (1, 1)
    assert metadata["last_session_id"] == session
    assert {"summary", "achievements", "currentFocus", "sections"} == journey["result"].keys()
    assert isinstance(journey["result"]["summary"], str)


async def test_every_evidence_of_every_sample_visit_points_at_the_words_it_quotes(service: Service) -> None:
    await service.http.put(f"/v1/patients/{PATIENT_ID}", json={})
    texts: dict[str, Any] = {}
    for sample in sample_visits():
        path = f"/v1/patients/{PATIENT_ID}/sessions/{sample.session_id}"
        assert (await service.http.put(path, json=sample.body)).status_code == 201
        texts[str(sample.session_id)] = sample.segments
    told: list[Json] = []
    for session in texts:
        told += [await service.made(session, task) for task in ("speaker_labeling", *ANALYSIS, "session_insights")]
        told.append(await service.journey(str(PATIENT_ID), session_id=session))

    for envelope in told:
        assert envelope["result"], envelope["task"]
        assert envelope["evidence"] or envelope["result"] == {"breakthrough": None}, envelope["task"]
        for item in envelope["evidence"]:
            assert item.keys() == EVIDENCE
            segment = texts[item["session_id"]][item["segment"]]
            assert segment.text[item["char_start"] : item["char_end"]] == item["quote"]
            assert (segment.start, segment.end, segment.speaker) == (item["start"], item["end"], item["speaker"])
            assert pointed_to(envelope["result"], item["path"]) is not None


async def test_invented_quotes_are_dropped_with_a_reason(served: Served) -> None:
    async with served(Conduct(faults_of={MOOD: [Fault.INVENTED_QUOTES]})) as service:
        _, session = await service.visited()

        mood = await service.made(session, MOOD)

    assert (mood["result"], mood["reason"]) == (None, "insufficient_data")
    assert {item["reason"] for item in mood["dropped"]} == {"quote_not_found"}


# Reuse


async def test_a_stored_result_costs_nothing_a_second_time(service: Service) -> None:
    _, session = await service.visited()
    first = await service.made(session, MOOD)
    asked = service.asked

    again = await service.made(session, MOOD)

    assert again["reused"]
    assert service.asked == asked
    assert again["generation"] == first["generation"]


async def test_force_asks_again(service: Service) -> None:
    _, session = await service.visited()
    first = await service.made(session, MOOD)

    again = await service.made(session, MOOD, force=True)

    assert not again["reused"]
    assert again["generation"]["id"] != first["generation"]["id"]


async def test_a_named_tier_is_reused_only_where_it_was_that_tier(service: Service) -> None:
    _, session = await service.visited()
    precise = await service.made(session, MOOD, model_tier="precision")

    rapid = await service.made(session, MOOD, model_tier="rapid")
    unnamed = await service.made(session, MOOD)
    precise_again = await service.made(session, MOOD, model_tier="precision")

    assert not rapid["reused"]
    assert rapid["generation"]["model_tier"] == "rapid"
    assert (unnamed["reused"], unnamed["generation"]["id"]) == (True, rapid["generation"]["id"])
    assert (precise_again["reused"], precise_again["generation"]["id"]) == (True, precise["generation"]["id"])


async def test_a_named_model_is_reused_only_where_it_was_asked(service: Service) -> None:
    _, session = await service.visited(speaker_roles=GIVEN)
    await service.made(session, MOOD)

    other = await service.made(session, MOOD, override_model="gpt-5.2")
    again = await service.made(session, MOOD, override_model="gpt-5.2")

    assert (other["reused"], other["generation"]["model_asked"]) == (False, "gpt-5.2")
    assert again["reused"]


async def test_a_named_strategy_is_reused_only_where_it_was_followed(service: Service) -> None:
    patient, session = await service.visited()
    await service.analysed(session)
    plain = await service.journey(patient)

    other = await service.journey(patient, strategy="progressive")
    default = await service.journey(patient, strategy="hierarchical")

    assert (plain["version_number"], other["version_number"]) == (1, 2)
    assert (default["reused"], default["version_number"]) == (True, 1)


async def test_two_identical_calls_at_once_cost_one(served: Served) -> None:
    async with served(Conduct(latency={MOOD: 0.3})) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        told = await asyncio.gather(*(service.made(session, MOOD) for _ in range(5)))

        assert service.asked == 1
        assert len({envelope["generation"]["id"] for envelope in told}) == 1
        assert sorted(envelope["reused"] for envelope in told) == [False, True, True, True, True]
        assert await service.count("generations") == 1


async def test_ten_forced_journeys_at_once_are_ten_versions_without_a_gap(service: Service) -> None:
    patient, session = await service.visited()
    await service.analysed(session)

    told = await asyncio.gather(*(service.journey(patient, force=True) for _ in range(10)))

    assert sorted(envelope["version_number"] for envelope in told) == list(range(1, 11))
    listed = (await service.get(f"/patients/{patient}/your-journey/versions"))["items"]
    assert [item["version_number"] for item in listed] == list(range(10, 0, -1))


# Staleness


async def test_another_transcript_makes_results_stale_and_the_old_one_fresh_again(service: Service) -> None:
    patient, session = await service.visited()
    await service.made(session, MOOD)
    path = f"/v1/patients/{patient}/sessions/{session}"

    await service.http.put(path, json=visit(2))
    changed = await service.get(f"/sessions/{session}")
    again = await service.made(session, MOOD)
    await service.http.put(path, json=visit(1))
    back = (await service.get(f"/sessions/{session}"))["results"][MOOD]

    assert changed["results"][MOOD]["stale"]
    assert not again["reused"]
    assert [task["reused"] for task in again["prerequisites"]] == [False]
    assert back["stale"]


async def test_other_roles_make_results_stale_but_not_the_labelling(service: Service) -> None:
    patient, session = await service.visited()
    await service.made(session, MOOD)

    swapped = {"A": "patient", "B": "therapist"}
    path = f"/v1/patients/{patient}/sessions/{session}"
    assert (await service.http.put(path, json=visit(1, speaker_roles=swapped))).status_code == 200

    results = (await service.get(f"/sessions/{session}"))["results"]
    assert results[MOOD]["stale"]
    assert not results["speaker_labeling"]["stale"]


async def test_the_same_visit_handed_over_twice_makes_nothing_stale(service: Service) -> None:
    patient, session = await service.visited()
    await service.made(session, MOOD)

    await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1))

    assert (await service.made(session, MOOD))["reused"]


async def test_an_earlier_visit_that_changed_makes_what_remembers_it_stale(service: Service) -> None:
    patient, first = await service.visited(1)
    await service.analysed(first)
    second = await service.visit(patient, 2)
    await service.analysed(second)

    await service.http.put(f"/v1/patients/{patient}/sessions/{first}", json=visit(3, session_date="2026-05-01"))

    results = (await service.get(f"/sessions/{second}"))["results"]
    assert results["deep_analysis"]["stale"]
    assert not results[MOOD]["stale"]


async def test_a_changed_prompt_makes_results_stale(service: Service) -> None:
    _, session = await service.visited()
    await service.made(session, MOOD)

    await service.execute("UPDATE generations SET prompt_version = 'of yesterday' WHERE task = 'mood_analysis'")

    assert (await service.get(f"/sessions/{session}"))["results"][MOOD]["stale"]
    assert not (await service.made(session, MOOD))["reused"]


# What is missing


async def test_deep_analysis_names_the_mood_that_is_missing(service: Service) -> None:
    _, session = await service.visited()

    problem = is_problem(await service.http.post(f"/v1/sessions/{session}/deep-analysis"), 409, "inputs_missing")

    assert problem["missing"] == ["mood_analysis", "topic_extraction", "breakthrough_detection"]
    assert service.asked == 0


async def test_a_journey_without_any_ready_visit_is_refused(service: Service) -> None:
    patient, session = await service.visited()
    await service.made(session, MOOD)

    for params in ({}, {"session_id": session}):
        answer = await service.http.post(f"/v1/patients/{patient}/your-journey", params=params)
        assert is_problem(answer, 409, "inputs_missing")["missing"] == ["deep_analysis", "session_insights"]


async def test_a_journey_is_for_the_latest_visit_that_is_ready(service: Service) -> None:
    patient, first = await service.visited(1)
    await service.analysed(first)
    await service.visit(patient, 2)

    assert (await service.journey(patient))["session_id"] == first


async def test_a_journey_for_another_patients_visit_is_a_conflict(service: Service) -> None:
    _, session = await service.visited()
    other = await service.patient()

    answer = await service.http.post(f"/v1/patients/{other}/your-journey", params={"session_id": session})

    is_problem(answer, 409, "conflict")


@pytest.mark.parametrize("path", ["sessions/{}/mood", "sessions/{}/speaker-labels", "patients/{}/your-journey"])
async def test_whoever_is_not_known_is_not_found(shared: Service, path: str) -> None:
    is_problem(await shared.http.post(f"/v1/{path.format(NOBODY)}"), 404, "not_found")


async def test_too_few_words_are_insufficient_and_no_model_is_asked(service: Service) -> None:
    said = segments([("A", "How are you?"), ("B", "Fine, thank you.")])
    _, session = await service.visited(segments=said, speaker_roles=GIVEN)

    mood = await service.made(session, MOOD)

    assert (mood["result"], mood["reason"], mood["evidence"]) == (None, "insufficient_data", [])
    assert (mood["generation"]["attempts"], mood["generation"]["cost_usd"]) == (0, "0")
    assert service.asked == 0


async def test_roles_that_cannot_be_told_are_said_to_be_unknown(service: Service) -> None:
    said = segments([("A", "Rain again."), ("B", "Yes, rain again and again.")])
    _, session = await service.visited(segments=said)

    mood = await service.made(session, MOOD)

    assert (mood["result"], mood["reason"]) == (None, "roles_unknown")
    assert [first["state"] for first in mood["prerequisites"]] == ["insufficient"]
    assert (await service.get(f"/sessions/{session}"))["roles"] is None


# Tiers and models


@pytest.mark.parametrize("tier", ["precision", "balanced", "rapid"])
async def test_every_task_asks_the_model_that_its_tier_is_listed_with(service: Service, tier: str) -> None:
    patient, session = await service.visited()
    listed = (await service.get("/tiers"))["tiers"][tier]

    told = [await service.made(session, task, model_tier=tier) for task in ("speaker_labeling", MOOD, "deep_analysis")]
    told.append(await service.journey(patient, model_tier=tier))

    assert {envelope["task"] for envelope in told} == set(generators())
    for envelope in told:
        made = envelope["generation"]
        expected = listed[envelope["task"]]
        assert (made["model_asked"], made["reasoning_effort"]) == (expected["model"], expected["effort"])
    sent = [json.loads(call)["model"] for call in service.conduct.calls]
    assert sent == [listed[task]["model"] for task in ("speaker_labeling", MOOD, "deep_analysis", "roadmap_generation")]


@pytest.mark.parametrize("params", [{"override_model": "gpt-2"}, {"override_model": "\x00"}])
async def test_an_unknown_model_is_refused_and_nothing_is_spent(service: Service, params: Json) -> None:
    _, session = await service.visited()

    answer = await service.http.post(f"/v1/sessions/{session}/mood", params=params)

    is_problem(answer, 422, "unknown_model")
    assert (service.asked, await service.count("model_calls")) == (0, 0)


@pytest.mark.parametrize("tier", ["Precision", "", "fast", "0"])
async def test_an_unknown_tier_is_refused_and_nothing_is_spent(service: Service, tier: str) -> None:
    _, session = await service.visited()

    answer = await service.http.post(f"/v1/sessions/{session}/mood", params={"model_tier": tier})

    is_problem(answer, 422, "invalid_request")
    assert service.asked == 0


async def test_every_known_model_can_be_named(service: Service) -> None:
    _, session = await service.visited(speaker_roles=GIVEN)

    for model in sorted(known_models()):
        assert (await service.made(session, MOOD, override_model=model))["generation"]["model_asked"]


# When the model fails

FOREVER = [
    (Fault.REFUSAL, "refused"),
    (Fault.CUT_OFF, "cut_off"),
    (Fault.CONTENT_FILTER, "content_filter"),
    (Fault.EMPTY, "empty"),
    (Fault.MALFORMED, "malformed"),
    (Fault.DUPLICATE_KEYS, "malformed"),
    (Fault.OUT_OF_RANGE, "invalid"),
    (Fault.NOT_JSON, "malformed"),
    (QUOTA_USED_UP, "quota_used_up"),
    (Failure(401), "key_rejected"),
    (Failure(404), "model_not_found"),
    (Failure(400), "rejected"),
]


async def nothing_is_stored_but_the_ledger(service: Service) -> None:
    assert await service.count("generations") == 0
    assert await service.count("claims") == 0
    assert (await service.rows("SELECT DISTINCT state FROM model_calls WHERE state = 'open'")) == []
    assert await service.count("model_calls") == service.asked > 0


@pytest.mark.parametrize(("fault", "reason"), FOREVER, ids=[f"{fault}" for fault, _ in FOREVER])
async def test_a_model_that_fails_for_good_is_a_502_with_a_reason(served: Served, fault: Any, reason: str) -> None:
    async with served(Conduct(faults=[fault] * 3)) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        problem = is_problem(await service.http.post(f"/v1/sessions/{session}/mood"), 502, "model_failed")

        assert problem["reason"] == reason
        await nothing_is_stored_but_the_ledger(service)
        assert (await service.get(f"/sessions/{session}"))["results"][MOOD] is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_model_that_may_come_back_is_a_503_that_says_when(served: Served, status: int) -> None:
    async with served(Conduct(faults=[Failure(status, retry_after=900)])) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        answer = await service.http.post(f"/v1/sessions/{session}/mood")

        is_problem(answer, 503, "model_unavailable")
        assert answer.headers["retry-after"] == "900"
        await nothing_is_stored_but_the_ledger(service)
        assert not (await service.made(session, MOOD))["reused"]


async def test_a_model_that_takes_too_long_is_a_504(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.llm.model_tier.Grade.deadline", 0.2)
    async with served(Conduct(faults=[Fault.STALLS])) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        is_problem(await service.http.post(f"/v1/sessions/{session}/mood"), 504, "deadline")

        await nothing_is_stored_but_the_ledger(service)


async def test_a_caller_who_hangs_up_does_not_stop_the_work(served: Served) -> None:
    async with served(Conduct(latency={MOOD: 0.5})) as service:
        _, session = await service.visited(speaker_roles=GIVEN)

        with pytest.raises(httpx.ReadTimeout):
            await service.http.post(f"/v1/sessions/{session}/mood", timeout=0.2)

        assert (await service.made(session, MOOD))["reused"]
        assert service.asked == 1


async def test_a_call_during_whose_thought_the_visit_is_erased_stores_nothing(served: Served) -> None:
    async with served(Conduct(latency={MOOD: 0.4})) as service:
        _, session = await service.visited(speaker_roles=GIVEN)
        call = asyncio.create_task(service.http.post(f"/v1/sessions/{session}/mood"))
        await service.asked_again(0)

        assert (await service.http.delete(f"/v1/sessions/{session}")).status_code == 204

        is_problem(await call, 404, "not_found")
        assert await service.count("generations") == 0


async def test_a_call_during_whose_thought_a_remembered_visit_is_erased_stores_nothing(served: Served) -> None:
    async with served(Conduct(latency={"deep_analysis": 0.4})) as service:
        patient, first = await service.visited(1)
        await service.analysed(first)
        second = await service.visit(patient, 2)
        await service.made(second, MOOD)
        asked = service.asked
        call = asyncio.create_task(service.http.post(f"/v1/sessions/{second}/deep-analysis"))
        await service.asked_again(asked)

        assert (await service.http.delete(f"/v1/sessions/{first}")).status_code == 204
        await call

        held = await service.rows("SELECT id FROM generations WHERE sources ? :gone", gone=first)
        assert held == []
