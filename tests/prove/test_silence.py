"""Silence stays silent: where too little was said nothing is written."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.http_service import Json, Service, is_problem, path_of, serve
from support.sample_visits import segments

from app.generators.registry import generators_by_task

TEXTS = Path(__file__).parents[1] / "texts"
SHORT = json.loads((TEXTS / "short_conversations.json").read_text(encoding="utf-8"))
ANNOMI = json.loads((TEXTS / "annomi_short.json").read_text(encoding="utf-8"))
SHORTER_THAN = 300
TURNS = 10
ROLES = {"T": "therapist", "P": "patient"}
DOCUMENTS = ("your-journey", "session-bridge")
SCREEN = "risk_screen"
LETTER = "prose_generation"
"""Which takes a model: where there is enough for it, the built-in engine says so."""
NOT_ASSESSED = {"state": "not_assessed", "findings": []}
OPEN = {"state": "indeterminate", "findings": []}
LATER = {"action_summary", "progress_note", "session_insights", "roadmap_generation", "session_bridge_generation"}
"""What the lists of expected states leave out: all of it rests on what they name."""


@dataclass
class Taken:
    """A conversation's visit after everything was asked of it: each task's result, or why there is none."""

    patient: str
    session: str
    told: dict[str, Any]

    def state(self, task: str) -> str:
        told = self.told[task]
        return "result" if isinstance(told, dict) else str(told)


@pytest.fixture(scope="module")
async def service(module_database_url: str) -> AsyncIterator[Service]:
    async with serve(module_database_url) as service:
        yield service


@pytest.fixture(scope="module")
async def short(service: Service) -> dict[str, Taken]:
    async with asyncio.TaskGroup() as group:
        begun = {talk["id"]: group.create_task(taken(service, said(talk), ROLES)) for talk in SHORT}
    return {name: task.result() for name, task in begun.items()}


@pytest.fixture(scope="module")
async def real(service: Service) -> dict[str, Taken]:
    truth, talks = annomi("truth.json"), {name: first_turns(annomi(name)["segments"]) for name in ANNOMI}
    speakers = {name: {segment["speaker"] for segment in talk} for name, talk in talks.items()}
    roles = {
        name: {speaker: "therapist" if speaker == truth[name[:-5]]["therapist"] else "patient" for speaker in both}
        for name, both in speakers.items()
    }
    return {name: await taken(service, talk, roles[name]) for name, talk in talks.items()}


def annomi(name: str) -> Any:
    where = os.environ.get("THERABRIDGE_TEST_DATA")
    if not where or not (Path(where) / "annomi").is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    return json.loads((Path(where) / "annomi" / name).read_text(encoding="utf-8"))


def said(talk: Json) -> list[Json]:
    return segments([(turn["speaker"], turn["text"]) for turn in talk["turns"]])


def first_turns(talk: list[Json]) -> list[Json]:
    """The segments of the first ten turns; who goes on speaking goes on with a turn."""
    turns = groupby(talk, key=lambda segment: segment["speaker"])
    return [segment for _, turn in islice(turns, TURNS) for segment in turn]


async def taken(service: Service, talk: list[Json], roles: dict[str, str]) -> Taken:
    """Everything asked of one visit, as far as there is something to ask about."""
    patient = await service.patient()
    session = await service.visit(patient, segments=talk, speaker_roles=roles)
    told = {}
    for task in generators_by_task():
        path, params = path_of(task, patient, session)
        told[task] = what_is_told(await service.http.post(path, params=params))
    return Taken(patient, session, told)


def what_is_told(answer: httpx.Response) -> Any:
    """A result, or the reason why there is none: that of the envelope, or too little in a task that it rests on."""
    body = answer.json()
    if body.get("code") == "inputs_missing":
        return "insufficient_data"
    if answer.status_code != 200:
        return str(body["code"])
    nothing = {"insufficient_data", "roles_unknown", "held", "withheld", "needs_a_model"}
    assert (body["result"] is None) is (body["reason"] in nothing)
    return body["reason"] if body["result"] is None else body["result"]


def is_as_expected(talk: Taken, task: str, expected: str) -> bool:
    """Whether a task came to the listed state. Where none was found, saying so and saying nothing are both right."""
    if expected == "not_assessed":
        return bool(talk.told[task] == NOT_ASSESSED)
    if expected == "none_found":
        return talk.told[task] in ("insufficient_data", {"breakthrough": None})
    if task == LETTER and expected == "result":
        return talk.state(task) == "needs_a_model"
    return expected == "either" or talk.state(task) == expected


def unexpected(found: Taken, expected: Json) -> dict[str, Any]:
    """What a conversation's tasks are told as, where that is not what a reader expects."""
    return {task: found.told[task] for task, state in expected.items() if not is_as_expected(found, task, state)}


@pytest.mark.quick
def test_short_conversations_have_the_results_that_a_reader_expects(short: dict[str, Taken]) -> None:
    misses = {talk["id"]: unexpected(short[talk["id"]], talk["expected"]) for talk in SHORT}
    assert {name: found for name, found in misses.items() if found} == {}


def test_beginnings_of_real_conversations_have_the_results_that_a_reader_expects(real: dict[str, Taken]) -> None:
    misses = {name: unexpected(real[name], expected) for name, expected in ANNOMI.items()}
    assert {name: found for name, found in misses.items() if found} == {}


def test_every_short_file_has_its_expected_states() -> None:
    annomi("truth.json")
    files = sorted((Path(os.environ["THERABRIDGE_TEST_DATA"]) / "annomi").glob("[0-9]*.json"))
    words = {file.name: sum(len(s["text"].split()) for s in annomi(file.name)["segments"]) for file in files}
    assert {name for name, count in words.items() if count < SHORTER_THAN} == set(ANNOMI)
    assert {task for states in ANNOMI.values() for task in states} | LATER | {"speaker_labeling"} == set(
        generators_by_task()
    )


def test_nothing_rests_on_what_was_not_found(short: dict[str, Taken]) -> None:
    for talk in short.values():
        if talk.state("deep_analysis") == "insufficient_data":
            after = {"prose_generation", "session_insights", "roadmap_generation", "session_bridge_generation"}
            assert {talk.state(task) for task in after} == {"insufficient_data"}
        if talk.state("topic_extraction") == "insufficient_data":
            assert talk.state("action_summary") == "insufficient_data"


def test_no_danger_is_read_into_a_short_conversation(short: dict[str, Taken]) -> None:
    assert {name for name, talk in short.items() if talk.told[SCREEN] != NOT_ASSESSED} == set()


async def test_where_too_little_was_said_there_is_no_artifact(service: Service, short: dict[str, Taken]) -> None:
    nothing = [talk for talk in short.values() if talk.state("deep_analysis") == "insufficient_data"]
    assert len(nothing) >= 15
    for talk in nothing:
        for route in DOCUMENTS:
            is_problem(await service.http.get(f"/v1/patients/{talk.patient}/{route}"), 404, "not_yet")
            assert (await service.get(f"/patients/{talk.patient}/{route}/versions"))["items"] == []
    written = "SELECT patient_id FROM {0} WHERE patient_id = ANY(CAST(:patients AS uuid[]))"
    for table in ("your_journey_versions", "session_bridge_versions"):
        assert await service.rows(written.format(table), patients=[talk.patient for talk in nothing]) == []


async def test_what_is_stored_of_it_is_that_there_was_nothing(service: Service, short: dict[str, Taken]) -> None:
    stored = "SELECT result, evidence, generation_metadata_id FROM generations WHERE state = 'insufficient'"
    rows = await service.rows(stored)
    assert len(rows) > len(short)
    assert {(row["result"], str(row["evidence"]), row["generation_metadata_id"]) for row in rows} == {
        (None, "[]", None)
    }


def test_what_is_told_is_never_about_somebody_else(short: dict[str, Taken]) -> None:
    """Who is who may be told, and then rightly."""
    told = [talk.told["speaker_labeling"] for talk in short.values()]
    for labels in told:
        assert labels == "roles_unknown" or labels["roles"].items() <= ROLES.items()
