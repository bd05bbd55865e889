"""Collects the input of a generator for a visit, and records what its result rests on.

`collect` reads the rows, in a transaction. `assemble` makes the input of them and does no I/O: with 200 visits it takes
long enough to belong in a thread, where no transaction waits for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.graph import LABELING, SCREEN, generator, needs_of
from app.pipeline.input.earlier_visits import EarlierVisits, load_earlier_visits
from app.pipeline.input.homework import AgreedTasks, load_agreed_tasks
from app.pipeline.input.note_extraction import evidence_of, notes_for, recommendations_of
from app.pipeline.input.staleness import Sources, fingerprint, merge_sources
from app.pipeline.input.visit_state import VisitState
from app.store.database import Db
from app.store.models import Generation
from app.therapy.evidence import Evidence
from app.therapy.memory import Strategy
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Memory, Note, Trend, Visit

THIS_VISIT = "this visit"
PROMPT_SHARE = 0.5
"""Of the model's context, what a full memory may fill; the rest is for the visit itself and the answer."""


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
class CollectedInput:
    """The rows that a task's input is made of. `earlier` is None for a task that remembers nothing. `budget` is in
    tokens; `roles_failed`: the speakers could not be labelled."""

    state: VisitState
    task: str
    rows: Sequence[Generation]
    strategy: Strategy
    budget: int
    completed_tasks: Sequence[str]
    earlier: EarlierVisits | None
    agreed: AgreedTasks
    roles_failed: bool

    @property
    def audience(self) -> Audience:
        """Who reads what is made of it."""
        return generator(self.task).AUDIENCE

    @property
    def notes(self) -> tuple[Note, ...]:
        """The findings of the visit's other results."""
        screen = self.state.usable(SCREEN)
        return tuple(note for row in self.rows for note in notes_for(self.audience, row, THIS_VISIT, screen))

    @property
    def advice(self) -> tuple[Note, ...]:
        """What the analysis recommends, for a task that is shown it."""
        if not generator(self.task).ADVISED:
            return ()
        task = provider_of(ResultUse.ADVICE)
        return tuple(note for row in self.rows if row.task == task for note in recommendations_of(row))

    @property
    def screen_words(self) -> tuple[Evidence, ...]:
        """The words that the visit's screen points at."""
        return tuple(item for row in self.rows if row.task == SCREEN for item in evidence_of(row.evidence))

    def trend(self, memory: Memory) -> Trend | None:
        """The trend of the mood scores, for a task that is shown it."""
        if self.earlier is None or not generator(self.task).SHOWS_TREND:
            return None
        return self.earlier.trend(memory, self.state.usable(provider_of(ResultUse.MOOD_SCORE)))


async def collect(
    db: Db,
    state: VisitState,
    task: str,
    strategy: Strategy,
    context_tokens: int,
    completed_tasks: Sequence[str],
    disabled: frozenset[str] = frozenset(),
) -> CollectedInput:
    """The rows for a task about a visit: of it and of earlier ones, save those of tasks that are switched off."""
    return CollectedInput(
        state=state,
        task=task,
        rows=_rows_needed(state, task, disabled),
        strategy=strategy,
        budget=round(context_tokens * PROMPT_SHARE),
        completed_tasks=completed_tasks,
        earlier=await load_earlier_visits(db, state, task, disabled) if generator(task).REMEMBERS else None,
        agreed=await load_agreed_tasks(db, state, disabled) if generator(task).LOOKS_BACK else AgreedTasks(),
        roles_failed=LABELING not in (task, *disabled) and not state.roles_are_known,
    )


def assemble(collected: CollectedInput) -> GeneratorInput:
    """The input that the rows come to."""
    state, task, earlier = collected.state, collected.task, collected.earlier
    memory, remembered = Memory(), Sources()
    if earlier is not None:
        memory, remembered = earlier.remembered(collected.audience, collected.strategy, collected.budget)
    visit = _visit(collected, memory)
    own = {str(state.visit.session_id): fingerprint(state.ground, task)}
    agreed = collected.agreed.sources if visit.agreed else {}
    sources = merge_sources([own, *(row.sources for row in collected.rows), agreed, remembered])
    past = earlier.grounds[state.visit.session_id].past if earlier else None
    return GeneratorInput(visit, sources, _past(past, collected.rows))


def _visit(collected: CollectedInput, memory: Memory) -> Visit:
    state, stored = collected.state, collected.state.visit
    return Visit(
        session_id=stored.session_id,
        session_date=stored.session_date,
        transcript=stored.transcript,
        roles=state.ground.roles if collected.task != LABELING else None,
        roles_failed=collected.roles_failed,
        results={row.task: row.result for row in collected.rows if row.result},
        notes=collected.notes,
        screen_words=collected.screen_words,
        memory=memory,
        completed_tasks=collected.completed_tasks,
        number=collected.agreed.earlier_visits + 1,
        agreed=collected.agreed.notes(collected.audience),
        advice=collected.advice,
        trend=collected.trend(memory),
        since=collected.earlier.first_date(memory) if collected.earlier else None,
    )


def _past(own: str | None, rows: Sequence[Generation]) -> str | None:
    """The earlier visits that a result and those under it could remember. Where one of those knew of others than there
    are now, that is kept, and the result is stale from birth."""
    known = {row.past for row in rows if row.past is not None}
    other = known - {own}
    return min(other) if other else own


def _rows_needed(state: VisitState, task: str, disabled: frozenset[str]) -> list[Generation]:
    """The results that a task needs or reads, of its own visit, as far as they still hold: the words under a finding
    of another transcript stand elsewhere now."""
    same_visit = [need for need in needs_of(task) if need.visit == "same" and not need.order_only]
    named = dict.fromkeys([*generator(task).READS, *(need.task for need in same_visit)])
    usable = (state.usable(name) for name in named if name not in (LABELING, *disabled))
    return [row for row in usable if row is not None]
