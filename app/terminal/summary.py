"""What the terminal shows of a patient after a run: one line each for risk and mood, words of the note, the cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app.pipeline.reports.savings import TierCost
from app.terminal.screen import BARS, NOT_KNOWN, RISK

Json = Mapping[str, Any]

STATEMENTS = 2
"""Of a note, so many are shown with the words under them."""


def render_facts(rows: Iterable[tuple[str, str]]) -> RenderableType:
    """Render lines, each under the word that names it."""
    table = Table.grid(padding=(0, 2))
    for name, text in rows:
        table.add_row(Text(name, style="bold"), Text(text))
    return table


def summarise_risk(items: Sequence[Json], numbers: Mapping[str, int]) -> str:
    """Summarise the risk screens: the visits of each state together, the most serious first."""
    visits: dict[str | None, list[int]] = {state: [] for state in RISK}
    for item in items:
        visits[item["state"]].append(numbers[item["session_id"]])
    told = [
        f"{(state or 'not screened').replace('_', ' ')} in {_visits(which)}" for state, which in visits.items() if which
    ]
    return "; ".join(told) or "no visit"


def summarise_mood(moods: Sequence[tuple[int, float | None]]) -> str:
    """Show the mood score of each visit as a bar, or as a dot if it is unknown."""
    scores = [score for _, score in moods if score is not None]
    told = f"from {scores[0]:g} to {scores[-1]:g} of 10" if scores else NOT_KNOWN
    return f"{''.join(_bar(score) for _, score in moods)}  {told}"


def render_note_summary(told: Json, number: int) -> RenderableType:
    """Render two statements from a visit's note, each with the words it rests on."""
    shown = list(_statements(told["note"], told["evidence"]))
    lines: list[Text] = []
    for text, quotes in _apart(shown, STATEMENTS):
        lines += [Text(f" • {text}"), *(Text(f"     “{quote}”", style="dim") for quote in quotes[:1])]
    title = f"Progress note of visit {number}: {min(STATEMENTS, len(shown))} of {len(shown)} statements"
    return Panel(Group(*lines), title=title, subtitle="and the words under them")


def summarise_tier_costs(costs: Sequence[TierCost]) -> str:
    """Return the cost of the same work at each tier, at the standard service tier without cache."""
    return ", ".join(map(_priced, costs))


def _visits(which: Sequence[int]) -> str:
    return f"visit{'s' * (len(which) > 1)} {', '.join(map(str, which))}"


def _bar(score: float | None) -> str:
    return "·" if score is None else BARS[min(len(BARS) - 1, int(score / 10 * len(BARS)))]


def _statements(note: Json, evidence: Sequence[Json]) -> Iterator[tuple[str, list[str]]]:
    """Yield the statements of a note that rest on words, with these words, in the order of the note."""
    for path, items in groupby(evidence, key=lambda item: str(item["path"]).partition("/evidence/")[0]):
        yield _at(note, path), [item["quote"] for item in items]


def _at(told: Any, path: str) -> str:
    for name in path.strip("/").split("/"):
        told = told[int(name)] if isinstance(told, list) else told[name]
    return str(told["text"] if isinstance(told, dict) else told)


def _apart(shown: Sequence[tuple[str, list[str]]], most: int) -> Sequence[tuple[str, list[str]]]:
    """Return some of the items, spread over the whole note."""
    return shown[:: max(1, len(shown) // most)][:most]


def _priced(cost: TierCost) -> str:
    if cost.costs[0] is None:
        return f"{cost.tier} {NOT_KNOWN}"
    saved = cost.savings[0] or Decimal(0)
    return f"{cost.tier} ${cost.costs[0]:.2f}" + (f" ({saved:.0%} less)" if saved else "")
