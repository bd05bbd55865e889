"""Generating over HTTP: envelopes, reuse, prerequisites, and what happens when the model fails."""

from typing import Any

from support.http_service import ANALYSIS, NOBODY, Json, Service, is_problem
from support.sample_visits import GIVEN, segments
from support.tables import each_row

from app.offline.fault_injection import Fault, FaultPlan
from app.sample.visits import PATIENT_ID, sample_visits

MOOD = "mood_analysis"
ENVELOPE = {
    *("task", "patient_id", "session_id", "reused", "stale", "result", "reason", "evidence", "dropped"),
    *("prerequisites", "generation"),
}
GENERATION = {
    *("id", "model", "model_asked", "model_tier", "engine", "reasoning_effort", "service_tier", "prompt_version"),
    *("notice", "attempts", "duration_ms", "cost_usd", "created_at", "usage"),
}
USAGE = {"input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens"}
EVIDENCE = {"path", "session_id", "quote", "segment", "char_start", "char_end", "start", "end", "speaker"}


def pointed_to(result: Any, path: str) -> Any:
    for part in path.split("/")[1:]:
        result = result[int(part)] if isinstance(result, list) else result[part]
    return result


async def test_an_envelope_says_what_was_found_and_how(shared: Service) -> None:
    patient, session = await shared.visited()

    mood = await shared.made(session, MOOD)

    assert mood.keys() >= ENVELOPE
    assert mood["generation"].keys() == GENERATION
    assert mood["generation"]["usage"].keys() == USAGE
    assert (mood["task"], mood["patient_id"], mood["session_id"]) == (MOOD, patient, session)
    assert (mood["reused"], mood["stale"], mood["reason"]) == (False, False, None)
    assert 0 <= mood["result"]["mood_score"] <= 10
    made = mood["generation"]
    assert (made["engine"], made["model"], made["cost_usd"]) == ("offline", "offline", "0")
    assert made["model_tier"] == shared.settings.model_tier
    assert made["attempts"] == 1
    assert made["usage"]["input_tokens"] > 0


async def test_unknown_roles_are_told_apart_first_and_that_is_said(shared: Service) -> None:
    _, session = await shared.visited()

    mood = await shared.made(session, MOOD)

    (first,) = mood["prerequisites"]
    assert (first["task"], first["state"]) == ("speaker_labeling", "success")
    assert shared.asked == 2
    assert (await shared.get(f"/sessions/{session}"))["roles"] == GIVEN


async def test_given_roles_need_no_labelling(shared: Service) -> None:
    _, session = await shared.visited(speaker_roles=GIVEN)

    mood = await shared.made(session, MOOD)

    assert mood["prerequisites"] == []
    assert shared.asked == 1


async def test_a_fresh_result_that_remembers_other_visits_is_not_stale(shared: Service) -> None:
    patient, first = await shared.visited(1)
    await shared.analysed(first)
    second = await shared.visit(patient, 2)
    await shared.analysed(second)

    deep = await shared.made(second, "deep_analysis")
    journey = await shared.journey(patient)

    assert deep["memory"]["sessions"] == [first]
    assert (deep["stale"], journey["stale"]) == (False, False)


async def test_a_journey_comes_with_its_version_and_metadata(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.analysed(session)

    journey = await shared.journey(patient, model_tier="rapid", strategy="progressive")

    assert journey["version_number"] == 1
    metadata = journey["generation_metadata"]
    assert metadata["model_tier"] == "rapid"
    assert metadata["compaction_strategy"] == "progressive"
    assert (metadata["sessions_analyzed"], metadata["total_sessions"]) == (1, 1)
    assert metadata["last_session_id"] == session
    lists = {"achievements", "currentFocus", "sections", "homework"}
    assert {"summary", "covers", "trend", *lists} == journey["result"].keys()
    assert isinstance(journey["result"]["summary"], str)


async def test_every_evidence_of_sample_visits_points_at_the_words_it_quotes(shared: Service) -> None:
    await shared.http.put(f"/v1/patients/{PATIENT_ID}", json={})
    texts: dict[str, Any] = {}
    for sample in sample_visits()[:3]:
        path = f"/v1/patients/{PATIENT_ID}/sessions/{sample.session_id}"
        assert (await shared.http.put(path, json=sample.body)).status_code == 201
        texts[str(sample.session_id)] = sample.segments
    told: list[Json] = []
    for session in texts:
        told += [await shared.made(session, task) for task in ("speaker_labeling", *ANALYSIS, "session_insights")]
        told.append(await shared.journey(str(PATIENT_ID), session_id=session))

    # The second visit holds a disclosure.
    assert [envelope["session_id"] for envelope in told if envelope["reason"] == "held"] == [list(texts)[1]]
    for envelope in [envelope for envelope in told if envelope["reason"] != "held"]:
        assert envelope["result"], envelope["task"]
        assert envelope["evidence"] or envelope["result"] == {"breakthrough": None}, envelope["task"]
        for item in envelope["evidence"]:
            assert item.keys() == EVIDENCE
            segment = texts[item["session_id"]][item["segment"]]
            assert segment.text[item["char_start"] : item["char_end"]] == item["quote"]
            assert (segment.start, segment.end, segment.speaker) == (item["start"], item["end"], item["speaker"])
            assert pointed_to(envelope["result"], item["path"]) is not None


async def test_invented_quotes_are_dropped_with_a_reason(shared: Service) -> None:
    shared.engine.reset(FaultPlan(faults_of={MOOD: [Fault.INVENTED_QUOTES]}))
    _, session = await shared.visited()

    mood = await shared.made(session, MOOD)

    assert (mood["result"], mood["reason"]) == (None, "insufficient_data")
    assert {item["reason"] for item in mood["dropped"]} == {"quote_not_found"}


async def test_deep_analysis_names_the_mood_that_is_missing(shared: Service) -> None:
    _, session = await shared.visited()

    problem = is_problem(await shared.http.post(f"/v1/sessions/{session}/deep-analysis"), 409, "inputs_missing")

    assert problem["missing"] == ["mood_analysis", "topic_extraction", "breakthrough_detection", "risk_screen"]
    assert shared.asked == 0


async def test_a_journey_without_any_ready_visit_is_refused(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.made(session, MOOD)

    for params in ({}, {"session_id": session}):
        answer = await shared.http.post(f"/v1/patients/{patient}/your-journey", params=params)
        assert is_problem(answer, 409, "inputs_missing")["missing"] == ["deep_analysis", "session_insights"]


async def test_a_journey_is_for_the_latest_visit_that_is_ready(shared: Service) -> None:
    patient, first = await shared.visited(1)
    await shared.analysed(first)
    await shared.visit(patient, 2)

    assert (await shared.journey(patient))["session_id"] == first


async def test_a_journey_for_another_patients_visit_is_a_conflict(shared: Service) -> None:
    _, session = await shared.visited()
    other = await shared.patient()

    answer = await shared.http.post(f"/v1/patients/{other}/your-journey", params={"session_id": session})

    is_problem(answer, 409, "conflict")


@each_row("path", ["sessions/{}/mood", "sessions/{}/speaker-labels", "patients/{}/your-journey"])
async def test_whoever_is_not_known_is_not_found(shared: Service, path: str) -> None:
    is_problem(await shared.http.post(f"/v1/{path.format(NOBODY)}"), 404, "not_found")


async def test_too_few_words_are_insufficient_and_no_model_is_asked(shared: Service) -> None:
    said = segments([("A", "How are you?"), ("B", "Fine, thank you.")])
    _, session = await shared.visited(segments=said, speaker_roles=GIVEN)

    mood = await shared.made(session, MOOD)

    assert (mood["result"], mood["reason"], mood["evidence"]) == (None, "insufficient_data", [])
    assert (mood["generation"]["attempts"], mood["generation"]["cost_usd"]) == (0, "0")
    assert shared.asked == 0


async def test_roles_that_cannot_be_told_are_said_to_be_unknown(shared: Service) -> None:
    said = segments([("A", "Rain again."), ("B", "Yes, rain again and again.")])
    _, session = await shared.visited(segments=said)

    mood = await shared.made(session, MOOD)

    assert (mood["result"], mood["reason"]) == (None, "roles_unknown")
    assert [first["state"] for first in mood["prerequisites"]] == ["insufficient"]
    assert (await shared.get(f"/sessions/{session}"))["roles"] is None
