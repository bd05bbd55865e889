"""At LOG_LEVEL=DEBUG too, no log line holds what was said, what a model wrote, or a key: results that quote are forced
through every path, good ones and broken ones."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from support.http_service import Json, Service, serve
from support.process_logs import process_log
from support.sample_visits import GIVEN, visit

from app.generators.registry import generators
from app.offline.fault_injection import Fault, FaultPlan
from app.offline.transport import OfflineTransport

WORD = "zwiebelfisch"
SENTENCE = f"I realised that I feel sad and lonely because of my {WORD}, and I want to sleep without the {WORD}."
KEY = "tb_zwiebelkey"
BROKEN = [Fault.MALFORMED, Fault.DUPLICATE_KEYS, Fault.OUT_OF_RANGE, Fault.INVENTED_QUOTES, Fault.BREAKS_OFF]
BROKEN += [Fault.NOT_JSON, Fault.CUT_OFF, Fault.CONTENT_FILTER, Fault.EMPTY]


def body(number: int) -> Json:
    """A visit in which the patient says the sentence three times."""
    handed = visit(number, speaker_roles=GIVEN)
    for segment in [each for each in handed["segments"] if GIVEN[each["speaker"]] == "patient"][:3]:
        segment["text"] = f"{SENTENCE} {segment['text']}"
    return handed


def path_of(task: str, patient: str, session: str) -> str:
    heir = generators()[task]
    owner = f"patients/{patient}" if heir.declared.wave == 3 else f"sessions/{session}"
    return f"/v1/{owner}/{heir.ROUTE}"


async def every_good_path(service: Service, patient: str, session: str) -> str:
    """All that a result passes through on its way to a caller, and what was told."""
    told = []
    for task in generators():
        told.append((await service.http.post(path_of(task, patient, session))).text)
    stream = {"accept": "text/event-stream"}
    for task in ("roadmap_generation", "session_bridge_generation"):
        asked = path_of(task, patient, session)
        told.append((await service.http.post(asked, params={"force": True}, headers=stream)).text)
    run = await service.run(f"/patients/{patient}", force=True)
    await service.ended(run["run_id"])
    documents = [f"/patients/{patient}/{name}" for name in ("your-journey", "session-bridge")]
    shown = [f"/sessions/{session}", f"/patients/{patient}/risk", f"/runs/{run['run_id']}/events", *documents]
    for path in (*shown, *(f"{document}/versions" for document in documents), "/costs", "/tiers"):
        told.append((await service.http.get(f"/v1{path}")).text)
    return "".join(told)


async def every_bad_request(service: Service, patient: str, session: str) -> None:
    """What is refused, the words in every place of it."""
    path = f"/v1/patients/{patient}/sessions/{session}"
    twice = f'{{"{WORD}": 1, "{WORD}": "{WORD}"}}'
    headers = {"content-type": "application/json"}
    for content in (WORD, twice, json.dumps({WORD: WORD}), json.dumps({**body(1), "session_date": WORD})):
        await service.http.put(path, content=content, headers=headers)
    await service.http.get("/v1/costs", params={WORD: WORD, "group_by": WORD})
    await service.http.get("/v1/costs", headers={"origin": f"https://{WORD}.example"})
    await service.http.get("/v1/costs", headers={"authorization": f"Bearer {WORD}"})
    (row,) = await service.rows("SELECT id FROM generation_metadata LIMIT 1")
    edit = {"metadata_json": {WORD: SENTENCE}}
    answer = await service.http.patch(f"/v1/generation-metadata/{row['id']}", json=edit)
    assert answer.status_code == 200
    await service.http.patch(f"/v1/generation-metadata/{row['id']}", json={WORD: WORD})


@pytest.fixture
def at_debug(caplog: pytest.LogCaptureFixture) -> Callable[[], Any]:
    """The process's own log; pytest's handlers keep out of it."""
    caplog.handler.setLevel(logging.CRITICAL + 1)
    return lambda: process_log("DEBUG")


def nothing_of_it(written: str) -> None:
    lines = [line for line in written.splitlines() if WORD in line.lower() or KEY in line]
    assert lines == []
    assert "Traceback" not in written


async def test_good_results_and_bad_requests_leave_no_words_in_the_log(
    database_url: str, at_debug: Callable[[], Any]
) -> None:
    with at_debug() as log:
        logging.getLogger("app.probe").debug("debug lines of ours are written")
        async with serve(database_url, service_api_keys=[SecretStr(KEY)]) as service:
            service.http.headers["authorization"] = f"Bearer {KEY}"
            patient = await service.patient()
            session = await service.visit(patient, **body(1))
            told = await every_good_path(service, patient, session)
            await every_bad_request(service, patient, session)
            await service.http.delete(f"/v1/sessions/{session}")
            await service.http.delete(f"/v1/patients/{patient}")
    assert told.count(WORD) > 20, "results quote it"
    assert "debug lines of ours are written" in log.getvalue()
    nothing_of_it(log.getvalue())


async def test_broken_answers_leave_no_words_in_the_log(database_url: str, at_debug: Callable[[], Any]) -> None:
    with at_debug() as log:
        async with serve(database_url) as service:
            for fault in BROKEN:
                service.engine.reset(FaultPlan(faults=[fault] * 40))
                patient = await service.patient()
                session = await service.visit(patient, **body(1))
                for task in ("mood_analysis", "topic_extraction", "risk_screen", "breakthrough_detection"):
                    await service.http.post(path_of(task, patient, session))
                assert service.asked > 1, fault
    nothing_of_it(log.getvalue())


class Quoting(OfflineTransport):
    """A server of models that fails and says why in the patient's words."""

    status = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.status == 0:
            raise RuntimeError(SENTENCE)
        problem = {"error": {"message": SENTENCE, "code": WORD, "type": WORD}}
        return httpx2.Response(self.status, json=problem, request=request)


async def test_a_server_that_quotes_in_its_errors_is_not_quoted(database_url: str, at_debug: Callable[[], Any]) -> None:
    model = Quoting()
    with at_debug() as log:
        async with serve(database_url, transport=model) as service:
            for model.status in (0, 200, 400, 429, 500):
                patient = await service.patient()
                session = await service.visit(patient, **body(1))
                answer = await service.http.post(path_of("mood_analysis", patient, session))
                assert answer.status_code in {500, 502, 503}, model.status
                assert WORD not in answer.text, model.status
    nothing_of_it(log.getvalue())


async def test_a_fault_of_ours_that_quotes_is_not_quoted(
    database_url: str, at_debug: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> AsyncIterator[Any]:
        raise RuntimeError(SENTENCE)

    with at_debug() as log:
        async with serve(database_url) as service:
            patient = await service.patient()
            session = await service.visit(patient, **body(1))
            monkeypatch.setattr("app.pipeline.execution.task_attempt.collect", fails)
            answer = await service.http.post(path_of("mood_analysis", patient, session))
            assert (answer.status_code, WORD in answer.text) == (500, False)
            run = await service.run(f"/sessions/{session}")
            assert (await service.ended(run["run_id"]))["status"] == "failed"
    assert "RuntimeError" in log.getvalue()
    nothing_of_it(log.getvalue())
