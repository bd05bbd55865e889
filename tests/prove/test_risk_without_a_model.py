"""The rule-based check always runs: also where nobody could tell who is who, and where the model fails."""

from collections.abc import Callable
from typing import Any

import pytest
from support.http_service import Json, Service
from support.sample_visits import GIVEN, visit

from app.offline.fault_injection import Fault, FaultPlan

pytestmark = pytest.mark.quick

Served = Callable[..., Any]
DANGER = "Some nights I think about killing myself, and I have not told anybody about it."
FINDING = {"kind": "suicidal_thoughts", "state": "indeterminate"}
TOLD = {**FINDING, "when": None, "details": None}
LABELING, SCREEN = "speaker_labeling", "risk_screen"


def said(text: str, speaker: str = "SPEAKER_00") -> list[Json]:
    """The first sample visit, and a line more by somebody."""
    segments = visit(1)["segments"]
    last = segments[-1]
    return [*segments, {**last, "start": last["end"], "end": last["end"] + 5, "text": text, "speaker": speaker}]


async def risk_of(service: Service, patient: str) -> Json:
    (item,) = (await service.get(f"/patients/{patient}/risk"))["items"]
    assert isinstance(item, dict)
    return item


@pytest.mark.parametrize(
    ("fault", "text", "findings"),
    [(Fault.CONTENT_FILTER, DANGER, [TOLD]), (Fault.REFUSAL, "It rained on Tuesday.", [])],
)
async def test_a_run_whose_labelling_fails_is_screened_by_rules(
    served: Served, fault: Fault, text: str, findings: list[Json]
) -> None:
    async with served(FaultPlan(faults_of={LABELING: [fault]})) as service:
        patient, session = await service.visited(segments=said(text))
        run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])

        steps = {step["task"]: step["status"] for step in run["steps"]}
        assert (steps[LABELING], steps[SCREEN], steps["mood_analysis"]) == ("failed", "success", "skipped")
        assert [item["state"] for item in run["risk"]] == ["indeterminate"]
        risk = await risk_of(service, patient)
        assert (risk["state"], risk["findings"], risk["reason"]) == ("indeterminate", findings, "labeling_failed")
        assert [item["quote"] for item in risk["evidence"]] == [text] * len(findings)
        assert risk["stale"] is True

        # The next run tells who is who, and with it the screen is made anew.
        again = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
        assert again["status"] == "completed"
        after = await risk_of(service, patient)
        assert (after["stale"], after["reason"]) == (False, None)
        assert session == after["session_id"]


async def test_a_caller_whose_labelling_fails_gets_the_rules_screen(served: Served) -> None:
    async with served(FaultPlan(faults_of={LABELING: [Fault.CONTENT_FILTER]})) as service:
        patient, session = await service.visited(segments=said(DANGER))
        screened = await service.made(session, SCREEN)
        assert screened["result"] == {"state": "indeterminate", "findings": [FINDING]}
        assert (screened["reason"], screened["stale"], screened["prerequisites"]) == ("labeling_failed", True, [])
        assert (await risk_of(service, patient))["state"] == "indeterminate"
        assert (await service.made(session, SCREEN))["reason"] is None


async def test_a_run_whose_screening_model_fails_is_screened_by_rules(served: Served) -> None:
    async with served(FaultPlan(faults_of={SCREEN: [Fault.CONTENT_FILTER]})) as service:
        patient, _ = await service.visited(segments=said("It rained on Tuesday."), speaker_roles=GIVEN)
        await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
        risk = await risk_of(service, patient)
        assert (risk["state"], risk["findings"], risk["reason"]) == ("indeterminate", [], "model_failed")


async def test_where_labelling_is_switched_off_the_rules_screen_stands(served: Served) -> None:
    async with served(disabled_artifacts=[LABELING]) as service:
        _, session = await service.visited(segments=said(DANGER))
        screened = await service.made(session, SCREEN)
        assert screened["result"] == {"state": "indeterminate", "findings": [FINDING]}
        assert (screened["stale"], (await service.made(session, SCREEN))["reused"]) == (False, True)


async def test_one_speaker_is_nobody_known_and_the_state_is_open(service: Service) -> None:
    patient = await service.patient()
    session = await service.visit(
        patient, segments=[{"start": 0, "end": 5, "text": "I went for a walk.", "speaker": "A"}]
    )
    run = await service.ended((await service.run(f"/sessions/{session}"))["run_id"])
    assert run["status"] == "completed"
    risk = await risk_of(service, patient)
    assert (risk["state"], risk["findings"], risk["stale"]) == ("indeterminate", [], False)


@pytest.mark.parametrize("speaker", ["SPEAKER_00", "SPEAKER_01", "SOMEBODY"])
async def test_the_rules_read_every_line_whoever_is_said_to_have_spoken_it(service: Service, speaker: str) -> None:
    _, session = await service.visited(segments=said("I want to kill myself.", speaker), speaker_roles=GIVEN)
    screened = await service.made(session, SCREEN)
    assert "suicidal_thoughts" in {finding["kind"] for finding in screened["result"]["findings"]}


async def test_a_run_that_is_cancelled_leaves_the_state_open(served: Served) -> None:
    async with served(FaultPlan(latency={"": 30.0})) as service:
        patient, _ = await service.visited(speaker_roles=GIVEN)
        run = await service.run(f"/patients/{patient}")
        assert (await risk_of(service, patient))["state"] is None
        await service.http.post(f"/v1/runs/{run['run_id']}/cancel")
        risk = await risk_of(service, patient)
        assert (risk["state"], risk["reason"]) == ("indeterminate", "cancelled")
