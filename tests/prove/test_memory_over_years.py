"""What is remembered when a therapy goes on for years: prompts stay short, a disclosure stays in them."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline
from support.stored_rows import add_result

from app.generators.registry import generators
from app.llm.tokens import count_tokens
from app.pipeline.input.generator_input import GeneratorInput, assemble, collect
from app.pipeline.input.staleness import fingerprint
from app.pipeline.runs.run_executor import execute_run
from app.sample.visits import sample_visits

pytestmark = pytest.mark.timeout(600)

FEW, MANY = 10, 200
DISCLOSED = 3
"""The visit in which the patient tells of thoughts of death."""
MAX_GROWTH = 1.10
BEGUN = datetime(2020, 1, 6, 10, tzinfo=UTC)
DISCLOSURE = "On two nights the patient thought about ending their own life; they agreed to ring their sister then."
TERSE = (
    "Sleeps badly after calls with the father.",
    "Asked a colleague once; nobody had noticed.",
    "Keeps a line a day on the calendar.",
)
DETAILED = (
    "The patient takes a colleague's silence for anger and stays late to make up for it; asking once, in March, showed"
    " that nobody had noticed. Checking with one question helps more than explaining.",
    "Sleep is best on days with a walk before supper and worst after phone calls with the father, which the patient"
    " now keeps to Sundays.",
    "Writing down the worry before bed was tried on three evenings and then dropped because it felt like homework; a"
    " single line on the kitchen calendar was kept up.",
    "The patient holds that being of use is the only reason why others stay. It shows at work and with the sister, and"
    " was questioned by the patient for the first time over the birthday.",
)
DENIED = ("Asked as in every visit, the patient denies any thoughts of suicide; work was heavy.", *DETAILED)
LATER = [task for task, heir in generators().items() if heir.declared.wave > 1]


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[PipelineProcess]:
    async with running_pipeline(database_url) as works:
        yield works


@dataclass
class Years:
    """A patient with insights of `visits` weekly visits; the last two have a whole transcript and an analysis."""

    works: PipelineProcess
    visits: list[UUID]

    async def material(self, number: int, task: str) -> GeneratorInput:
        """What a task is shown of the visit of that number."""
        standing = await self.works.standing(self.visits[number - 1])
        async with self.works.context.database.snapshot() as db:
            return assemble(await collect(db, standing, task, "hierarchical", 128_000, ("Walk before supper",)))


async def lived(works: PipelineProcess, count: int, told: Sequence[str] = DETAILED) -> Years:
    patient, visits = await works.patient(), list[UUID]()
    whole = sample_visits()[3].body["segments"]
    for number in range(1, count + 1):
        more: dict[str, Any] = {"segments": whole} if number > count - 2 else {}
        day = (BEGUN + timedelta(weeks=number)).isoformat()
        visits.append(await works.visit(patient, 1 + number % 3, session_date=day, **more))
        await insights(works, patient, visits[-1], [DISCLOSURE, *told] if number == DISCLOSED else told)
        found = {"breakthrough": {"label": "Is of use"}} if number % 40 == 0 else {"breakthrough": None}
        await add_result(works.context.database, patient, visits[-1], "breakthrough_detection", result=found)
    for session in visits[-2:]:
        await works.analysed(session)
        for task in ("progress_note", "prose_generation", "roadmap_generation", "session_bridge_generation"):
            await works.done(session, task)
    return Years(works, visits)


async def insights(works: PipelineProcess, patient: UUID, session: UUID, told: Sequence[str]) -> None:
    said = {"session_id": str(session), "quote": "I", "segment": 1, "char_start": 0, "char_end": 1}
    held = {**said, "start": 5.0, "end": 9.5, "speaker": "B"}
    evidence = [{**held, "path": f"/insights/{place}"} for place in range(len(told))]
    sources = {str(session): fingerprint((await works.standing(session)).ground, "session_insights")}
    row = {"result": {"insights": list(told)}, "evidence": evidence, "sources": sources}
    await add_result(works.context.database, patient, session, "session_insights", **row)


def sent(works: PipelineProcess) -> dict[str, int]:
    """Tokens of the last prompt of each task: instructions, schema, and what was shown."""
    tokens = {}
    for call in works.conduct.calls:
        body = json.loads(call)
        schema = body["response_format"]["json_schema"]
        parts = [message["content"] for message in body["messages"]] + [json.dumps(schema["schema"])]
        tokens[schema["name"]] = sum(map(count_tokens, parts))
    return tokens


@pytest.mark.parametrize("told", [TERSE, DETAILED, DENIED], ids=["terse", "detailed", "denied"])
async def test_prompts_of_two_hundred_visits_are_hardly_longer_than_of_ten_and_hold_a_disclosure_of_the_third(
    works: PipelineProcess, told: Sequence[str]
) -> None:
    await lived(works, FEW, told)
    few = sent(works)
    works.conduct.calls.clear()
    years = await lived(works, MANY, told)
    many = sent(works)
    assert len((await years.material(MANY, "deep_analysis")).visit.memory.sessions) > 7
    assert {task: many[task] / few[task] for task in LATER if many[task] > MAX_GROWTH * few[task]} == {}
    for task in ("deep_analysis", "roadmap_generation", "session_bridge_generation"):
        memory = (await years.material(MANY, task)).visit.memory
        assert DISCLOSURE in {note.text for note in memory.notes}
        assert years.visits[DISCLOSED - 1] in memory.sessions


@pytest.mark.quick
async def test_nothing_of_a_later_visit_is_remembered(works: PipelineProcess) -> None:
    years = await lived(works, 30)
    for number in (1, 2, 8, 29, 30):
        for task in ("deep_analysis", "roadmap_generation", "session_bridge_generation"):
            material = await years.material(number, task)
            assert set(material.visit.memory.sessions) <= set(years.visits[: number - 1])
            assert set(material.sources) <= {str(session) for session in years.visits[:number]}


async def test_the_pipeline_goes_on_for_thirty_visits(works: PipelineProcess) -> None:
    patient = await works.patient()
    days = [(BEGUN + timedelta(weeks=number)).isoformat() for number in range(30)]
    visits = [await works.visit(patient, 1 + number % 3, session_date=day) for number, day in enumerate(days)]

    run = await works.planned(patient)
    await execute_run(works.context, run.id)

    assert await works.status(run.id) == "completed"
    steps = await works.steps(run.id)
    assert {step.status for step in steps.values()} <= {"success", "insufficient"}
    for table, column in (("your_journey_versions", "version"), ("session_bridge_versions", "version_number")):
        kept = await works.rows(f"SELECT {column} AS n FROM {table} ORDER BY n")
        assert [row["n"] for row in kept] == list(range(1, 31))
    for number, session in enumerate(visits):
        memory = (await works.standing(session)).results["roadmap_generation"].memory or {}
        assert set(memory["sessions"]) <= {str(earlier) for earlier in visits[:number]}
        assert memory["missing"] == []
