"""The quality report: the measures over stored results, as tables or as JSON."""

import json
from collections import Counter
from itertools import groupby
from uuid import UUID

from rich.console import Console, RenderableType
from rich.table import Table

from app.pipeline.reports.quality import (
    MAX_GRADE,
    Distribution,
    Quality,
    Remembered,
    TaskQuality,
    VoiceQuality,
    distribution_of,
    measure_quality,
)
from app.store.database import Database

MEANT = (
    "The newest result of each visit and task. Claims are places of a result that rest on the transcript's words;"
    " quotes found is their share of all that were claimed. Grades are Flesch-Kincaid's, of English texts;"
    f" prose may ask for {MAX_GRADE:g}."
)
NOT_MEANT = "A quote that is found was said; whether it bears the claim beside it is not measured here."
NONE = "–"


async def print_quality(
    database: Database, patient_id: UUID | None = None, *, as_json: bool = False, console: Console | None = None
) -> None:
    """Print the measures of one patient or of all. Raises NotFound for an unknown patient."""
    console = console or Console()
    async with database.snapshot() as db:
        quality = await measure_quality(db, patient_id)
    if as_json:
        console.file.write(json.dumps(quality.as_json(), indent=2) + "\n")
        return
    for table in (_tasks(quality), _voices(quality), _memory(quality)):
        console.print(table)
    for line in (NOT_MEANT, MEANT):
        console.print(line, style="dim")


def _tasks(quality: Quality) -> RenderableType:
    engines = ", ".join(f"{name} {count}" for name, count in sorted(quality.engines.items())) or "no results"
    columns = ("task", "results", "insufficient", "quotes", "claims", "quotes found", "dropped", "withheld")
    table = Table(*columns, title=f"Stored results, by engine: {engines}")
    for task, one in {**quality.tasks, "total": quality.total}.items():
        counts = (str(one.results), _counts(one.insufficient), str(one.quotes), str(one.claims))
        table.add_row(task, *counts, _share(one), _counts(one.dropped + one.unused), _counts(one.withheld))
    return table


def _voices(quality: Quality) -> RenderableType:
    table = Table("text", "texts", "in the second person", "grade", f"above {MAX_GRADE:g}", "words", title="Voice")
    prose = quality.prose
    table.add_row("prose", str(prose.texts), f"{prose.to_the_reader} of {len(prose.grades)}", *_voice(prose))
    table.add_row("session bridge", str(quality.bridge.texts), NONE, *_voice(quality.bridge))
    return table


def _memory(quality: Quality) -> RenderableType:
    """Of one patient a row a visit, of all patients a row in all."""
    tasks = list(quality.memory)
    title = "Memory: visits held / with nothing to remember / notes left out"
    table = Table("visit" if quality.patient_id else "", *tasks, title=title)
    if not quality.patient_id:
        cells = (
            f"{_spread(distribution_of(one.sessions))} / {one.missing} / {one.left_out}"
            for one in quality.memory.values()
        )
        table.add_row("all", *cells)
    by_visit = groupby(quality.visits, key=lambda one: (one.session_date, one.session_id))
    for (date, _), results in by_visit:
        held = {one.task: _held(one) for one in results}
        table.add_row(f"{date:%Y-%m-%d}", *(held.get(task, NONE) for task in tasks))
    return table


def _held(one: Remembered) -> str:
    return f"{one.sessions} / {one.missing} / {one.left_out}"


def _voice(voice: VoiceQuality) -> tuple[str, str, str]:
    return _spread(distribution_of(voice.grades)), str(voice.too_hard), _spread(distribution_of(voice.lengths))


def _spread(figures: Distribution | None) -> str:
    if figures is None:
        return NONE
    return f"{figures.median:g} ({figures.least:g} to {figures.most:g})"


def _share(one: TaskQuality) -> str:
    return NONE if one.kept is None else f"{one.kept:.1%}"


def _counts(counted: Counter[str]) -> str:
    """Counts by reason."""
    return "\n".join(f"{reason.replace('_', ' ')} {count}" for reason, count in sorted(counted.items())) or NONE
