"""Maps what a generator returned to the columns that are stored."""

from dataclasses import asdict, fields
from typing import Any

from app.generators.generation import Generation as Generated
from app.llm.ledger import CallClosed
from app.llm.prices import Usage
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.generator_input import GeneratorInput
from app.store.visits import StoredVisit
from app.therapy.evidence import Evidence


def generation_row(
    task_request: TaskRequest, visit: StoredVisit, made: Generated[Any], generator_input: GeneratorInput
) -> dict[str, Any]:
    """The columns of a generation."""
    how, choice = made.made, made.made.choice
    memory = generator_input.visit.memory
    return {
        "patient_id": visit.patient_id,
        "session_id": task_request.session_id,
        "task": task_request.task,
        "state": made.state,
        "result": made.result,
        "reason": made.reason,
        "evidence": [_evidence_row(item) for item in made.evidence],
        "dropped": [asdict(item) for item in made.dropped],
        "sources": generator_input.sources,
        "past": generator_input.past,
        "memory": memory.provenance(),
        "choices": {**task_request.choices, "strategy": memory.strategy},
        "prompt_version": how.prompt_version,
        "model": how.model,
        "model_asked": choice.model,
        "model_tier": choice.tier.value,
        "engine": how.engine,
        "reasoning_effort": choice.effort,
        "service_tier": how.service_tier,
        "attempts": how.attempts,
        "duration_ms": how.duration_ms,
        **_tokens(how.usage),
        "cost_usd": how.cost_usd,
    }


def closing_columns(line: CallClosed) -> dict[str, Any]:
    """The columns that close a ledger line."""
    counted = asdict(line.usage) if line.usage else {}
    state = "answered" if line.answered else "failed"
    columns = {"outcome": line.outcome, "model": line.model, "service_tier": line.service_tier}
    return {"state": state, **columns, "cost_usd": line.cost_usd, **counted}


def _tokens(usage: Usage | None) -> dict[str, int | None]:
    """The columns of what a server counted; null where it counted nothing."""
    return asdict(usage) if usage else dict.fromkeys((one.name for one in fields(Usage)), None)


def _evidence_row(item: Evidence) -> dict[str, Any]:
    return {**asdict(item), "session_id": str(item.session_id)}
