"""The savings table: the recorded work under each tier."""

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from app.llm.model_config import today_in_utc
from app.pipeline.reports.savings import COLUMNS, REASONING_TOKENS, TierCost, known, savings
from app.store import ledger
from app.store.database import Database

ASSUMED = (
    "Measured: the tokens of every answered call, and how many of them came from the cache. Assumed: that every model"
    f" writes as much as was written, and that an effort of low reasons for {REASONING_TOKENS} tokens a call, none and"
    " minimal for none. Flex is half the price, for queued work only (USE_FLEX), off by default. Savings are against"
    " precision at the standard service tier without cache."
)


async def print_savings(database: Database, console: Console | None = None) -> None:
    """Print the table over all recorded calls, on the terminal or the console given."""
    console = console or Console()
    async with database.snapshot() as db:
        work = await ledger.recorded(db)
    priced = known(work)
    console.print(_table(savings(priced, today_in_utc()), len(priced)))
    if len(priced) < len(work):
        console.print(f"Left out: {len(work) - len(priced)} calls of tasks that this version does not know.")
    console.print(ASSUMED, style="dim")


def _table(rows: list[TierCost], calls: int) -> Table:
    table = Table("tier", *COLUMNS, title=f"{calls} recorded calls at each tier, US dollars and saving")
    for row in rows:
        cells = (_cell(cost, saved) for cost, saved in zip(row.costs, row.savings, strict=True))
        table.add_row(row.tier.value, *cells)
    return table


def _cell(cost: Decimal | None, saved: Decimal | None) -> str:
    if cost is None:
        return "price not known"
    return f"{cost:.4f}" + ("" if saved is None else f"  ({saved:.1%})")
