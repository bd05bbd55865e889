"""What is remembered of a therapy of some months: a disclosure stays, nothing of a later visit comes in. Of years, see
tests/prove."""

from datetime import UTC, datetime, timedelta

from support.pipeline_process import PipelineProcess
from support.stored_rows import add_result

from app.pipeline.input.generator_input import GeneratorInput, assemble, collect
from app.pipeline.input.staleness import fingerprint

COUNT = 12
DISCLOSED = 3
"""The visit in which the patient tells of thoughts of death."""
BEGUN = datetime(2026, 1, 5, 10, tzinfo=UTC)
DISCLOSURE = "On two nights the patient thought about ending their own life; they agreed to ring their sister then."
CALM = "Sleep is best on days with a walk before supper."
REMEMBERING = ("deep_analysis", "roadmap_generation", "session_bridge_generation")


async def test_a_disclosure_stays_in_memory_and_nothing_of_a_later_visit_comes_in(shared: PipelineProcess) -> None:
    patient = await shared.patient()
    days = [(BEGUN + timedelta(weeks=number)).isoformat() for number in range(COUNT)]
    visits = [await shared.visit(patient, 1 + number % 3, session_date=day) for number, day in enumerate(days)]
    for number, session in enumerate(visits, 1):
        told = [DISCLOSURE, CALM] if number == DISCLOSED else [CALM]
        held = {"session_id": str(session), "quote": "I", "segment": 1, "char_start": 0, "char_end": 1}
        held |= {"start": 5.0, "end": 9.5, "speaker": "B"}
        evidence = [{**held, "path": f"/insights/{place}"} for place in range(len(told))]
        sources = {str(session): fingerprint((await shared.standing(session)).ground, "session_insights")}
        row = {"result": {"insights": told}, "evidence": evidence, "sources": sources}
        await add_result(shared.context.database, patient, session, "session_insights", **row)

    async def material(number: int, task: str) -> GeneratorInput:
        standing = await shared.standing(visits[number - 1])
        async with shared.context.database.snapshot() as db:
            return assemble(await collect(db, standing, task, "hierarchical", 128_000, ()))

    for task in REMEMBERING:
        for number in (1, DISCLOSED, 8, COUNT):
            gathered = await material(number, task)
            memory = gathered.visit.memory
            assert set(memory.sessions) <= set(visits[: number - 1]), (task, number)
            assert set(gathered.sources) <= {str(session) for session in visits[:number]}, (task, number)
            assert (DISCLOSURE in {note.text for note in memory.notes}) is (number > DISCLOSED), (task, number)
    assert len((await material(COUNT, "deep_analysis")).visit.memory.sessions) > 7
