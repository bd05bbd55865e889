"""What an operator has switched off is refused before anything is spent, and the waves go on without it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from support.http_service import NOBODY, Service, is_problem
from support.tables import each_row

pytestmark = pytest.mark.quick

Served = Callable[..., AbstractAsyncContextManager[Service]]


@each_row("name", ["mood", "mood_analysis"])
async def test_it_is_refused_and_nothing_is_spent(beside: Served, name: str) -> None:
    async with beside(disabled_artifacts=[name]) as service:
        patient, session = await service.visited()
        is_problem(await service.http.post(f"/v1/sessions/{session}/mood"), 403, "disabled")
        assert service.asked == 0
        assert await service.count("model_calls", patient) == 0


async def test_the_waves_go_on_without_it(beside: Served) -> None:
    async with beside(disabled_artifacts=["mood", "prose", "your-journey", "session-bridge"]) as service:
        patient, session = await service.visited()
        run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
        assert run["status"] == "completed"
        assert "mood_analysis" not in {step["task"] for step in run["steps"]}
        told = await service.get(f"/sessions/{session}")
        assert (told["status"], told["results"]["mood_analysis"]) == ("complete", None)
        again = await service.run(f"/patients/{patient}")
        assert again["status"] == "completed"


async def test_a_step_that_only_waits_for_it_needs_it_no_more(beside: Served) -> None:
    async with beside(disabled_artifacts=["mood"]) as service:
        _, session = await service.visited()
        for task in ("topic_extraction", "breakthrough_detection", "risk_screen", "deep_analysis"):
            assert (await service.made(session, task))["result"] is not None


async def test_what_was_made_before_is_neither_shown_nor_built_upon(beside: Served, shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.analysed(session)
    await shared.journey(patient)
    before = (await shared.made(session, "mood_analysis"))["result"]
    assert before is not None
    async with beside(disabled_artifacts=["mood", "your-journey"]) as service:
        assert (await service.get(f"/sessions/{session}"))["results"]["mood_analysis"] is None
        is_problem(await service.http.get(f"/v1/patients/{patient}/your-journey"), 403, "disabled")
        is_problem(await service.http.post(f"/v1/patients/{patient}/your-journey"), 403, "disabled")


async def test_what_rests_on_it_is_refused_as_well_and_not_shown(beside: Served, shared: Service) -> None:
    _, session = await shared.visited()
    for task in ("topic_extraction", "action_summary"):
        await shared.made(session, task)
    async with beside(disabled_artifacts=["topics"]) as service:
        is_problem(await service.http.post(f"/v1/sessions/{session}/action-items"), 403, "disabled")
        assert (await service.get(f"/sessions/{session}"))["results"]["action_summary"] is None


async def test_no_version_of_a_document_and_no_screen_is_shown(beside: Served, shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.analysed(session)
    await shared.journey(patient)
    async with beside(disabled_artifacts=["your-journey", "risk-screen"]) as service:
        path = f"/v1/patients/{patient}/your-journey/versions"
        for one in (path, f"{path}/1", f"{path}/1?include_held=true", f"/v1/patients/{patient}/risk"):
            is_problem(await service.http.get(one), 403, "disabled")
        is_problem(await service.http.post(f"{path}/1/release"), 403, "disabled")
        assert (await service.run(f"/patients/{patient}"))["risk"] == []


async def test_it_is_refused_before_anything_else_is_looked_at(beside: Served) -> None:
    async with beside(disabled_artifacts=["your-journey"]) as service:
        is_problem(await service.http.post(f"/v1/patients/{NOBODY}/your-journey"), 403, "disabled")


async def test_a_bridge_is_not_built_upon_a_journey_that_is_switched_off(beside: Served, shared: Service) -> None:
    patient, first = await shared.visited()
    await shared.analysed(first)
    summary = (await shared.journey(patient))["result"]["summary"]
    second = await shared.visit(patient, 2)
    await shared.analysed(second)
    async with beside(disabled_artifacts=["your-journey"]) as service:
        answer = await service.http.post(f"/v1/patients/{patient}/session-bridge")
        assert answer.status_code == 200
        assert summary.encode() not in service.conduct.calls[-1]
