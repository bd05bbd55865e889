"""A visit that is handed over anew: what was made of the old words is no longer built upon."""

import asyncio

from support.http_service import Json, Service, is_problem
from support.sample_visits import GIVEN, visit

MOOD = "mood_analysis"


async def handed_over_shorter(service: Service, patient: str, session: str) -> None:
    body = visit(1, speaker_roles=GIVEN)
    body["segments"] = body["segments"][2:]
    answer = await service.http.put(f"/v1/patients/{patient}/sessions/{session}", json=body)
    assert answer.status_code == 200


def evidence_stands(envelope: Json, segments: list[Json]) -> bool:
    return all(
        segments[item["segment"]]["text"][item["char_start"] : item["char_end"]] == item["quote"]
        for item in envelope["evidence"]
    )


async def test_a_journey_is_not_written_from_an_analysis_of_other_words(shared: Service) -> None:
    patient, session = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    await shared.journey(patient)
    await handed_over_shorter(shared, patient, session)

    refused = await shared.http.post(f"/v1/patients/{patient}/your-journey")

    assert "deep_analysis" in is_problem(refused, 409, "inputs_missing")["missing"]
    assert len((await shared.get(f"/patients/{patient}/your-journey/versions"))["items"]) == 1


async def test_once_redone_its_evidence_stands_in_the_new_words(shared: Service) -> None:
    patient, session = await shared.visited(speaker_roles=GIVEN)
    await shared.analysed(session)
    await shared.journey(patient)
    await handed_over_shorter(shared, patient, session)

    await shared.analysed(session)
    envelope = await shared.journey(patient)

    assert not envelope["stale"]
    assert evidence_stands(envelope, (await shared.get(f"/sessions/{session}"))["segments"])


async def test_a_result_whose_words_changed_while_the_model_thought_says_that_it_is_stale(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)
    call = asyncio.create_task(shared.made(session, MOOD))
    await shared.engine.arrived()
    await handed_over_shorter(shared, patient, session)
    shared.engine.release()

    assert (await call)["stale"]
