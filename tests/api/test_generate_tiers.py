"""Which model is asked."""

import json

from support.http_service import Json, Service, is_problem
from support.sample_visits import GIVEN
from support.tables import each_row

from app.generators.registry import generators_by_task
from app.llm.model_config import known_models

MOOD = "mood_analysis"


@each_row("tier", ["precision", "balanced", "rapid"])
async def test_every_task_asks_the_model_that_its_tier_is_listed_with(shared: Service, tier: str) -> None:
    shared.engine.reset()
    patient, session = await shared.visited()
    listed = (await shared.get("/tiers"))["tiers"][tier]

    told = [
        await shared.made(session, task, model_tier=tier)
        for task, generator_class in generators_by_task().items()
        if generator_class.declared.wave < 3
    ]
    told.append(await shared.journey(patient, model_tier=tier))
    bridge = await shared.http.post(f"/v1/patients/{patient}/session-bridge", params={"model_tier": tier})
    told.append(bridge.json())

    assert {envelope["task"] for envelope in told} == set(generators_by_task())
    for envelope in told:
        made = envelope["generation"]
        expected = listed[envelope["task"]]
        assert (made["model_asked"], made["reasoning_effort"]) == (expected["model"], expected["effort"])
    for call in map(json.loads, shared.conduct.calls):
        task = call["response_format"]["json_schema"]["name"]
        assert call["model"] == listed[task]["model"]


@each_row("params", [{"override_model": "gpt-2"}, {"override_model": "\x00"}])
async def test_an_unknown_model_is_refused_and_nothing_is_spent(shared: Service, params: Json) -> None:
    patient, session = await shared.visited()

    answer = await shared.http.post(f"/v1/sessions/{session}/mood", params=params)

    is_problem(answer, 422, "unknown_model")
    assert (shared.asked, await shared.count("model_calls", patient)) == (0, 0)


@each_row("tier", ["Precision", "", "fast", "0"])
async def test_an_unknown_tier_is_refused_and_nothing_is_spent(shared: Service, tier: str) -> None:
    _, session = await shared.visited()

    answer = await shared.http.post(f"/v1/sessions/{session}/mood", params={"model_tier": tier})

    is_problem(answer, 422, "unknown_tier")
    assert shared.asked == 0


async def test_every_known_model_can_be_named(shared: Service) -> None:
    _, session = await shared.visited(speaker_roles=GIVEN)

    for model in sorted(known_models()):
        assert (await shared.made(session, MOOD, override_model=model))["generation"]["model_asked"]
