"""The results of earlier visits: which rows a memory is made of, and what is remembered of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.llm.tokens import count_tokens
from app.pipeline.graph import SCREEN, generator
from app.pipeline.input.current_results import Grounds, counting_results
from app.pipeline.input.note_extraction import evidence_of
from app.pipeline.input.past_visit import Rows, past_visit
from app.pipeline.input.risk_state import that_holds
from app.pipeline.input.staleness import Sources, is_unfounded, merge_sources
from app.pipeline.input.visit_state import VisitState
from app.store import generations, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.memory import Strategy, remember
from app.therapy.notes import notes_of
from app.therapy.sharing.audience import Audience
from app.therapy.trend import trend_of
from app.therapy.visit import Memory, Note, Trend

ABOUT_HISTORY = "last journey"
"""What the notes of the last history are about, in the words of the prompts."""


@dataclass(frozen=True, slots=True)
class History:
    """The account of all visits so far, as it was shown: its row, and its content."""

    row: Generation
    data: dict[str, Any]

    @property
    def notes(self) -> list[Note]:
        """Its sentences as notes."""
        return notes_of(self.row.session_id, ABOUT_HISTORY, self.data, evidence_of(self.row.evidence))

    @property
    def covers_from(self) -> datetime | None:
        """The date of the first visit it covers."""
        date = (self.data.get("covers") or {}).get("from")
        return datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None


@dataclass(frozen=True, slots=True)
class EarlierVisits:
    """The rows that a memory is made of. `sessions` are the visits before, nearest first."""

    grounds: Grounds
    rows: Rows
    sessions: Sequence[UUID]
    history: History | None

    def remembered(self, audience: Audience, strategy: Strategy, budget: int) -> tuple[Memory, Sources]:
        """The memory for an audience within a budget in tokens, and the words it rests on."""
        findings = provider_of(ResultUse.FINDINGS)
        rows = {key: row for key, row in self.rows.items() if not is_unfounded(row, self.grounds)}
        past = [past_visit(rows, session, ago, audience) for ago, session in enumerate(self.sessions, 1)]
        memory = remember(strategy, past, self.history.notes if self.history else [], count_tokens, budget)
        held = [rows[session, findings].sources for session in memory.sessions if (session, findings) in rows]
        return memory, merge_sources([*held, self.history.row.sources if self.history else {}])

    def trend(self, memory: Memory, current: Generation | None) -> Trend | None:
        """The trend of the mood scores of the visits remembered, and of the current one."""
        mood = provider_of(ResultUse.MOOD_SCORE)
        rows = [self.rows.get((session, mood)) for session in reversed(self.sessions) if session in memory.sessions]
        known = [row.result for row in (*rows, current) if row is not None and row.result is not None]
        return trend_of([result["mood_score"] for result in known])

    def first_date(self, memory: Memory) -> datetime | None:
        """The date of the first visit that is remembered, or covered by the last history."""
        dates = [self.grounds[session].session_date for session in memory.sessions if session in self.grounds]
        covered = self.history.covers_from if self.history else None
        return min([*dates, *([covered] if covered else [])], default=None)


def earlier_sessions(grounds: Grounds, state: VisitState) -> list[UUID]:
    """The visits before a visit, nearest first."""
    before = [ground for ground in grounds.values() if (ground.session_date, ground.session_id) < state.visit.order]
    return [ground.session_id for ground in reversed(before)]


async def load_earlier_visits(db: Db, state: VisitState, task: str, disabled: frozenset[str]) -> EarlierVisits:
    """The rows that a task's memory is made of, save those of tasks that are switched off."""
    patient_id = state.visit.patient_id
    grounds = await visits.grounds(db, patient_id)
    sessions = earlier_sessions(grounds, state)
    provided = [ResultUse.FINDINGS, ResultUse.BREAKTHROUGH, ResultUse.HISTORY, ResultUse.RISK_STATE]
    provided += [ResultUse.MOOD_SCORE] if generator(task).SHOWS_TREND else []
    wanted = [name for name in map(provider_of, provided) if name not in disabled]
    stored = counting_results(await generations.newest_of_patient(db, patient_id, wanted), grounds)
    rows = {key: await that_holds(db, row, grounds) if key[1] == SCREEN else row for key, row in stored.items()}
    history = await _last_history(db, rows, sessions, grounds) if generator(task).DOCUMENT else None
    return EarlierVisits(grounds, rows, sessions, history)


async def _last_history(
    db: Db, rows: Mapping[tuple[UUID, str], Generation], sessions: Iterable[UUID], grounds: Grounds
) -> History | None:
    """The newest history of the nearest earlier visit that has one. One that is held was not read by the patient, and
    its words are not to reach them through the next."""
    task = provider_of(ResultUse.HISTORY)
    declared = generator(task).DOCUMENT
    for session in sessions:
        row = rows.get((session, task))
        if declared is None or row is None or row.generation_metadata_id is None or is_unfounded(row, grounds):
            continue
        version = await versions.version_of_metadata(db, versions.document(declared.key), row.generation_metadata_id)
        if version is not None and not version.held:
            return History(row, version.data)
    return None
