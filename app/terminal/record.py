"""The recording command: which visits are recorded, into which folders, and what came of it."""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from app.bootstrap import at_place, bring_up, direct_url
from app.errors import Misconfigured
from app.sample import recorded_answers
from app.settings import Settings
from app.terminal.recorder import Recorder, Scope
from app.terminal.recording_files import RecordingFiles
from app.terminal.task_names import task_named
from app.terminal.visit_walk import NamedVisit, sample_history

SAMPLE_STORED = Path(recorded_answers.__file__).parent / recorded_answers.RECORDED
SAMPLE_WORK = Path("recording")
"""Under DATA_DIR."""


def run_recording(
    settings: Settings,
    mode: Literal["next", "take"],
    *,
    visits: Path | None,
    out: Path | None,
    only_visits: Iterable[str],
    only_tasks: Iterable[str],
) -> None:
    """Write the requests that have no answer, or take answers in first. Raises Misconfigured for what is not there."""
    histories = [sample_history()] if visits is None else read_histories(visits)
    work = out or (settings.data_dir / SAMPLE_WORK if visits is None else visits)
    stored = SAMPLE_STORED if visits is None else work / recorded_answers.RECORDED
    names = [visit.name for history in histories for visit in history]
    scope = Scope(frozenset(_visit_named(name, names) for name in only_visits), frozenset(map(task_named, only_tasks)))
    offline = settings.model_copy(update={"openai_api_key": None, "openai_base_url": None})
    with at_place(offline) as place:
        asyncio.run(bring_up(direct_url(offline, place)))
        recorder = Recorder(offline, place.url, stored, RecordingFiles(work), scope, takes=mode == "take")
        lines = asyncio.run(recorder.run(histories))
    sys.stdout.write("\n".join(lines or ["Nothing is to be answered."]) + "\n")


def read_histories(folder: Path) -> list[list[NamedVisit]]:
    """The visits of a folder: each file is a patient with one visit, each folder in it one with a visit a file, in the
    order of their dates. Raises Misconfigured."""
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    alone = [[_read(file, file.stem)] for file in entries if file.suffix == ".json"]
    together = [_dated(each) for each in entries if each.is_dir() and any(each.glob("*.json"))]
    if not alone and not together:
        raise Misconfigured(f"{folder} holds no visits as JSON files.")
    return [*alone, *together]


def _dated(folder: Path) -> list[NamedVisit]:
    read = [_read(file, f"{folder.name}_{file.stem}") for file in sorted(folder.glob("*.json"))]
    return sorted(read, key=lambda visit: str(visit.body["session_date"]))


def _read(file: Path, name: str) -> NamedVisit:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Misconfigured(f"{file} cannot be read as JSON.") from None
    if not isinstance(body, dict) or not {"session_date", "segments"} <= set(body):
        raise Misconfigured(f"{file} holds no visit: session_date and segments are needed.")
    return NamedVisit(name, body)


def _visit_named(name: str, names: list[str]) -> str:
    """A visit by its name, or of the sample patient by its number."""
    full = f"visit_{int(name):02}" if name.isdigit() and name not in names else name
    if full not in names:
        raise Misconfigured(f"There is no visit {name}; there are {', '.join(names)}.")
    return full
