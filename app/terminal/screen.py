"""Renders runs, results, costs and risk on the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from app.generators.registry import generators
from app.store.runs import OPEN_STEPS

Json = Mapping[str, Any]

MARKS = {
    "waiting": ("·", "dim"),
    "running": ("▸", "yellow"),
    "success": ("✓", "green"),
    "reused": ("=", "cyan"),
    "insufficient": ("–", "blue"),
    "failed": ("✗", "red"),
    "skipped": ("⤫", "magenta"),
    "cancelled": ("■", "magenta"),
}
WAVES = ("transcript", "wave 1", "wave 2", "wave 3")
BARS = "▁▂▃▄▅▆▇█"
OTHER_MARK = ("•", "magenta")
NOT_KNOWN = "not known"
RISK = {"disclosed": "bold red", "indeterminate": "yellow", "denied_when_asked": "", "not_assessed": "dim", None: "dim"}
PHASE = ("START", "COMPLETE", "FAILED")
UNTOLD = ("generation_id", "code")
"""Details of events that are not shown."""


def progress_table(
    run: Json, numbers: Mapping[str, int], seconds: float, written: Mapping[tuple[str, str], str] | None = None
) -> RenderableType:
    """A run as a table, a row a task, by waves, and a column a visit, with a bar, elapsed time and cost so far.

    `written` is how much of a document that is being written is there, by its visit and event.
    """
    steps = {(step["session_id"], step["task"]): step for step in run["steps"]}
    tasks = {step["task"]: step["wave"] for step in run["steps"]}
    sessions = list(dict.fromkeys(step["session_id"] for step in run["steps"]))
    table = Table("visit", "", *(str(numbers.get(session, "?")) for session in sessions), box=None, pad_edge=False)
    for (task, wave), first in zip(tasks.items(), _first_of_waves(tasks), strict=True):
        cells = (_cell(steps.get((session, task)), written or {}) for session in sessions)
        table.add_row(WAVES[wave] if first else "", task.replace("_", " "), *cells)
    done = sum(step["status"] not in OPEN_STEPS for step in run["steps"])
    bar = Table.grid(padding=(0, 1))
    bar.add_row(ProgressBar(total=max(1, len(steps)), completed=done, width=40), f"{done}/{len(steps)}")
    return Group(table, bar, Text(f"{run['status']}, {seconds:.1f} s, cost {cost(run)}", style="dim"))


def visit_done(number: int | None, statuses: Sequence[str], seconds: float) -> str:
    """A visit of which every step has ended, in a line."""
    bad = [f"{statuses.count(status)} {status}" for status in ("failed", "skipped", "cancelled") if status in statuses]
    return ", ".join([f"{seconds:6.1f} s  visit {number or '?'}: {len(statuses)} steps", *bad])


def run_done(run: Json, seconds: float) -> str:
    """A run that has ended, in a line."""
    return f"{seconds:6.1f} s  {run['status']}, {len(run['steps'])} steps, cost {cost(run)}"


def cost(run: Json) -> str:
    """The cost of a run so far."""
    return NOT_KNOWN if run["cost_usd"] is None else f"${run['cost_usd']}"


def item_count(details: Json) -> str:
    """How many items of a document are written, of how many at most."""
    return f"{details['done']}/{details['total']}"


def event_line(event: Json) -> str:
    """An event in words."""
    name = event["event"].lower().replace("_", " ")
    if event["event"] in PHASE:
        phase = event["phase"].lower()
        name = phase if event["status"] == "cancelled" else f"{phase} {name}"
    if event["status"] == "progress":
        return f"{name}: progress {event['details']['done']} of at most {event['details']['total']}"
    details = {key: NOT_KNOWN if value is None else value for key, value in event["details"].items()}
    parts = [f"{key.replace('_', ' ')} {value}" for key, value in details.items() if key not in UNTOLD]
    return ", ".join([f"{name}: {event['status']}", *parts])


def ends_a_phase(event: Json) -> bool:
    """Whether an event ends a wave of a visit."""
    return event["event"] in PHASE and event["status"] != "started"


def risk_table(items: Sequence[Json], numbers: Mapping[str, int]) -> RenderableType:
    """The risk screens by visit; they come before all other results."""
    table = Table.grid(padding=(0, 2))
    for item in items:
        kinds = ", ".join(f"{found['kind']} {found['state']}".replace("_", " ") for found in item["findings"])
        state = (item["state"] or "not screened").replace("_", " ")
        table.add_row(f"#{numbers.get(item['session_id'], '?')}", Text(state, style=RISK[item["state"]]), kinds)
    return Panel(table, title="Risk, by visit", expand=False)


def mood_chart(moods: Sequence[tuple[int, float | None]]) -> RenderableType:
    """The mood score of each visit as a bar; a dot where there is none."""
    table = Table.grid(padding=(0, 2))
    table.add_row(*(_bar(score) for _, score in moods))
    table.add_row(*(Text("–" if score is None else f"{score:g}") for _, score in moods))
    table.add_row(*(Text(f"#{number}", style="dim") for number, _ in moods))
    return Panel(table, title="Mood, 0 to 10, by visit", expand=False)


def journey(roadmap: Json) -> RenderableType:
    """Your Journey."""
    parts: list[RenderableType] = [Text(roadmap["summary"])]
    for title, items in (("Achievements", roadmap["achievements"]), ("Current focus", roadmap["currentFocus"])):
        parts += [Text(f"\n{title}", style="bold"), *(Text(f" • {item}") for item in items)]
    for section in roadmap["sections"]:
        parts += [Text(f"\n{section.get('heading', section['title'])}", style="bold"), Text(section["content"])]
    agreed = [f" • {one['text']} ({one['status'].replace('_', ' ')})" for one in roadmap.get("homework", ())]
    parts += [Text("\nWhat was agreed", style="bold"), *map(Text, agreed)] if agreed else []
    if roadmap.get("trend"):
        parts.append(Text(f"\nMood over the visits: {roadmap['trend']}"))
    return Panel(Group(*parts), title="Your Journey", subtitle=_dates(roadmap.get("covers")))


def _dates(covers: Json | None) -> str | None:
    return f"{covers['from']} to {covers['to']}" if covers else None


def bridge(content: Json) -> RenderableType:
    """Session Bridge; what is only suggested is marked."""
    marks = ["✓" if source == "task" else "?" for source in content["shareProgressSources"]]
    shared = [f" {mark} {text}" for mark, text in zip(marks, content["shareProgress"], strict=True)]
    parts = [
        ("To take up", [f" • {text}" for text in content["nextSessionTopics"]]),
        ("To share", shared),
        ("To prepare", [f" • {text}" for text in content["sessionPrep"]]),
    ]
    lines = [
        Text(line, style=style)
        for title, items in parts
        for line, style in [(title, "bold"), *((i, "") for i in items)]
    ]
    return Panel(Group(*lines), title="Session Bridge")


def costs(report: Json, engine: str) -> RenderableType:
    """Costs by task."""
    table = Table("task", "calls", "input", "cached", "output", "US dollars", title=f"Cost ({engine} engine)")
    for row in [*report["items"], {**report["total"], "key": "total"}]:
        tokens = (row["input_tokens"], row["cached_input_tokens"], row["output_tokens"])
        counts = (NOT_KNOWN if count is None else f"{count:,}" for count in tokens)
        table.add_row(row["key"], str(row["calls"]), *counts, row["cost_usd"] or NOT_KNOWN)
    return table


def _first_of_waves(tasks: Mapping[str, int]) -> list[bool]:
    """For each task, whether it is the first of its wave."""
    first = {wave: task for task, wave in reversed(list(tasks.items()))}
    return [first[wave] == task for task, wave in tasks.items()]


def _cell(step: Json | None, written: Mapping[tuple[str, str], str]) -> Text:
    if step is None:
        return Text(" ")
    sign, style = MARKS.get(step["status"], OTHER_MARK)
    event = generators()[step["task"]].declared.event
    count = written.get((step["session_id"], event)) if step["status"] == "running" else None
    return Text(f"{sign} {count}" if count else sign, style=style)


def _bar(score: float | None) -> Text:
    if score is None:
        return Text("·", style="dim")
    colour = "red" if score <= 3.5 else "yellow" if score < 7 else "green"
    return Text(BARS[min(len(BARS) - 1, int(score / 10 * len(BARS)))] * 2, style=colour)
