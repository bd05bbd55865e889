"""Spending by real usage, and the models of the tiers."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query

from app.api.dependencies import ContextOf
from app.api.strict_route import strict_router
from app.generators.registry import generators
from app.llm.model_config import choose_model, model_facts, today_in_utc
from app.llm.model_grids import load_grids
from app.llm.model_tier import ModelTier
from app.llm.prices import decimal_string, list_price
from app.pipeline.context import Context
from app.store import ledger
from app.store.ledger import GroupBy

router = strict_router("costs and tiers")

SUMMARY = "A tier's name model (gpt-5.2, gpt-5, gpt-5-mini) does its hardest task; lighter tasks get lighter models."


@router.get("/costs")
async def read_costs(
    context: ContextOf, group_by: Annotated[GroupBy, Query(description="What the sums are by.")] = "task"
) -> dict[str, Any]:
    """What the recorded calls cost in US dollars; `unpriced_calls` are not in the sum. A sum is null, not 0, where
    nothing is known of any of its calls."""
    async with context.database.snapshot() as db:
        items = await ledger.cost_totals(db, group_by)
        everything = await ledger.cost_totals(db, None)
    return {"items": [_item(row) for row in items], "total": _item(everything[0])}


@router.get("/tiers")
async def read_tiers(context: ContextOf) -> dict[str, Any]:
    """Which model answers which task at which tier, today and from the next change on."""
    today = today_in_utc()
    grids = load_grids()
    following = grids.next_change(today)
    tiers = {
        "tiers": _tiers(context, today),
        "from": grids.valid_from(today).isoformat(),
        "summary": SUMMARY,
        "next": None,
    }
    if following:
        tiers["next"] = {"from": following.isoformat(), "tiers": _tiers(context, following)}
    return tiers


def models_ending(today: date, within_days: int = 30) -> list[dict[str, str]]:
    """Models of today's grid that end soon, with their last day."""
    until = today + timedelta(days=within_days)
    used = {cell.model for cell in load_grids().cells_on(today)}
    ends = {model: facts.ends_on for model in used if (facts := model_facts(model)) and facts.ends_on}
    return [{"model": model, "ends_on": end.isoformat()} for model, end in sorted(ends.items()) if end <= until]


def _tiers(context: Context, day: date) -> dict[str, Any]:
    return {tier.value: {task: _cell(context, task, tier, day) for task in generators()} for tier in ModelTier}


def _cell(context: Context, task: str, tier: ModelTier, day: date) -> dict[str, Any]:
    choice = choose_model(task, tier, local_model=context.endpoint.local_model, today=day)
    facts = model_facts(choice.model)
    return {
        "model": choice.model,
        "grade": choice.grade.value,
        "effort": choice.effort,
        "verbosity": choice.verbosity,
        "service_tier": "flex" if context.endpoint.flex else "default",
        "ends_on": facts.ends_on.isoformat() if facts and facts.ends_on else None,
        "price": list_price(choice.model),
    }


def _item(row: dict[str, Any]) -> dict[str, Any]:
    key, cost = row["key"], row["cost_usd"]
    shown = {
        "key": None if key is None else str(key),
        "cost_usd": None if cost is None else decimal_string(Decimal(cost)),
    }
    return {**row, **shown}
