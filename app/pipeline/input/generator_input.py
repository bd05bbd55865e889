"""Collects the input of a generator for a visit, and records what its result rests on.

`collect` reads the rows, in a transaction. `assemble` makes the memory of them and does no I/O: with 200 visits it
takes long enough to belong in a thread, where no transaction waits for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.llm.tokens import count_tokens
from app.pipeline.graph import LABELING, SCREEN, generator, needs
from app.pipeline.input.current_results import Grounds, counting_results
from app.pipeline.input.note_extraction import ADVICE_FROM, TOPICS, advice_of, agreed_in, evidence_of, notes_for
from app.pipeline.input.risk_state import screen_of, that_holds
from app.pipeline.input.staleness import Sources, fingerprint, is_unfounded
from app.pipeline.input.visit_state import VisitState
from app.store import generations, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.danger import discloses_danger
from app.therapy.memory import PastVisit, Strategy, dated, remember
from app.therapy.notes import notes_of
from app.therapy.risk import DISCLOSED, HOLDING
from app.therapy.sharing.audience import Audience
from app.therapy.trend import trend_of
from app.therapy.visit import Memory, Note, Trend, Visit

REMEMBERED = "session_insights"
"""The task whose findings are what is remembered of a visit."""
BREAKTHROUGH = "breakthrough_detection"
JOURNEY = "roadmap_generation"
MOOD = "mood_analysis"
THIS_VISIT = "this visit"
MAX_VISITS_BACK = 3  # homework stays open over visits that agreed nothing; what is older is not asked about
PROMPT_SHARE = 0.5
"""Of the model's context, what a full memory may fill; the rest is for the visit itself and the answer."""

Rows = Mapping[tuple[UUID, str], Generation]
"""The result of each visit and task that counts."""


@dataclass(frozen=True, slots=True)
class GeneratorInput:
    """What is shown, the fingerprints of all words it was made from, and that of the visits it could remember."""

    visit: Visit
    sources: Sources
    past: str | None = None

    @property
    def session_ids(self) -> set[UUID]:
        """The visits that it holds anything of."""
        return {UUID(session) for session in self.sources}


@dataclass(frozen=True, slots=True)
class Written:
    """A journey that was shown: its row, and its words."""

    row: Generation
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recalled:
    """The rows that a memory is made of. `earlier` are the visits before, nearest first."""

    grounds: Grounds
    rows: Rows
    earlier: Sequence[UUID]
    journey: Written | None


@dataclass(frozen=True, slots=True)
class LookedBack:
    """How many visits came before, and what was agreed in the nearest of which that is known: its extraction of topics,
    how many visits ago, and its screen."""

    earlier: int
    agreed: Generation | None = None
    visits_ago: int = 0
    screen: Generation | None = None


@dataclass(frozen=True, slots=True)
class CollectedInput:
    """The rows that a task's material is made of. `recalled` is None for a task that remembers nothing,
    `looked_back` for one that is not told of the visit before."""

    standing: VisitState
    task: str
    rows: Sequence[Generation]
    strategy: Strategy
    budget: int
    completed_tasks: Sequence[str]
    recalled: Recalled | None
    looked_back: LookedBack | None
    roles_failed: bool

    @property
    def audience(self) -> Audience:
        """Who reads what is made of it."""
        return generator(self.task).AUDIENCE


async def collect(
    db: Db,
    state: VisitState,
    task: str,
    strategy: Strategy,
    context_tokens: int,
    completed_tasks: Sequence[str],
    disabled: frozenset[str] = frozenset(),
) -> CollectedInput:
    """The rows for a task about a visit: of it and of earlier ones, save what is switched off."""
    rows, budget = _rows_needed(state, task, disabled), round(context_tokens * PROMPT_SHARE)
    recalled = await _recalled(db, state, task, disabled) if generator(task).REMEMBERS else None
    looked_back = await _looked_back(db, state, disabled) if generator(task).LOOKS_BACK else None
    roles_failed = LABELING not in (task, *disabled) and not state.roles_are_known
    return CollectedInput(state, task, rows, strategy, budget, completed_tasks, recalled, looked_back, roles_failed)


def assemble(found: CollectedInput) -> GeneratorInput:
    """The material that the rows come to."""
    standing, task, rows = found.standing, found.task, found.rows
    stored, recalled = standing.visit, found.recalled
    memory, remembered = _remembered(found, recalled) if recalled else (Memory(), {})
    back = found.looked_back or LookedBack(0)
    visit = Visit(
        session_id=stored.session_id,
        session_date=stored.session_date,
        transcript=stored.transcript,
        roles=standing.ground.roles if task != LABELING else None,
        roles_failed=found.roles_failed,
        results={row.task: row.result for row in rows if row.result},
        notes=tuple(note for row in rows for note in _notes(found, row)),
        screen_words=tuple(item for row in rows if row.task == SCREEN for item in evidence_of(row.evidence)),
        memory=memory,
        completed_tasks=found.completed_tasks,
        number=back.earlier + 1,
        agreed=_agreed(found, back),
        advice=_advice(found),
        trend=_trend(found, memory),
        since=_since(found, memory),
    )
    own = {str(stored.session_id): fingerprint(standing.ground, task)}
    agreed = back.agreed.sources if back.agreed and visit.agreed else {}
    sources = _united([own, *(row.sources for row in rows), agreed, remembered])
    return GeneratorInput(visit, sources, _past(recalled.grounds[stored.session_id].past if recalled else None, rows))


def _notes(found: CollectedInput, row: Generation) -> list[Note]:
    return notes_for(found.audience, row, THIS_VISIT, found.standing.usable(SCREEN))


def _agreed(found: CollectedInput, back: LookedBack) -> tuple[Note, ...]:
    if back.agreed is None:
        return ()
    return dated(agreed_in(back.agreed, "", found.audience, back.screen), back.visits_ago)


def _advice(found: CollectedInput) -> tuple[Note, ...]:
    if not generator(found.task).ADVISED:
        return ()
    return tuple(note for row in found.rows if row.task == ADVICE_FROM for note in advice_of(row))


def _trend(found: CollectedInput, memory: Memory) -> Trend | None:
    """That of the moods of the visits remembered, and of this one."""
    if (recalled := found.recalled) is None or found.task != JOURNEY:
        return None
    moods = [recalled.rows.get((session, MOOD)) for session in reversed(recalled.earlier) if session in memory.sessions]
    moods.append(found.standing.usable(MOOD))
    return trend_of([row.result["mood_score"] for row in moods if row is not None and row.result is not None])


def _since(found: CollectedInput, memory: Memory) -> datetime | None:
    """The date of the first visit that a journey covers, by what is remembered and by the journey before it."""
    if (recalled := found.recalled) is None:
        return None
    dates = [recalled.grounds[session].session_date for session in memory.sessions if session in recalled.grounds]
    covered = (recalled.journey.data.get("covers") or {}).get("from") if recalled.journey else None
    dates += [datetime.fromisoformat(covered).replace(tzinfo=UTC)] if covered else []
    return min(dates, default=None)


def _past(own: str | None, rows: Sequence[Generation]) -> str | None:
    """The earlier visits that a result and those under it could remember. Where one of those knew of others than there
    are now, that is kept, and the result is stale from birth."""
    known = {row.past for row in rows if row.past is not None}
    other = known - {own}
    return min(other) if other else own


def _rows_needed(state: VisitState, task: str, disabled: frozenset[str]) -> list[Generation]:
    """The results that a task needs or reads, of its own visit, as far as they still hold: the words under a finding
    of another transcript stand elsewhere now."""
    same_visit = [need for need in needs(task) if need.visit == "same" and not need.order_only]
    named = dict.fromkeys([*generator(task).READS, *(need.task for need in same_visit)])
    usable = (state.usable(name) for name in named if name not in (LABELING, *disabled))
    return [row for row in usable if row is not None]


async def _looked_back(db: Db, state: VisitState, disabled: frozenset[str]) -> LookedBack:
    grounds = await visits.grounds(db, state.visit.patient_id)
    earlier = [ground.session_id for ground in grounds.values() if _before(ground, state)]
    for ago, session in enumerate(reversed(earlier[-MAX_VISITS_BACK:]), 1):
        row = await generations.made_alike(db, session, TOPICS, {}, {}, state="success")
        if row is None or is_unfounded(row, grounds) or TOPICS in disabled:
            continue
        if agreed_in(row, "", Audience.CLINICIAN, None):
            return LookedBack(len(earlier), row, ago, await screen_of(db, session, grounds))
    return LookedBack(len(earlier))


async def _recalled(db: Db, state: VisitState, task: str, disabled: frozenset[str]) -> Recalled:
    patient_id = state.visit.patient_id
    grounds = await visits.grounds(db, patient_id)
    earlier = [ground.session_id for ground in grounds.values() if _before(ground, state)]
    earlier.reverse()
    wanted = (REMEMBERED, BREAKTHROUGH, JOURNEY, SCREEN, *[MOOD] * (task == JOURNEY))
    told = [each for each in wanted if each not in disabled]
    stored = counting_results(await generations.newest_of_patient(db, patient_id, told), grounds)
    rows = {key: await that_holds(db, row, grounds) if key[1] == SCREEN else row for key, row in stored.items()}
    journey = await _last_journey(db, rows, earlier, grounds) if generator(task).declared.wave == 3 else None
    return Recalled(grounds, rows, earlier, journey)


def _remembered(found: CollectedInput, recalled: Recalled) -> tuple[Memory, Sources]:
    rows = {key: row for key, row in recalled.rows.items() if not is_unfounded(row, recalled.grounds)}
    past = [_past_visit(rows, session, ago, found.audience) for ago, session in enumerate(recalled.earlier, 1)]
    written = recalled.journey
    journey = _notes_of_journey(written) if written else []
    memory = remember(found.strategy, past, journey, count_tokens, found.budget)
    held = [rows[session, REMEMBERED].sources for session in memory.sessions if (session, REMEMBERED) in rows]
    return memory, _united([*held, written.row.sources if written else {}])


def _notes_of_journey(written: Written) -> list[Note]:
    row = written.row
    return notes_of(row.session_id, "last journey", written.data, evidence_of(row.evidence))


def _before(ground: visits.Ground, state: VisitState) -> bool:
    return (ground.session_date, ground.session_id) < state.visit.order


def _past_visit(rows: Rows, session_id: UUID, visits_ago: int, audience: Audience) -> PastVisit:
    """An earlier visit, what speaks of danger first."""
    row, breakthrough, screen = (rows.get((session_id, task)) for task in (REMEMBERED, BREAKTHROUGH, SCREEN))
    if row is None:
        return PastVisit(session_id, None)
    notes = notes_for(audience, row, "", screen)
    if _may_disclose(screen):
        notes.sort(key=lambda note: not _tells_of_danger(note))
    return PastVisit(
        session_id,
        dated(notes, visits_ago),
        disclosure=_may_disclose(screen) and (_disclosed(screen) or any(map(_tells_of_danger, notes[:1]))),
        breakthrough=bool(breakthrough and (breakthrough.result or {}).get("breakthrough")),
    )


def _may_disclose(screen: Generation | None) -> bool:
    """Whether its words have to be looked at: not where a screen found nothing, or a denial."""
    return screen is None or screen.result is None or screen.result["state"] in HOLDING


def _disclosed(screen: Generation | None) -> bool:
    return bool(screen and screen.result and screen.result["state"] == DISCLOSED)


def _tells_of_danger(note: Note) -> bool:
    """By its own words or those it rests on, a denial aside: a summary may be worded more mildly than what was said."""
    return discloses_danger(note.text) or any(discloses_danger(item.quote) for item in note.evidence)


async def _last_journey(db: Db, rows: Rows, earlier: Iterable[UUID], grounds: Grounds) -> Written | None:
    """The newest journey of the nearest earlier visit that has one. One that is held was not read by the patient, and
    its words are not to reach them by way of the next."""
    for session in earlier:
        row = rows.get((session, JOURNEY))
        if row is None or row.generation_metadata_id is None or is_unfounded(row, grounds):
            continue
        version = await versions.of_metadata(db, versions.YOUR_JOURNEY, row.generation_metadata_id)
        if version is not None and not version.held:
            return Written(row, version.data)
    return None


def _united(sources: Iterable[Sources]) -> Sources:
    """All sources. Where two differ over a visit, one of them is outdated and the result is stale from birth: the
    one that comes later in the chain of results is kept, so that this shows."""
    united: Sources = {}
    for some in sources:
        united |= some
    return united
