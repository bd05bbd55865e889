"""The results of earlier visits: the rows that a memory is built from, and the memory itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.generators.registry import task_providing
from app.generators.result_use import ResultUse
from app.llm.tokens import count_tokens
from app.pipeline.graph import SCREEN, generator_of_task
from app.pipeline.input.current_results import Grounds, current_successful_results
from app.pipeline.input.note_extraction import parse_stored_evidence
from app.pipeline.input.past_visit import Rows, build_past_visit
from app.pipeline.input.risk_state import choose_valid_screen
from app.pipeline.input.staleness import Sources, is_unfounded, merge_sources
from app.pipeline.input.visit_state import VisitState
from app.store import generations, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.memory import Strategy, build_memory
from app.therapy.notes import notes_of_result
from app.therapy.sharing.audience import Audience
from app.therapy.trend import compute_trend
from app.therapy.visit import Memory, Note, Trend

ABOUT_HISTORY = "last journey"
"""What the notes of the last history are about, in the words of the prompts."""


@dataclass(frozen=True, slots=True)
class History:
    """The newest journey, as it was shown: its row and its content."""

    row: Generation
    data: dict[str, Any]

    @property
    def notes(self) -> list[Note]:
        """Return its sentences as notes."""
        return notes_of_result(self.row.session_id, ABOUT_HISTORY, self.data, parse_stored_evidence(self.row.evidence))

    @property
    def covers_from(self) -> datetime | None:
        """Return the date of the first visit that it covers."""
        date = (self.data.get("covers") or {}).get("from")
        return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None


@dataclass(frozen=True, slots=True)
class EarlierVisits:
    """The rows that a memory is built from. `sessions` are the earlier visits, nearest first."""

    grounds: Grounds
    rows: Rows
    sessions: Sequence[UUID]
    history: History | None

    def build_memory(self, audience: Audience, strategy: Strategy, budget: int) -> tuple[Memory, Sources]:
        """Return the memory for an audience within a budget in tokens, and the sources it rests on."""
        findings = task_providing(ResultUse.FINDINGS)
        rows = {key: row for key, row in self.rows.items() if not is_unfounded(row, self.grounds)}
        past = [build_past_visit(rows, session, ago, audience) for ago, session in enumerate(self.sessions, 1)]
        memory = build_memory(strategy, past, self.history.notes if self.history else [], count_tokens, budget)
        held = [rows[session, findings].sources for session in memory.sessions if (session, findings) in rows]
        return memory, merge_sources([*held, self.history.row.sources if self.history else {}])

    def trend(self, memory: Memory, current: Generation | None) -> Trend | None:
        """Return the trend of the mood scores of the remembered visits and the current one."""
        mood = task_providing(ResultUse.MOOD_SCORE)
        rows = [self.rows.get((session, mood)) for session in reversed(self.sessions) if session in memory.sessions]
        known = [row.result for row in (*rows, current) if row is not None and row.result is not None]
        return compute_trend([result["mood_score"] for result in known])

    def first_date(self, memory: Memory) -> datetime | None:
        """Return the date of the first visit that is remembered, or covered by the newest journey."""
        dates = [self.grounds[session].session_date for session in memory.sessions if session in self.grounds]
        covered = self.history.covers_from if self.history else None
        return min([*dates, *([covered] if covered else [])], default=None)


def earlier_sessions(grounds: Grounds, state: VisitState) -> list[UUID]:
    """Return the visits before a visit, nearest first."""
    before = [ground for ground in grounds.values() if (ground.session_date, ground.session_id) < state.visit.sort_key]
    return [ground.session_id for ground in reversed(before)]


async def load_earlier_visits(db: Db, state: VisitState, task: str, disabled: frozenset[str]) -> EarlierVisits:
    """Read the rows that a task's memory is built from, except those of disabled tasks."""
    patient_id = state.visit.patient_id
    grounds = await visits.fingerprints_of_patient(db, patient_id)
    sessions = earlier_sessions(grounds, state)
    provided = [ResultUse.FINDINGS, ResultUse.BREAKTHROUGH, ResultUse.HISTORY, ResultUse.RISK_STATE]
    provided += [ResultUse.MOOD_SCORE] if generator_of_task(task).SHOWS_TREND else []
    wanted = [name for name in map(task_providing, provided) if name not in disabled]
    stored = current_successful_results(
        await generations.newest_generations_of_patient(db, patient_id, wanted), grounds
    )
    rows = {
        key: await choose_valid_screen(db, row, grounds) if key[1] == SCREEN else row for key, row in stored.items()
    }
    history = await _last_history(db, rows, sessions, grounds) if generator_of_task(task).DOCUMENT else None
    return EarlierVisits(grounds, rows, sessions, history)


async def _last_history(
    db: Db, rows: Mapping[tuple[UUID, str], Generation], sessions: Iterable[UUID], grounds: Grounds
) -> History | None:
    """Return the newest journey of the nearest earlier visit that has one. Held ones are skipped: the patient has not
    read them, and their words must not reach the patient through the next one.
    """
    task = task_providing(ResultUse.HISTORY)
    declared = generator_of_task(task).DOCUMENT
    for session in sessions:
        row = rows.get((session, task))
        if declared is None or row is None or row.generation_metadata_id is None or is_unfounded(row, grounds):
            continue
        version = await versions.version_of_metadata(
            db, versions.document_by_key(declared.key), row.generation_metadata_id
        )
        if version is not None and not version.held:
            return History(row, version.data)
    return None
