"""What would be left out in silence is refused on every route: unknown query parameters, keys that stand twice."""

from typing import Any
from uuid import uuid4

import pytest
from support.http_service import NOBODY, Json, Service, is_problem
from support.sample_visits import visit
from support.tables import each_row

from app.main import create_app
from app.settings import Settings

UNKNOWN = "zwiebel"
JSON = {"content-type": "application/json"}
DOCUMENT: Json = create_app(Settings(), "postgresql://nowhere/none").openapi()
ROUTES = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]


def filled(path: str) -> str:
    return path.replace("{number}", "1").replace("{name}", "x").replace("{", "").replace("}", "")


def with_ids(path: str) -> str:
    for name in ("patient_id", "session_id", "run_id", "metadata_id"):
        path = path.replace(f"{{{name}}}", NOBODY)
    return filled(path)


def known_of(method: str, path: str) -> list[str]:
    described = DOCUMENT["paths"][path][method.lower()].get("parameters", [])
    return sorted(parameter["name"] for parameter in described if parameter["in"] == "query")


async def test_every_route_refuses_a_query_parameter_it_does_not_know_and_lists_those_it_does(shared: Service) -> None:
    wrong: dict[str, Any] = {}
    for method, path in ROUTES:
        answer = await shared.http.request(method, with_ids(path), params={UNKNOWN: 1})
        body = answer.json()
        if (answer.status_code, body.get("code"), body.get("known")) != (
            422,
            "invalid_request",
            known_of(method, path),
        ):
            wrong[f"{method} {path}"] = answer.text
        if UNKNOWN in answer.text or any(name not in body["detail"] for name in known_of(method, path)):
            wrong[f"{method} {path} says"] = body["detail"]
    assert wrong == {}
    assert len(ROUTES) > 30


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/costs?since=2026-01-01"),
        ("POST", f"/v1/sessions/{NOBODY}/mood?tier=rapid"),
        ("POST", f"/v1/sessions/{NOBODY}/mood?model_tier=rapid&Model_Tier=rapid"),
        ("POST", f"/v1/patients/{NOBODY}/your-journey?completed_tasks=1"),
        ("POST", f"/v1/patients/{NOBODY}/session-bridge?strategy=full"),
        ("GET", f"/v1/patients/{NOBODY}/events?last-event-id=3"),
        ("GET", f"/v1/tiers?{UNKNOWN}"),
        ("GET", "/health/live?x="),
    ],
)
async def test_a_parameter_of_another_route_is_not_left_out_in_silence(shared: Service, method: str, path: str) -> None:
    is_problem(await shared.http.request(method, path), 422, "invalid_request")


async def test_a_query_parameter_stands_there_once(shared: Service) -> None:
    answer = await shared.http.get("/v1/costs?group_by=task&group_by=model")
    assert is_problem(answer, 422, "invalid_request")["errors"] == [
        {"path": "/query/group_by", "message": "stands there twice"}
    ]


async def test_a_key_that_stands_twice_is_refused_wherever_it_is_and_changes_nothing(service: Service) -> None:
    patient, session = await service.visited()
    path = f"/v1/patients/{patient}/sessions/{session}"
    segment = '{"start": 0, "end": 1, "text": "a", "speaker": "A"%s}'
    bodies = {
        "the date": '{"session_date": "2026-01-01", "session_date": "2026-01-02", "segments": [%s]}' % (segment % ""),
        "a text": '{"session_date": "2026-01-01", "segments": [%s]}' % (segment % ', "text": "b"'),
        "a role": '{"session_date": "2026-01-01", "segments": [%s], "speaker_roles": {"A": "patient", "A": "patient"}}'
        % (segment % ""),
        "what is ignored": '{"session_date": "2026-01-01", "segments": [%s], "x": {"a": 1, "a": 1}}' % (segment % ""),
        "an escaped name": r'{"session_date": "2026-01-01", "segments": [%s], "x": 1, "\u0078": 1}' % (segment % ""),
    }
    before = await service.get(f"/sessions/{session}")
    for name, body in bodies.items():
        refused = is_problem(await service.http.put(path, content=body, headers=JSON), 422, "invalid_request")
        assert refused["errors"] == [{"path": "/body", "message": "a key stands twice in one object"}], name
    assert await service.get(f"/sessions/{session}") == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", f"/v1/patients/{NOBODY}"),
        ("PATCH", f"/v1/generation-metadata/{NOBODY}"),
        ("POST", f"/v1/patients/{NOBODY}/session-bridge"),
        ("POST", f"/v1/sessions/{NOBODY}/mood"),
        ("POST", f"/v1/sessions/{NOBODY}/runs"),
    ],
)
async def test_no_route_with_a_body_takes_a_key_twice(shared: Service, method: str, path: str) -> None:
    twice = '{"completed_tasks": [], "completed_tasks": []}'
    is_problem(await shared.http.request(method, path, content=twice, headers=JSON), 422, "invalid_request")


async def test_what_is_no_json_is_told_as_such(shared: Service) -> None:
    patient = await shared.patient()
    path = f"/v1/patients/{patient}/sessions/{uuid4()}"
    for body in ('{"a"', "[" * 100_000, "9" * 5_000, ""):
        is_problem(await shared.http.put(path, content=body, headers=JSON), 422, "invalid_request")
    assert (await shared.http.put(path, json=visit(1))).status_code == 201


BODILESS = [(method, path) for method, path in ROUTES if "requestBody" not in DOCUMENT["paths"][path][method.lower()]]


@each_row(("body", "content_type"), [("{}", "application/json"), ("{broken", "application/json"), (" ", "text/plain")])
async def test_a_route_that_reads_no_body_takes_none(shared: Service, body: str, content_type: str) -> None:
    wrong = {}
    for method, path in BODILESS:
        answer = await shared.http.request(method, with_ids(path), content=body, headers={"content-type": content_type})
        if (answer.status_code, answer.json().get("errors")) != (
            422,
            [{"path": "/body", "message": "none is read here"}],
        ):
            wrong[f"{method} {path}"] = answer.text
    assert wrong == {}
    assert len(BODILESS) > 25


ODD_IDS = (f"urn:uuid:{NOBODY}", f"{{{NOBODY}}}", NOBODY.replace("-", ""), f" {NOBODY}", NOBODY[:-1])
ODD_NUMBERS = ("+5", "5.0", "1_0", " 5", "05", "", "\u0665")


@each_row("written", ODD_IDS)
async def test_an_id_has_one_spelling(shared: Service, written: str) -> None:
    is_problem(await shared.http.get(f"/v1/patients/{written}"), 422, "invalid_request")
    journey = f"/v1/patients/{NOBODY}/your-journey"
    refused = is_problem(await shared.http.post(journey, params={"session_id": written}), 422, "invalid_request")
    assert refused["errors"][0]["path"] == "/query/session_id"


@each_row("written", ODD_NUMBERS)
async def test_a_number_has_one_spelling(shared: Service, written: str) -> None:
    path = f"/v1/patients/{NOBODY}/sessions"
    refused = is_problem(await shared.http.get(path, params={"limit": written}), 422, "invalid_request")
    assert refused["errors"][0]["path"] == "/query/limit"


async def test_the_usual_spellings_are_taken(shared: Service) -> None:
    patient = await shared.patient()
    assert (await shared.http.get(f"/v1/patients/{patient.upper()}/sessions?limit=10")).status_code == 200
    is_problem(await shared.http.get(f"/v1/patients/{patient}/sessions?limit=-1"), 422, "invalid_request")
