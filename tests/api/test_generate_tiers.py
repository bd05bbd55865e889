"""Which model is asked."""

import json

import pytest
from support.http_service import Json, Service, is_problem
from support.sample_visits import GIVEN

from app.generators.registry import generators
from app.llm.model_config import known_models

MOOD = "mood_analysis"


@pytest.mark.parametrize("tier", ["precision", "balanced", "rapid"])
async def test_every_task_asks_the_model_that_its_tier_is_listed_with(service: Service, tier: str) -> None:
    patient, session = await service.visited()
    listed = (await service.get("/tiers"))["tiers"][tier]

    told = [
        await service.made(session, task, model_tier=tier)
        for task, heir in generators().items()
        if heir.declared.wave < 3
    ]
    told.append(await service.journey(patient, model_tier=tier))
    bridge = await service.http.post(f"/v1/patients/{patient}/session-bridge", params={"model_tier": tier})
    told.append(bridge.json())

    assert {envelope["task"] for envelope in told} == set(generators())
    for envelope in told:
        made = envelope["generation"]
        expected = listed[envelope["task"]]
        assert (made["model_asked"], made["reasoning_effort"]) == (expected["model"], expected["effort"])
    for call in map(json.loads, service.conduct.calls):
        task = call["response_format"]["json_schema"]["name"]
        assert call["model"] == listed[task]["model"]


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

    is_problem(answer, 422, "unknown_tier")
    assert service.asked == 0


async def test_every_known_model_can_be_named(service: Service) -> None:
    _, session = await service.visited(speaker_roles=GIVEN)

    for model in sorted(known_models()):
        assert (await service.made(session, MOOD, override_model=model))["generation"]["model_asked"]
