"""The recorded work re-priced: what the same answered calls would have cost at each tier.

Tokens are those that were counted. Reasoning is not carried over, since another model at another effort reasons
otherwise: an effort that reasons is given so many tokens a call as its task is hard, one that does not none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.llm.model_config import ModelChoice, choose_model
from app.llm.model_tier import DEFAULT_TIER, Grade, ModelTier
from app.llm.prices import Usage, call_price, sum_of_costs
from app.pipeline.graph import tasks
from app.store.ledger import RecordedCall

REASONING_TOKENS = {Grade.SCORE: 64, Grade.EXTRACT: 64, Grade.WRITE: 128, Grade.JUDGE: 128, Grade.REASON: 190}
"""Tokens that an effort of low is taken to spend a call; 64 to 190 were seen."""
SILENT_EFFORTS = frozenset({None, "none", "minimal"})
COLUMNS = ("standard", "with its cache", "flex, with cache")


@dataclass(frozen=True, slots=True)
class TierCost:
    """What the recorded work costs at a tier, in US dollars, one figure a column; None where a price is unknown.
    `savings` are shares of the precision tier's cost without any cache, 0 to 1."""

    tier: ModelTier
    costs: tuple[Decimal | None, ...]
    savings: tuple[Decimal | None, ...]


def known_work(work: Sequence[RecordedCall]) -> list[RecordedCall]:
    """The recorded work of generators that are here; the ledger outlives those that were taken away."""
    return [row for row in work if row.task in tasks()]


def savings_by_tier(work: Sequence[RecordedCall], today: date) -> list[TierCost]:
    """The recorded work of known tasks under each tier. The baseline is precision at the standard service tier,
    without cache."""
    priced = known_work(work)
    costs = {tier: _costs(priced, tier, today) for tier in ModelTier}
    baseline = costs[DEFAULT_TIER][0]
    return [
        TierCost(tier, columns, tuple(_saved(cost, baseline) for cost in columns)) for tier, columns in costs.items()
    ]


def _costs(work: Sequence[RecordedCall], tier: ModelTier, today: date) -> tuple[Decimal | None, ...]:
    choices = {row.task: choose_model(row.task, tier, today=today) for row in work}
    standard = sum_of_costs(_repriced(row, choices[row.task], cached=False, service_tier="default") for row in work)
    cached = sum_of_costs(_repriced(row, choices[row.task], cached=True, service_tier="default") for row in work)
    flex = sum_of_costs(_repriced(row, choices[row.task], cached=True, service_tier="flex") for row in work)
    return standard, cached, flex


def _repriced(row: RecordedCall, choice: ModelChoice, *, cached: bool, service_tier: str) -> Decimal | None:
    reasoning = assumed_reasoning(choice)
    usage = Usage(
        input_tokens=row.input_tokens,
        cached_input_tokens=row.cached_input_tokens if cached else 0,
        output_tokens=row.output_tokens - row.reasoning_tokens + reasoning,
        reasoning_tokens=reasoning,
    )
    return call_price(usage, choice.model, service_tier, "openai")


def assumed_reasoning(choice: ModelChoice) -> int:
    """The tokens that a call is taken to reason for."""
    return 0 if choice.effort in SILENT_EFFORTS else REASONING_TOKENS[choice.grade]


def _saved(cost: Decimal | None, baseline: Decimal | None) -> Decimal | None:
    return None if cost is None or not baseline else 1 - cost / baseline
