"""The savings tables: the recorded work under each tier, by the grid of today and by those on either side of it."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from app.llm.model_config import grade_of
from app.llm.model_grids import load_grids
from app.pipeline.graph import tasks
from app.pipeline.reports.savings import COLUMNS, REASONING_TOKENS, TierCost, known_work, savings_by_tier
from app.store import ledger
from app.store.database import Database
from app.store.ledger import RecordedCall

MEASURED = (
    "Measured: the tokens of every answered call that could be seen, and how many came from the cache. Savings are"
    " against precision at the standard service tier without cache."
)
ASSUMED = (
    "Assumed: that every model writes as much as was written; that none and minimal do not reason; that a call at low"
    " reasons for {reasoning}. Flex is half the price, for queued work only (USE_FLEX), off by default."
)


async def print_savings(database: Database, console: Console | None = None) -> None:
    """Print the tables over all recorded calls, on the terminal or the console given."""
    console = console or Console()
    async with database.snapshot() as db:
        work = await ledger.recorded_calls(db)
    priced = known_work(work)
    console.print(f"{len(priced)} recorded calls at each tier, US dollars and saving")
    for table in grid_tables(priced):
        console.print(table)
    if len(priced) < len(work):
        console.print(f"Left out: {len(work) - len(priced)} calls of tasks that this version does not know.")
    for line in (MEASURED, ASSUMED.format(reasoning=_reasoning())):
        console.print(line, style="dim", highlight=False)


def grid_tables(work: Sequence[RecordedCall]) -> list[Table]:
    """A table for each grid, old and new."""
    return [_table(f"By the grid from {day}", savings_by_tier(work, day)) for day in load_grids().dates]


def _table(title: str, rows: list[TierCost]) -> Table:
    table = Table("tier", *COLUMNS, title=title)
    for row in rows:
        cells = (_cell(cost, saved) for cost, saved in zip(row.costs, row.savings, strict=True))
        table.add_row(row.tier.value, *cells)
    return table


def _cell(cost: Decimal | None, saved: Decimal | None) -> str:
    if cost is None:
        return "price not known"
    return f"{cost:.4f}" + ("" if saved is None else f"  ({saved:.1%})")


def _reasoning() -> str:
    """The tokens that are assumed, and for which tasks."""
    told: dict[int, list[str]] = {}
    for task in tasks():
        told.setdefault(REASONING_TOKENS[grade_of(task)], []).append(task.replace("_", " "))
    return "; ".join(f"{tokens} tokens ({', '.join(names)})" for tokens, names in sorted(told.items()))
