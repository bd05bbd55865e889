"""What a generator gives back: the finding or its absence, what it rests on, and what it took."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from app.llm.model_config import ModelChoice
from app.llm.prices import Usage
from app.therapy.evidence import Answer, Dropped, Evidence

OutputT = TypeVar("OutputT", bound=Answer)
State = Literal["success", "insufficient"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a generation came about. `model` is None, and nothing was spent, when no model had to be asked.

    `attempts` counts calls, `duration_ms` is wall time. `usage` is None where a call was not counted, `cost_usd` where
    a price is unknown.
    """

    choice: ModelChoice
    engine: str
    model: str | None
    service_tier: str | None
    prompt_version: str
    attempts: int
    duration_ms: int
    usage: Usage | None
    cost_usd: Decimal | None


@dataclass(frozen=True)
class Generation(Generic[OutputT]):
    """One generation. `answer` is what the model said, typed; `result` is what the screens read, after evidence.

    Without enough to go on `result` is None and `reason` is insufficient_data or roles_unknown; needs_a_model where
    the built-in engine was asked for what only a model can write. A result may have a reason too, as a screen that no
    model made of a language the rules do not cover: language_not_covered.
    """

    answer: OutputT | None
    result: dict[str, Any] | None
    reason: str | None
    evidence: list[Evidence]
    dropped: list[Dropped]
    made: Provenance

    @property
    def state(self) -> State:
        """`success` when there is a result."""
        return "insufficient" if self.result is None else "success"
