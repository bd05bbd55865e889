"""Results stored behind the pipeline's back, what they are to the next task, and what an answer comes to."""

from typing import Any
from uuid import UUID

from app.generators.generation import Generation
from app.generators.generation_attempt import AttemptTerms, GenerationAttempt
from app.generators.registry import generators
from app.llm.endpoint import Endpoint
from app.pipeline.input.generator_input import GeneratorInput, assemble, collect
from app.pipeline.input.staleness import fingerprint
from app.therapy.visit import Visit
from support.pipeline_process import PipelineProcess
from support.stored_rows import add_result

Json = dict[str, Any]
SAID = "I"


def quoted(path: str, session: UUID, segment: int = 1) -> Json:
    where = {"segment": segment, "char_start": 0, "char_end": 1, "start": 5.0, "end": 9.5, "speaker": "B"}
    return {"path": path, "session_id": str(session), "quote": SAID, **where}


async def stored(works: PipelineProcess, patient: UUID, session: UUID, task: str, result: Json, *paths: str) -> None:
    sources = {str(session): fingerprint((await works.standing(session)).ground, task)}
    evidence = [quoted(path, session) for path in paths]
    version = generators()[task].declared.prompt_version
    more: Json = {"result": result, "evidence": evidence, "sources": sources, "prompt_version": version}
    await add_result(works.context.database, patient, session, task, **more)


async def material(works: PipelineProcess, session: UUID, task: str) -> GeneratorInput:
    standing = await works.standing(session)
    async with works.context.database.snapshot() as db:
        return assemble(await collect(db, standing, task, "hierarchical", 128_000, ()))


def settled(task: str, gathered: GeneratorInput, answer: Json) -> Json:
    """The result that a model's answer comes to."""
    made = answered(task, gathered.visit, answer)
    assert made.result is not None
    result: Json = made.result
    return result


def answered(task: str, visit: Visit, answer: Json) -> Generation[Any]:
    """What a model's answer about a visit comes to."""
    declared = generators()[task].declared
    reply = declared.reply.model_validate({"answer": answer}, strict=True)
    made: Generation[Any] = GenerationAttempt(declared, Endpoint("openai"), visit, AttemptTerms()).settled(reply)
    return made


def first_sentence(gathered: GeneratorInput, segment: int = 1) -> Json:
    """A quotation of it."""
    text = gathered.visit.transcript.segments[segment].text
    return {"segment": segment, "quote": text[: text.index(".") + 1]}


def analysis(outcomes: list[Json]) -> Json:
    lists = ("key_realizations", "patterns", "growth_areas", "strengths")
    progress: Json = {"symptom_reduction": None, "skill_development": [], "goal_progress": [], "behavioral_changes": []}
    return {
        "homework": outcomes,
        "risk_findings": [],
        "progress_indicators": progress,
        "therapeutic_insights": {name: [] for name in lists},
        "coping_skills": {"learned": [], "practice_recommendations": []},
        "therapeutic_relationship": dict.fromkeys(("engagement_level", "openness", "alliance_strength")),
        "recommendations": {
            "practices": ["You could leave the phone at work."],
            "resources": [],
            "reflection_prompts": [],
        },
        "confidence_score": 0.5,
    }


JOURNEY: Json = {
    "summary": {"notes": [0], "text": "You look at your nights."},
    "achievements": [],
    "currentFocus": [],
    "sections": [],
}
BRIDGE: Json = {"nextSessionTopics": [], "completedTasks": [], "suggestions": [], "sessionPrep": []}
