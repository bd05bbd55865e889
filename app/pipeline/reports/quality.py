"""What the stored results are worth, in numbers: evidence, silence, the guard, voice and memory.

The newest result of each visit and task counts, stale or not, of every generator. What a risk screen found is not told
here, only what its findings rest on.
"""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from app.generators.registry import generators
from app.store import patients, stored_results
from app.store.database import Db
from app.store.stored_results import StoredResult
from app.therapy.language import is_english
from app.therapy.readability import reading_grade
from app.therapy.second_person import is_to_the_reader
from app.therapy.wording import words

PROSE, BRIDGE = "prose_generation", "session_bridge_generation"
BRIDGE_ENTRIES = ("nextSessionTopics", "shareProgress", "sessionPrep")
WITHHELD = "withheld_"
"""What the reasons of the guard begin with."""
NOT_USED = frozenset({"task_not_told"})
"""Reasons that concern no claim: what the model was given and left out."""
MAX_GRADE = 9.0
"""What prose may ask of its reader, by Flesch-Kincaid."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Some figures in three."""

    median: float
    least: float
    most: float


def distribution_of(figures: Sequence[float]) -> Distribution | None:
    """None where there are no figures."""
    if not figures:
        return None
    return Distribution(round(statistics.median(figures), 2), round(min(figures), 2), round(max(figures), 2))


@dataclass(slots=True)
class TaskQuality:
    """A task's results. `claims` are places of results that rest on `quotes`; `dropped` and `withheld` count claims
    by the reason why evidence or the guard took them out, `unused` what the model was given and did not use."""

    results: int = 0
    success: int = 0
    insufficient: Counter[str] = field(default_factory=Counter)
    quotes: int = 0
    claims: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)
    unused: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> float | None:
        """The share of claims that found their evidence, 0 to 1; None where there were no claims."""
        claimed = self.claims + self.dropped.total()
        return self.claims / claimed if claimed else None

    def add(self, row: StoredResult) -> None:
        """Count one result."""
        self.results += 1
        self.success += row.state == "success"
        if row.state != "success":
            self.insufficient[row.reason or "unknown"] += 1
        self.quotes += row.quotes
        self.claims += row.places
        for entry in row.dropped:
            self._counter(entry["reason"])[entry["reason"]] += 1

    def __add__(self, other: "TaskQuality") -> "TaskQuality":
        return TaskQuality(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def _counter(self, reason: str) -> Counter[str]:
        if reason.startswith(WITHHELD):
            return self.withheld
        return self.unused if reason in NOT_USED else self.dropped


@dataclass(slots=True)
class VoiceQuality:
    """How texts for the patient read. Grades are of the English ones, `other_language` counts the others.
    `to_the_reader` counts English texts in the second person."""

    texts: int = 0
    other_language: int = 0
    to_the_reader: int = 0
    lengths: list[float] = field(default_factory=list)
    grades: list[float] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Read one text."""
        self.texts += 1
        self.lengths.append(len(text.split()))
        if not words(text) or not is_english(text):
            self.other_language += 1
            return
        self.grades.append(reading_grade(text))
        self.to_the_reader += is_to_the_reader(text)

    @property
    def too_hard(self) -> int:
        """Texts above the highest grade."""
        return sum(grade > MAX_GRADE for grade in self.grades)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What one result remembered: how many visits it held, how many had nothing to remember, how many notes did not
    fit, and how many visits a full memory shortened."""

    session_id: UUID
    session_date: datetime
    task: str
    strategy: str
    sessions: int
    missing: int
    left_out: int
    shortened: int


@dataclass(slots=True)
class MemoryQuality:
    """What a task's results remembered. `sessions` has a figure a result, the others are sums."""

    sessions: list[float] = field(default_factory=list)
    missing: int = 0
    left_out: int = 0
    shortened: int = 0

    def add(self, one: Remembered) -> None:
        """Count one result."""
        self.sessions.append(one.sessions)
        self.missing += one.missing
        self.left_out += one.left_out
        self.shortened += one.shortened


@dataclass(slots=True)
class Quality:
    """All measures. `visits` are in their order, and of a single patient only: of all there may be any number."""

    patient_id: UUID | None
    engines: Counter[str] = field(default_factory=Counter)
    tasks: dict[str, TaskQuality] = field(default_factory=dict)
    prose: VoiceQuality = field(default_factory=VoiceQuality)
    bridge: VoiceQuality = field(default_factory=VoiceQuality)
    memory: dict[str, MemoryQuality] = field(default_factory=dict)
    visits: list[Remembered] = field(default_factory=list)

    def add(self, row: StoredResult) -> None:
        """Measure one result."""
        self.engines[row.engine] += 1
        self.tasks.setdefault(row.task, TaskQuality()).add(row)
        if row.task == PROSE and row.result:
            self.prose.add(row.result["prose"])
        if row.task == BRIDGE and row.result:
            self.bridge.add(_bridge_text(row.result))
        if _remembers(row.task) and row.memory:
            self._add_memory(_remembered(row, row.memory))

    @property
    def total(self) -> TaskQuality:
        """All tasks together."""
        return sum(self.tasks.values(), TaskQuality())

    def _add_memory(self, one: Remembered) -> None:
        self.memory.setdefault(one.task, MemoryQuality()).add(one)
        if self.patient_id is not None:
            self.visits.append(one)

    def in_order(self) -> "Quality":
        """Itself, tasks in the order in which they are done, visits as they took place."""
        known = {task: place for place, task in enumerate(generators())}
        self.tasks = dict(sorted(self.tasks.items(), key=lambda item: (known.get(item[0], len(known)), item[0])))
        self.memory = {task: self.memory[task] for task in self.tasks if task in self.memory}
        self.visits.sort(key=lambda one: (one.session_date, one.session_id, known[one.task]))
        return self

    def as_json(self) -> Json:
        """Numbers and names of tasks, engines and reasons; ids and dates of visits; no words."""
        return {
            "patient_id": self.patient_id and str(self.patient_id),
            "engines": dict(self.engines),
            "tasks": {task: _task_json(one) for task, one in self.tasks.items()},
            "total": _task_json(self.total),
            "prose": {**_voice_json(self.prose), "to_the_reader": self.prose.to_the_reader},
            "bridge": _voice_json(self.bridge),
            "memory": {task: _memory_json(one) for task, one in self.memory.items()},
            "visits": [_visit_json(one) for one in self.visits],
        }


async def measure_quality(db: Db, patient_id: UUID | None = None) -> Quality:
    """The measures of one patient's stored results, or of everybody's. Raises NotFound for an unknown patient."""
    if patient_id is not None:
        await patients.find(db, patient_id)
    quality = Quality(patient_id)
    async for row in stored_results.newest_results(db, patient_id, worded=(PROSE, BRIDGE)):
        quality.add(row)
    return quality.in_order()


def _bridge_text(bridge: Mapping[str, Any]) -> str:
    """Its entries, a line each."""
    return "\n".join(entry for name in BRIDGE_ENTRIES for entry in bridge[name])


def _remembers(task: str) -> bool:
    heir = generators().get(task)
    return heir is not None and heir.REMEMBERS


def _remembered(row: StoredResult, memory: Mapping[str, Any]) -> Remembered:
    return Remembered(
        session_id=row.session_id,
        session_date=row.session_date,
        task=row.task,
        strategy=memory["strategy"],
        sessions=len(memory["sessions"]),
        missing=len(memory["missing"]),
        left_out=memory["left_out"],
        shortened=memory["shortened"],
    )


def _task_json(one: TaskQuality) -> Json:
    counts = {"results": one.results, "success": one.success, "insufficient": dict(one.insufficient)}
    kept = {"quotes": one.quotes, "claims": one.claims, "kept": None if one.kept is None else round(one.kept, 4)}
    return {**counts, **kept, **{name: dict(getattr(one, name)) for name in ("dropped", "withheld", "unused")}}


def _voice_json(one: VoiceQuality) -> Json:
    told: Json = {"texts": one.texts, "other_language": one.other_language, "too_hard": one.too_hard}
    return {**told, "words": _spread_json(one.lengths), "grade": _spread_json(one.grades)}


def _memory_json(one: MemoryQuality) -> Json:
    sums = {"missing": one.missing, "left_out": one.left_out, "shortened": one.shortened}
    return {"results": len(one.sessions), "sessions": _spread_json(one.sessions), **sums}


def _visit_json(one: Remembered) -> Json:
    return {**asdict(one), "session_id": str(one.session_id), "session_date": one.session_date.isoformat()}


def _spread_json(figures: Sequence[float]) -> Json | None:
    found = distribution_of(figures)
    return asdict(found) if found else None
