"""Recorded answers, played to the real client by the service."""

from typing import Any

from support import recorded_moods
from support.http_service import Service, serve
from support.sample_visits import GIVEN, visit

from app.llm.tokens import count_tokens
from app.offline.recorded import NOTICE
from app.sample.visits import sample_visits

ROLES = {"SPEAKER_00": "therapist", "SPEAKER_01": "patient"}


async def mood_of(service: Service, body: dict[str, Any]) -> Any:
    _, session = await service.visited(**body)
    return await service.http.post(f"/v1/sessions/{session}/mood")


def first_visit() -> dict[str, Any]:
    return {**sample_visits()[0].body, "speaker_roles": ROLES}


async def test_the_sample_patient_gets_the_recorded_answer_and_is_told_so(database_url: str) -> None:
    with recorded_moods.playing(recorded_moods.recorded()):
        async with serve(database_url, play_recorded=True) as service:
            mood = (await mood_of(service, first_visit())).json()
            assert (await service.http.get("/health/ready")).json()["engine"] == "recorded"
    made = mood["generation"]
    assert (made["engine"], made["model"], made["cost_usd"], made["notice"]) == ("recorded", "recorded", "0", NOTICE)
    assert made["usage"]["output_tokens"] == count_tokens(recorded_moods.text())
    assert made["usage"]["reasoning_tokens"] is None
    assert mood["result"]["mood_score"] == recorded_moods.SCORE
    assert [item["segment"] for item in mood["evidence"]] == [9, 29]


async def test_any_other_transcript_is_answered_by_the_built_in_engine(database_url: str) -> None:
    with recorded_moods.playing(recorded_moods.recorded()):
        async with serve(database_url, play_recorded=True) as service:
            made = (await mood_of(service, visit(1, speaker_roles=GIVEN))).json()["generation"]
    assert (made["engine"], made["model"], made["notice"]) == ("offline", "offline", None)
    assert made["usage"]["reasoning_tokens"] == 0


async def test_evidence_is_looked_for_in_a_recorded_answer_too(database_url: str) -> None:
    indicators = [*recorded_moods.INDICATORS, {"segment": 9, "quote": "I feel grand.", "text": "Joy."}]
    with recorded_moods.playing(recorded_moods.recorded(recorded_moods.text(key_indicators=indicators))):
        async with serve(database_url, play_recorded=True) as service:
            mood = (await mood_of(service, first_visit())).json()
    assert [item["path"] for item in mood["dropped"]] == ["/key_indicators/2"]


async def test_a_repair_turn_gets_the_same_answer_again(database_url: str) -> None:
    with recorded_moods.playing(recorded_moods.recorded(recorded_moods.text(mood_score=11))):
        async with serve(database_url, play_recorded=True) as service:
            refused = await mood_of(service, first_visit())
            calls = (await service.http.get("/v1/costs?group_by=task")).json()["total"]["calls"]
    assert (refused.status_code, calls) == (502, 3)


async def test_without_playing_the_built_in_engine_answers_the_sample_patient(database_url: str) -> None:
    with recorded_moods.playing(recorded_moods.recorded()):
        async with serve(database_url) as service:
            made = (await mood_of(service, first_visit())).json()["generation"]
    assert made["engine"] == "offline"
