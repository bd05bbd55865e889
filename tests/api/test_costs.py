"""What was spent is what the ledger says; what the tiers would ask is what the grid says."""

from datetime import date
from decimal import Decimal
from typing import Any

from support.http_service import Service
from support.tables import each_row

from app.api.costs import models_retiring_soon
from app.generators.registry import generators_by_task

COUNTS = ("calls", "input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens", "unpriced_calls")
ITEM = {"key", "cost_usd", *COUNTS}
COLUMNS = {"task": "task", "model": "coalesce(model, model_asked)", "model_tier": "model_tier", "patient": "patient_id"}


async def spent(service: Service) -> None:
    """Calls at two tiers for two patients, with prices that the offline engine does not have."""
    for tier in ("rapid", "precision"):
        _, session = await service.visited()
        await service.made(session, "mood_analysis", model_tier=tier)
    await service.execute("UPDATE model_calls SET cost_usd = 0.00000123 * input_tokens WHERE model_tier = 'rapid'")
    await service.execute(
        "UPDATE model_calls SET cost_usd = NULL WHERE model_tier <> 'rapid' AND task = 'mood_analysis'"
    )


async def test_costs_are_the_sums_of_the_ledger(service: Service) -> None:
    told = await service.get("/costs")
    assert told == {"items": [], "total": {"key": None, "cost_usd": "0", **dict.fromkeys(COUNTS, 0)}}
    await spent(service)
    for group_by, column in COLUMNS.items():
        ledger = await service.rows(f"SELECT *, {column}::text AS key FROM model_calls WHERE state = 'answered'")

        told = await service.get("/costs", group_by=group_by)

        assert [item.keys() for item in told["items"]] == [ITEM] * len({row["key"] for row in ledger})
        for item in [*told["items"], told["total"]]:
            rows = [row for row in ledger if item["key"] in {None, row["key"]}]
            assert item["calls"] == len(rows)
            for name in COUNTS[1:5]:
                assert item[name] == sum(row[name] for row in rows)
            assert Decimal(item["cost_usd"]) == sum((row["cost_usd"] or Decimal(0) for row in rows), Decimal(0))
            assert item["unpriced_calls"] == sum(row["cost_usd"] is None for row in rows)
        assert Decimal(told["total"]["cost_usd"]) > 0


async def test_where_no_price_or_count_is_known_null_is_told_and_not_0(service: Service) -> None:
    await service.made((await service.visited())[1], "mood_analysis")
    await service.execute("UPDATE model_calls SET cost_usd = NULL, input_tokens = NULL, output_tokens = NULL")

    told = await service.get("/costs")

    for item in [*told["items"], told["total"]]:
        assert (item["cost_usd"], item["input_tokens"], item["output_tokens"]) == (None, None, None)
        assert item["calls"] == item["unpriced_calls"] > 0
        assert item["cached_input_tokens"] == 0


async def test_tiers_tell_every_task_at_every_tier(shared: Service) -> None:
    told = await shared.get("/tiers")

    assert {"tiers", "from", "next"} <= told.keys()
    assert date.fromisoformat(told["from"])
    for tiers in (told["tiers"], *([told["next"]["tiers"]] if told["next"] else [])):
        assert set(tiers) == {"precision", "balanced", "rapid"}
        for cells in tiers.values():
            assert set(cells) == set(generators_by_task())
            for cell in cells.values():
                assert cell.keys() == {"model", "grade", "effort", "verbosity", "service_tier", "ends_on", "price"}
                assert cell["price"] is not None


@each_row(
    ("day", "ending"),
    [
        (date(2026, 11, 22), {"gpt-5", "gpt-5-mini", "gpt-5-nano"}),
        (date(2026, 10, 1), set()),
        (date(2026, 12, 12), set()),
    ],
)
def test_models_that_end_within_thirty_days_are_named(day: date, ending: set[str]) -> None:
    named: Any = models_retiring_soon(day)
    assert {entry["model"] for entry in named} == ending
    assert {entry["ends_on"] for entry in named} <= {"2026-12-11"}
