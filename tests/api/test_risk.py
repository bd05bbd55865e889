"""Risk has a page of its own, over time; a run tells it first, and no event tells it."""

import json

from support.http_service import NOBODY, Service, is_problem
from support.sample_visits import visit

DANGER = "Some nights I think about killing myself, and I have not told anybody about it."


async def two_visits(service: Service) -> tuple[str, list[str]]:
    patient = await service.patient()
    body = visit(2)
    last = body["segments"][-1]
    own = body["segments"][1]["speaker"]
    said = {**last, "text": DANGER, "start": last["end"], "end": last["end"] + 5, "speaker": own}
    calm = await service.visit(patient, 1)
    return patient, [calm, await service.visit(patient, 2, segments=[*body["segments"], said])]


async def test_risk_is_told_visit_by_visit_in_their_order_with_its_words(shared: Service) -> None:
    patient, sessions = await two_visits(shared)
    before = await shared.get(f"/patients/{patient}/risk")
    for session in sessions:
        await shared.made(session, "risk_screen")
    items = (await shared.get(f"/patients/{patient}/risk"))["items"]

    assert [item["state"] for item in before["items"]] == [None, None]
    assert [item["session_id"] for item in items] == sessions
    assert items[0]["state"] in {"not_assessed", "denied_when_asked"}
    assert items[1]["state"] == "disclosed"
    found = {"kind": "suicidal_thoughts", "state": "disclosed", "when": None, "details": None}
    assert found in items[1]["findings"]
    segments = (await shared.get(f"/sessions/{sessions[1]}"))["segments"]
    for item in items[1]["evidence"]:
        assert segments[item["segment"]]["text"][item["char_start"] : item["char_end"]] == item["quote"]


async def test_pages_of_risk_follow_one_another(shared: Service) -> None:
    patient, sessions = await two_visits(shared)
    first = await shared.get(f"/patients/{patient}/risk", limit=1)
    second = await shared.get(f"/patients/{patient}/risk", limit=1, cursor=first["next"])
    assert [item["session_id"] for item in (*first["items"], *second["items"])] == sessions
    assert second["next"] is None


async def test_a_run_tells_risk_first_and_no_event_tells_it(shared: Service) -> None:
    patient, sessions = await two_visits(shared)
    run = await shared.ended((await shared.run(f"/sessions/{sessions[1]}"))["run_id"])

    assert next(iter(run)) == "risk"
    assert {item["session_id"]: item["state"] for item in run["risk"]}[sessions[1]] == "disclosed"
    told = json.dumps([event["details"] for event in await shared.events(patient)])
    assert not any(state in told for state in ("disclosed", "denied", "not_assessed", "indeterminate", "held"))
    assert next(iter((await shared.get(f"/sessions/{sessions[1]}"))["results"])) == "risk_screen"


async def test_no_event_tells_whether_there_was_a_sign(shared: Service) -> None:
    told = []
    for said in ("I went for a walk on Tuesday and then I read.", "Some nights I think about killing myself."):
        patient = await shared.patient()
        session = await shared.visit(patient, segments=[{"start": 0, "end": 5, "text": said, "speaker": "A"}])
        screened = await shared.made(session, "risk_screen")
        events = [event for event in await shared.events(patient) if event["event"] == "RISK_SCREEN"]
        told.append(([event["status"] for event in events], (screened["result"] or {}).get("state")))
    assert [state for _, state in told] == ["indeterminate", "indeterminate"]
    assert told[0][0] == told[1][0] == ["started", "success"]


async def test_nobodys_risk_is_not_found(shared: Service) -> None:
    is_problem(await shared.http.get(f"/v1/patients/{NOBODY}/risk"), 404, "not_found")


async def test_a_screen_stored_before_there_were_details_is_told_without_them(service: Service) -> None:
    patient, session = await service.visited()
    await service.made(session, "risk_screen")
    old = {"state": "disclosed", "findings": [{"kind": "abuse", "state": "disclosed"}]}
    await service.execute("UPDATE generations SET result = CAST(:old AS jsonb)", old=json.dumps(old))
    (told,) = (await service.get(f"/patients/{patient}/risk"))["items"]
    assert told["findings"] == [{"kind": "abuse", "state": "disclosed", "when": None, "details": None}]
