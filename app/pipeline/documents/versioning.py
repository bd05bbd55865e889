"""Stores a document as the patient's next version."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.generators.generation import Generation as Generated
from app.generators.registry import generators_by_task
from app.pipeline.documents.holding import is_held
from app.pipeline.input.generator_input import GeneratorInput
from app.store import patients, versions, visits
from app.store.database import Db
from app.store.versions import Document, Version

MODEL_USED_CHARS = 50

DOCUMENTS = {
    task: versions.document_by_key(generator_class.DOCUMENT.key)
    for task, generator_class in generators_by_task().items()
    if generator_class.DOCUMENT
}


def task_of_document(document: Document) -> str:
    """Return the task that writes a document."""
    return next(task for task, written in DOCUMENTS.items() if written is document)


async def add_version(
    db: Db,
    task: str,
    patient_id: UUID,
    made: Generated[Any],
    generator_input: GeneratorInput,
    endangered: bool | None = None,
) -> Version:
    """Store the next version of a task's document and make it current unless it is held. `endangered` says whether the
    rules find danger in the visit, if known; it decides where there is no screen. Raises DangerNotChecked.
    """
    assert made.result is not None
    document = DOCUMENTS[task]
    await patients.lock_patient(db, patient_id)
    facts = metadata_columns_of_version(made, generator_input, len(await visits.list_visits(db, patient_id)))
    held = await is_held(db, patient_id, generator_input, endangered)
    version = await versions.insert_version(db, document, patient_id, made.result, {**facts, "held": held})
    await versions.update_current_version(db, document, patient_id)
    return version


def metadata_columns_of_version(
    made: Generated[Any], generator_input: GeneratorInput, total_sessions: int
) -> dict[str, Any]:
    """Return the columns of a version's metadata row. `total_sessions` counts the patient's visits."""
    how, memory = made.made, generator_input.visit.memory
    current = generator_input.visit.session_id
    return {
        "sessions_analyzed": len({current, *memory.sessions}),
        "total_sessions": total_sessions,
        "model_used": (how.model or how.choice.model)[:MODEL_USED_CHARS],
        "model_tier": how.choice.tier.value,
        "generation_timestamp": datetime.now(UTC),
        "generation_duration_ms": how.duration_ms,
        "last_session_id": current,
        "compaction_strategy": memory.strategy,
        "prompt_tokens": how.usage and how.usage.input_tokens,
        "completion_tokens": how.usage and how.usage.output_tokens,
        "total_tokens": how.usage and how.usage.input_tokens + how.usage.output_tokens,
        "api_cost": how.cost_usd,
        "metadata_json": {"memory": memory.as_json(), "prompt_version": how.prompt_version},
    }
