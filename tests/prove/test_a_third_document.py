"""One generator file and one migration are all that a further versioned document needs.

The house is copied, the two files are put into the copy, and the copy is served by a process of its own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]

GENERATOR = '''
"""A care plan: what is to be practised over the next months."""

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.generators.result_use import PatientDocument
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer
from app.therapy.fence import fence, note_lines
from app.therapy.visit import Visit


class CarePlan(Answer):
    """What is to be practised."""

    steps: list[Plain] = Field(max_length=5)
    """Each in one sentence."""


class CarePlanWriter(BaseAIGenerator[ClientType, CarePlan]):
    """Writes the next version of the care plan."""

    TASK_NAME = "care_planning"
    ROUTE = "care-plan"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"),)
    LABEL = "Care plan"
    DOCUMENT = PatientDocument("care_plan", name="plan", field="plan")

    def instructions(self) -> str:
        return prompt("Name up to five steps to practise.", ROOM_FOR_NOTHING, PLAINLY, DATA_ONLY)

    def show(self, visit: Visit) -> str:
        return fence("notes", note_lines(visit.notes))
'''

MIGRATION = '''
"""The care plan's tables."""

from alembic import op

revision = "900"
down_revision = "HEAD"
branch_labels = None
depends_on = None

UPGRADE = """
CREATE TABLE patient_care_plan (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL UNIQUE REFERENCES patients(id) ON DELETE CASCADE,
    current_version_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    versions_made integer NOT NULL DEFAULT 0
);
CREATE TABLE care_plan_versions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
    care_plan_id uuid NOT NULL REFERENCES patient_care_plan(id) ON DELETE CASCADE,
    version_number integer NOT NULL,
    care_plan_data jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE patient_care_plan ADD FOREIGN KEY (current_version_id)
    REFERENCES care_plan_versions(id) ON DELETE SET NULL;
ALTER TABLE generation_metadata
    ADD COLUMN care_plan_version_id uuid UNIQUE REFERENCES care_plan_versions(id) ON DELETE CASCADE,
    DROP CONSTRAINT generation_metadata_one_version_check,
    ADD CONSTRAINT generation_metadata_one_version_check CHECK
        (num_nonnulls(your_journey_version_id, session_bridge_version_id, care_plan_version_id) = 1)
"""


def upgrade() -> None:
    for statement in UPGRADE.split(";"):
        op.execute(statement)
'''

PROGRAM = """
import asyncio, json, os
from uuid import uuid4

from support.platform_tables import config_on
from support.sample_visits import visit

from alembic import command
from app.pipeline.graph import tasks
from app.serving import serving_privately
from app.settings import Settings
from app.store import migrations, patients, versions
from app.store.database import Database, connected


async def proved():
    url = os.environ["DATABASE_URL"]
    await migrations.migrate(url)
    async with connected(url) as connection:
        await connection.run_sync(lambda each: command.check(config_on(each)))
    patient, session = uuid4(), uuid4()
    async with serving_privately(Settings(), url) as http:
        await http.put(f"/v1/patients/{patient}", json={})
        await http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit())
        path = f"/v1/patients/{patient}/care-plan"
        found = {"before": (await http.get(path)).json()["code"], "page": (await http.get("/web/tasks.js")).text}
        database = Database(url)
        document = versions.document("care_plan")
        async with database.transaction() as db:
            await patients.lock(db, patient)
            await versions.add(db, document, patient, {"steps": ["Walk."]}, {"last_session_id": session})
            await versions.point_forward(db, document, patient)
        found["current"] = (await http.get(path)).json()
        found["listed"] = len((await http.get(f"{path}/versions")).json()["items"])
        found["erased"] = (await http.delete(f"/v1/sessions/{session}")).status_code
        found["after"] = (await http.get(path)).json()["code"]
        found["routes"] = [each for each in (await http.get("/openapi.json")).json()["paths"] if "care-plan" in each]
        await database.close()
    return found


print(json.dumps({"tasks": tasks(), **asyncio.run(proved())}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, module_database_url: str) -> Any:
    """What the copy with the two files says of itself."""
    house = tmp_path_factory.mktemp("house")
    for name in ("app", "alembic"):
        shutil.copytree(TESTS.parent / name, house / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TESTS.parent / "alembic.ini", house)
    head = sorted((house / "alembic" / "versions").glob("0*.py"))[-1].name[:3]
    (house / "app" / "generators" / "wave_3" / "care_plan_writer.py").write_text(GENERATOR.lstrip(), encoding="utf-8")
    migration = MIGRATION.lstrip().replace("HEAD", head)
    (house / "alembic" / "versions" / "900_care_plan.py").write_text(migration, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{house}:{TESTS}", "DATABASE_URL": module_database_url}
    command = [sys.executable, "-c", PROGRAM]
    ran = subprocess.run(command, cwd=house, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_it_has_its_routes(told: Any) -> None:
    path = "/v1/patients/{patient_id}/care-plan"
    numbered = f"{path}/versions/{{number}}"
    assert sorted(told["routes"]) == [path, f"{path}/versions", numbered, f"{numbered}/release"]


def test_its_versions_are_kept_shown_and_erased(told: Any) -> None:
    assert (told["before"], told["listed"], told["erased"], told["after"]) == ("not_yet", 1, 204, "not_yet")
    assert told["current"]["plan"] == {"steps": ["Walk."]}
    assert told["current"]["metadata"]["version_number"] == 1


def test_it_is_a_step_and_the_page_knows_its_name(told: Any) -> None:
    assert "care_planning" in told["tasks"]
    assert '"name":"Care plan","event":"CARE_PLAN_GENERATION"' in told["page"]
