"""The evaluation of the configured model on the sample patient, beside the recorded answers, as a table or as JSON."""

import asyncio
import json
import statistics
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from app.bootstrap import at_place, bring_up, direct_url
from app.errors import Misconfigured
from app.llm.prices import decimal_string
from app.pipeline.graph import generator
from app.settings import Settings
from app.terminal.evaluation import Evaluation, EvaluationTerms, Figures, TaskFigures, evaluate
from app.terminal.visit_walk import sample_history

COLUMNS = ("valid", "repairs", "quotes", "dropped", "withheld", "words", "s", "USD")
MEANT = (
    "A line of the model, and under it one of the recorded answers. Valid: answers that fitted, of those asked for."
    " Quotes: the share of claims whose words were found. Dropped, withheld: claims and sentences taken out of results."
    " Words and seconds are medians of a result."
)
NONE = "–"


def run_evaluation(settings: Settings, terms: EvaluationTerms, *, as_json: bool) -> None:
    """Ask, measure and print. Raises Misconfigured for a budget that is none."""
    if not terms.budget.is_finite() or terms.budget < 0:
        raise Misconfigured("--budget is an amount of US dollars, 0 or more.")
    with at_place(settings) as place:
        asyncio.run(bring_up(direct_url(settings, place)))
        tell = Console(stderr=True, highlight=False).print
        found = asyncio.run(evaluate(settings, place.url, terms, sample_history(), tell))
    console = Console()
    if as_json:
        console.file.write(json.dumps(evaluation_json(found), indent=2) + "\n")
        return
    _print(console, found)


def evaluation_json(found: Evaluation) -> dict[str, Any]:
    """An evaluation as JSON: names and numbers, no words."""
    terms = found.terms
    return {
        "tier": terms.tier.value,
        "budget_usd": decimal_string(terms.budget),
        "engines": found.engines,
        "live": {task: _figures(one) for task, one in found.live.items()},
        "recorded": {task: _figures(one) for task, one in found.played.items() if task in found.live},
    }


def _figures(one: TaskFigures) -> dict[str, Any]:
    quality = one.quality
    return {
        "asked": one.asked,
        "valid": one.valid,
        "left_out": one.left_out,
        "failed": dict(one.failed),
        "repairs": one.repairs,
        "quotes_found": None if quality.kept is None else round(quality.kept, 4),
        "dropped": dict(quality.dropped),
        "withheld": dict(quality.withheld),
        "words": _median(one.words),
        "seconds": _median(one.seconds),
        "cost_usd": None if one.cost_usd is None else decimal_string(one.cost_usd),
    }


def _print(console: Console, found: Evaluation) -> None:
    console.print(f"Model: {_named(found, 'live')}, tier {found.terms.tier}. Beside it: {_named(found, 'recorded')}.")
    table = Table("task", *COLUMNS, box=None, pad_edge=False, padding=(0, 1))
    for task, one in found.live.items():
        table.add_row(generator(task).ROUTE, *_cells(one))
        if task in found.played:
            table.add_row("", *_cells(found.played[task]), style="dim")
    console.print(table)
    console.print(f"Spent ${_spent(found.live)} of ${found.terms.budget}.", highlight=False)
    for line in _gaps(found.live):
        console.print(line, style="yellow")
    console.print(MEANT, style="dim")


def _cells(one: TaskFigures) -> tuple[str, ...]:
    quality = one.quality
    kept = NONE if quality.kept is None else f"{quality.kept:.0%}"
    cost = "?" if one.cost_usd is None else f"{one.cost_usd:.4f}"
    counts = (str(one.repairs), kept, str(quality.dropped.total()), str(quality.withheld.total()))
    return f"{one.valid}/{one.asked}", *counts, _cell(one.words, 0), _cell(one.seconds, 1), cost


def _gaps(live: Figures) -> list[str]:
    """What failed, and what the budget did not reach."""
    failed = [
        f"{generator(task).ROUTE} {why} {count}" for task, one in live.items() for why, count in one.failed.items()
    ]
    left = sum(one.left_out for one in live.values())
    lines = [f"Failed: {', '.join(failed)}."] if failed else []
    if left:
        lines.append(f"The budget did not reach {left} answers, nor those that need them. Raise it, or name --tasks.")
    return lines


def _spent(live: Figures) -> str:
    costs = [one.cost_usd for one in live.values()]
    known = sum((cost for cost in costs if cost is not None), Decimal(0))
    return f"{known:.4f}" + (" and what nobody knows the price of" if None in costs else "")


def _named(found: Evaluation, whose: str) -> str:
    return ", ".join(found.engines[whose]) or "nothing"


def _median(figures: Sequence[float]) -> float | None:
    return round(statistics.median(figures), 2) if figures else None


def _cell(figures: Sequence[float], digits: int) -> str:
    return f"{statistics.median(figures):.{digits}f}" if figures else NONE
