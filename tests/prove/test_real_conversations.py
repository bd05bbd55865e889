"""Real conversations, short and long, one visit each: all of them go through the waves without a failure."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from support.http_service import Json, Service, serve

from app.generators.registry import generators

VISITS_EACH = 4
"""The 44 conversations make eleven patients."""


@dataclass
class Taken:
    """What became of all conversations: runs, and every visit as it is told."""

    runs: list[Json]
    visits: list[Json]


def conversations() -> list[Json]:
    where = os.environ.get("THERABRIDGE_TEST_DATA")
    if not where or not (Path(where) / "annomi").is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    paths = sorted((Path(where) / "annomi").glob("[0-9]*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


@pytest.fixture(scope="module")
async def taken(module_database_url: str) -> AsyncIterator[Taken]:
    talks = conversations()
    async with serve(module_database_url) as service:
        some = [talks[start : start + VISITS_EACH] for start in range(0, len(talks), VISITS_EACH)]
        done = await asyncio.gather(*(through_the_waves(service, few) for few in some))
        yield Taken([run for run, _ in done], [visit for _, visits in done for visit in visits])


async def through_the_waves(service: Service, talks: list[Json]) -> tuple[Json, list[Json]]:
    patient, sessions = await service.patient(), []
    for month, talk in enumerate(talks, 1):
        sessions.append(str(uuid4()))
        body = {"session_date": f"2026-{month:02}-01T10:00:00Z", "segments": talk["segments"]}
        answer = await service.http.put(f"/v1/patients/{patient}/sessions/{sessions[-1]}", json=body)
        assert answer.status_code == 201, answer.text
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    return run, [await service.get(f"/sessions/{session}") for session in sessions]


async def test_all_of_them_go_through_without_a_failure(taken: Taken) -> None:
    assert len(taken.visits) == 44
    assert {run["status"] for run in taken.runs} == {"completed"}
    ended = Counter(step["status"] for run in taken.runs for step in run["steps"])
    assert ended.keys() <= {"success", "insufficient"}
    assert ended.total() == 44 * len(generators())


async def test_what_is_too_short_says_so_and_nothing_else(taken: Taken) -> None:
    told = [envelope for visit in taken.visits for envelope in visit["results"].values() if envelope]
    for envelope in told:
        nothing = envelope["reason"] in {"insufficient_data", "roles_unknown", "needs_a_model"}
        assert nothing is (envelope["result"] is None)
    assert {envelope["task"] for envelope in told if envelope["result"]} == {*generators()} - {"prose_generation"}
    assert any(envelope["reason"] == "insufficient_data" for envelope in told)


async def test_every_quote_is_the_transcripts_own(taken: Taken) -> None:
    segments = {visit["session_id"]: visit["segments"] for visit in taken.visits}
    checked = 0
    for visit in taken.visits:
        for envelope in filter(None, visit["results"].values()):
            for item in envelope["evidence"]:
                said = segments[item["session_id"]][item["segment"]]
                assert said["text"][item["char_start"] : item["char_end"]] == item["quote"]
                checked += 1
    assert checked > 300
