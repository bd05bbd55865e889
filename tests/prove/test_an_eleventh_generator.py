"""Its file is all that an added generator needs.

The house is copied, the file put into a wave's folder of the copy, and the copy served by a process of its own, so
that no other test meets an eleventh task.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.generators.registry import generators
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.store.database import Database

pytestmark = pytest.mark.quick

TESTS = Path(__file__).parents[1]
TASK, ROUTE, EVENT = "gratitude_search", "gratitude", "GRATITUDE_SEARCH"

ELEVENTH = '''
"""What the patient is grateful for."""

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of, roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Quotation
from app.therapy.fence import fence, spoken_lines
from app.therapy.visit import Visit

MAX_THANKS = 3
THANKS_CHARS = 90


class Thanks(Quotation):
    """Something that the patient is grateful for."""

    text: Plain = Field(max_length=THANKS_CHARS)
    """What it is."""


class Gratitude(Answer):
    """What the patient is grateful for."""

    thanks: list[Thanks] = Field(max_length=MAX_THANKS)
    """Each once."""


class GratitudeFinder(BaseAIGenerator[ClientType, Gratitude]):
    """Finds what the patient is grateful for."""

    TASK_NAME = "gratitude_search"
    ROUTE = "gratitude"
    GRADE = Grade.JUDGE
    NEEDS = (roles(), result_of("mood_analysis"))

    def instructions(self) -> str:
        limits = f"At most {MAX_THANKS} things of at most {THANKS_CHARS} characters."
        return prompt("Find what the patient is grateful for.", limits, QUOTING, ROOM_FOR_NOTHING, PLAINLY, DATA_ONLY)

    def show(self, visit: Visit) -> str:
        return fence("transcript", spoken_lines(visit.transcript, visit.roles))
'''

PROGRAM = """
import asyncio, json, os
from uuid import uuid4

from support.sample_visits import visit

import app
from app.generators.registry import generators
from app.pipeline.graph import tasks, wave_table
from app.serving import serving_privately
from app.settings import Settings


def told(answer):
    return {"status": answer.status_code, **answer.json()}


async def asked():
    patient, session = uuid4(), uuid4()
    async with serving_privately(Settings(), os.environ["DATABASE_URL"]) as http:
        await http.put(f"/v1/patients/{patient}", json={})
        await http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit())
        path = f"/v1/sessions/{session}/gratitude"
        said = {"openapi": (await http.get("/openapi.json")).json(), "tiers": (await http.get("/v1/tiers")).json()}
        said["too_early"] = told(await http.post(path))
        said["mood"] = told(await http.post(f"/v1/sessions/{session}/mood"))["status"]
        said["refused"] = told(await http.post(path))
        run = (await http.post(f"/v1/sessions/{session}/runs")).json()["run_id"]
        while (found := told(await http.get(f"/v1/runs/{run}")))["status"] in {"queued", "running", 200}:
            await asyncio.sleep(0.05)
        return {**said, "run": found}


heir = generators()["gratitude_search"]
facts = {"house": app.__file__, "tasks": tasks(), "table": wave_table(), "event": heir.declared.event}
print(json.dumps({**facts, "wave": heir.declared.wave, **asyncio.run(asked())}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one file more."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(TESTS.parent / "app", copy / "app", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "app" / "generators" / "wave_1" / "gratitude_finder.py").write_text(ELEVENTH.lstrip(), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def told(house: Path, module_database_url: str) -> Any:
    """What the copy says of itself."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{house}:{TESTS}", "DATABASE_URL": module_database_url}
    env["PLAY_RECORDED"] = "false"
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=house, env=env, capture_output=True, text=True, check=False, timeout=600
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert Path(said["house"]).is_relative_to(house)
    return said


def test_it_has_its_route(told: Any) -> None:
    operation = told["openapi"]["paths"][f"/v1/sessions/{{session_id}}/{ROUTE}"]["post"]
    assert operation["operationId"] == TASK
    assert operation["summary"] == "Finds what the patient is grateful for."


def test_its_event_is_its_task_name_in_capitals(told: Any) -> None:
    assert (told["event"], told["wave"]) == (EVENT, 1)


async def test_its_progress_is_told_under_that_name(told: Any, module_database_url: str) -> None:
    database = Database(module_database_url)
    async with database.snapshot() as db:
        query = text("SELECT status FROM pipeline_events WHERE event = :event AND run_id = :run ORDER BY number")
        rows = (await db.execute(query, {"event": EVENT, "run": told["run"]["run_id"]})).scalars().all()
    await database.close()
    assert rows == ["started", "failed"]


def test_it_has_its_place_in_the_graph(told: Any) -> None:
    tasks = told["tasks"]
    assert set(tasks) == {*generators(), TASK}
    assert tasks.index("mood_analysis") < tasks.index(TASK)
    row = f"| {TASK} | 1 | roles: given, or speaker_labeling ended; the result of mood_analysis |"
    assert row in told["table"].splitlines()


def test_it_has_a_model_at_every_tier(told: Any) -> None:
    for tier in ModelTier:
        rows = told["tiers"]["tiers"][tier.value]
        judge = choose_model("breakthrough_detection", tier)
        assert set(rows) == {*generators(), TASK}
        assert (rows[TASK]["grade"], rows[TASK]["model"]) == ("judge", judge.model)


def test_what_it_needs_is_asked_for_first(told: Any) -> None:
    assert (told["too_early"]["status"], told["too_early"]["code"]) == (409, "inputs_missing")
    assert "mood_analysis" in json.dumps(told["too_early"])


def test_the_offline_engine_refuses_what_it_does_not_know(told: Any) -> None:
    assert told["mood"] == 200
    refused = told["refused"]
    assert (refused["status"], refused["code"], refused["reason"]) == (502, "model_failed", "unknown_task")


def test_a_run_takes_its_step_and_loses_no_other_by_it(told: Any) -> None:
    steps = {step["task"]: step for step in told["run"]["steps"]}
    assert steps[TASK]["status"] == "failed"
    assert [task for task, step in steps.items() if step["status"] == "failed"] == [TASK]


def test_nothing_of_it_is_known_here(told: Any) -> None:
    assert told
    assert TASK not in generators()
