"""Every error is a problem with a stable code, and says nothing of what was sent."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from support.http_service import NOBODY, Service, is_problem
from support.sample_visits import visit
from support.tables import each_row

from app.logs import DiscreetFormatter
from app.store.database import connect

MARKER = "Zwiebelfisch47"
BAD_IDS = ["1", "x" * 5000, "%00", f"{NOBODY}x", "..%2f..%2fetc", "%ff%fe", "٣" * 32, "-1", "null"]


@each_row(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("GET", "/v1/patients//sessions", 404, "not_found"),
        ("POST", "/health/live", 405, "method_not_allowed"),
        ("DELETE", "/v1/costs", 405, "method_not_allowed"),
        ("PATCH", f"/v1/patients/{NOBODY}", 405, "method_not_allowed"),
        ("GET", f"/v1/sessions/{NOBODY}/mood", 405, "method_not_allowed"),
        ("TRACE", "/v1/costs", 405, "method_not_allowed"),
        ("GET", f"/v1/patients/{NOBODY}", 404, "not_found"),
        ("GET", f"/v1/patients/{NOBODY}/sessions", 404, "not_found"),
        ("GET", f"/v1/patients/{NOBODY}/your-journey", 404, "not_found"),
        ("GET", f"/v1/patients/{NOBODY}/your-journey/versions", 404, "not_found"),
        ("GET", f"/v1/patients/{NOBODY}/your-journey/versions/1", 404, "not_found"),
        ("GET", f"/v1/patients/{NOBODY}/session-bridge", 404, "not_found"),
        ("GET", f"/v1/sessions/{NOBODY}", 404, "not_found"),
        ("GET", f"/v1/runs/{NOBODY}", 404, "not_found"),
        ("GET", f"/v1/generation-metadata/{NOBODY}", 404, "not_found"),
        ("POST", f"/v1/runs/{NOBODY}/cancel", 404, "not_found"),
        ("POST", f"/v1/patients/{NOBODY}/runs", 404, "not_found"),
        ("POST", f"/v1/sessions/{NOBODY}/runs", 404, "not_found"),
        ("POST", f"/v1/sessions/{NOBODY}/mood?force=true", 404, "not_found"),
        ("DELETE", f"/v1/patients/{NOBODY}", 404, "not_found"),
        ("DELETE", f"/v1/sessions/{NOBODY}", 404, "not_found"),
        ("GET", "/v1/costs?group_by=words", 422, "invalid_request"),
    ],
)
async def test_an_error_is_a_problem(shared: Service, method: str, path: str, status: int, code: str) -> None:
    is_problem(await shared.http.request(method, path), status, code)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/costs", "GET"),
        ("PATCH", f"/v1/patients/{NOBODY}", "GET, PUT, DELETE"),
        ("POST", f"/v1/sessions/{NOBODY}", "GET, DELETE"),
        ("GET", f"/v1/sessions/{NOBODY}/mood", "POST"),
        ("DELETE", f"/v1/patients/{NOBODY}/your-journey", "GET, POST"),
        ("PUT", f"/v1/generation-metadata/{NOBODY}", "GET, PATCH"),
        ("OPTIONS", f"/v1/generation-metadata/{NOBODY}", "GET, PATCH"),
        ("POST", "/health/live", "GET"),
        ("POST", "/", "GET, HEAD"),
    ],
)
async def test_a_405_lists_every_method_of_the_path(shared: Service, method: str, path: str, allowed: str) -> None:
    answer = await shared.http.request(method, path)
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed


@each_row("bad", BAD_IDS)
@each_row(
    "path", ["/v1/patients/{}", "/v1/sessions/{}", "/v1/runs/{}", "/v1/generation-metadata/{}", "/v1/sessions/{}/mood"]
)
async def test_an_id_that_is_none_is_refused(shared: Service, path: str, bad: str) -> None:
    answer = await shared.http.request("POST" if "mood" in path else "GET", path.format(bad))

    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert bad not in answer.text or len(bad) < 5


async def test_nothing_that_was_sent_is_said_again(
    shared: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    patient, session = await shared.visited()
    path, one = f"/v1/patients/{patient}/sessions/{session}", visit(1)["segments"][0]
    day = "2026-05-07"
    bodies: list[Any] = [
        {MARKER: MARKER},
        MARKER,
        [MARKER],
        {"session_date": MARKER, "segments": MARKER},
        {"session_date": day, "segments": [{**one, "start": MARKER, "end": MARKER, "text": [MARKER]}]},
        {"session_date": day, "segments": [{**one, "text": f"{MARKER}\x00"}]},
        {"session_date": day, "segments": [one], "speaker_roles": {MARKER: MARKER}},
        {"session_date": day, "segments": [one], "speaker_roles": {f"{MARKER}\x00": "patient"}},
        {"session_date": day, "segments": [{**one, "speaker": MARKER * 50}]},
    ]
    answers = [await shared.http.put(path, json=body) for body in bodies]
    answers += [await shared.http.put(f"/v1/patients/{patient}", json={MARKER: MARKER})]
    answers += [
        await shared.http.patch(f"/v1/generation-metadata/{NOBODY}", json={MARKER: MARKER, "model_used": [MARKER]})
    ]
    answers += [
        await shared.http.put(path, content=f'{{"{MARKER}": {MARKER}', headers={"content-type": "application/json"})
    ]
    answers += [await shared.http.put(path, content=MARKER, headers={"content-type": f"text/{MARKER}"})]
    answers += [await shared.http.get(f"/v1/patients/{MARKER}"), await shared.http.get(f"/{MARKER}")]
    for query in ("model_tier", "override_model", "force", "strategy", "session_id"):
        answers += [await shared.http.post(f"/v1/patients/{patient}/your-journey", params={query: MARKER})]
    answers += [await shared.http.get(f"/v1/patients/{patient}/sessions", params={"cursor": MARKER, "limit": MARKER})]
    answers += [await shared.http.get("/v1/costs", params={"group_by": MARKER})]

    assert {answer.status_code for answer in answers} <= {404, 409, 415, 422}
    assert not [answer.text for answer in answers if MARKER in answer.text]
    assert MARKER not in "".join(record.getMessage() for record in caplog.records if _ours(record))


def _ours(record: logging.LogRecord) -> bool:
    """The clients that send it, here, may say so; of the access log see test_logs."""
    return not record.name.startswith(("httpx", "httpcore", "asyncio", "uvicorn.access"))


async def test_a_fault_of_ours_says_no_more_than_that(
    shared: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(*_: Any) -> None:
        raise RuntimeError(MARKER)

    monkeypatch.setattr("app.api.patients.load_visit_state", fault)

    answer = await shared.http.get(f"/v1/sessions/{uuid4()}")

    is_problem(answer, 500, "internal")
    written = "".join(DiscreetFormatter().format(record) for record in caplog.records)
    assert "RuntimeError" in written
    assert MARKER not in answer.text + written
    assert "Traceback" not in answer.text + written
    assert Path(__file__).name in written


async def test_a_problem_names_the_place_of_each_fault(shared: Service) -> None:
    patient = await shared.patient()
    broken = {"session_date": "2026-05-07", "segments": [{"start": 2, "end": 1, "text": "a", "speaker": "A"}]}

    answer = await shared.http.put(f"/v1/patients/{patient}/sessions/{uuid4()}", json=broken)

    assert is_problem(answer, 422, "invalid_request")["errors"] == [
        {"path": "/body/segments/0", "message": "ends before it starts"}
    ]


async def test_a_thousand_faults_are_told_as_twenty(shared: Service) -> None:
    patient = await shared.patient()
    broken = {"session_date": "2026-05-07", "segments": [{}] * 1000}

    answer = await shared.http.put(f"/v1/patients/{patient}/sessions/{uuid4()}", json=broken)

    assert len(is_problem(answer, 422, "invalid_request")["errors"]) == 20


async def test_a_database_that_is_away_is_a_503_that_says_so(service: Service, database_url: str) -> None:
    name = urlsplit(database_url).path.removeprefix("/")
    await service.database.close()
    async with connect(database_url.replace(name, "postgres"), isolation_level="AUTOCOMMIT") as connection:
        await connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await connection.exec_driver_sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )

    answers = [await service.http.get(f"/v1/patients/{NOBODY}") for _ in range(20)]
    ready = await service.http.get("/health/ready")

    for answer in answers:
        is_problem(answer, 503, "database_unavailable")
        assert int(answer.headers["retry-after"]) > 0
    assert (ready.status_code, ready.json()["checks"]["database"]) == (503, False)
    assert (await service.http.get("/health/live")).status_code == 200
