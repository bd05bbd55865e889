"""Stores a document as its patient's next version."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.generators.generation import Generation as Generated
from app.generators.registry import generators
from app.pipeline.documents.holding import is_held
from app.pipeline.input.generator_input import GeneratorInput
from app.store import patients, versions, visits
from app.store.database import Db
from app.store.versions import Document, Version

MODEL_USED_CHARS = 50

DOCUMENTS = {task: versions.document(heir.DOCUMENT.key) for task, heir in generators().items() if heir.DOCUMENT}


def task_of_document(document: Document) -> str:
    """The task that writes a document."""
    return next(task for task, written in DOCUMENTS.items() if written is document)


async def add_version(
    db: Db,
    task: str,
    patient_id: UUID,
    made: Generated[Any],
    generator_input: GeneratorInput,
    endangered: bool | None = None,
) -> Version:
    """Store the next version of a task's document, and let it be shown unless it is held. `endangered` is what the
    rules find in the visit, where that is known: it decides where no screen does. Raises Unread."""
    assert made.result is not None
    document = DOCUMENTS[task]
    await patients.lock(db, patient_id)
    facts = version_facts(made, generator_input, len(await visits.list_visits(db, patient_id)))
    held = await is_held(db, patient_id, generator_input, endangered)
    version = await versions.add(db, document, patient_id, made.result, {**facts, "held": held})
    await versions.point_forward(db, document, patient_id)
    return version


def version_facts(made: Generated[Any], generator_input: GeneratorInput, total_sessions: int) -> dict[str, Any]:
    """The columns of a version's metadata row. `total_sessions` counts the patient's visits."""
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
        "metadata_json": {"memory": memory.provenance(), "prompt_version": how.prompt_version},
    }
