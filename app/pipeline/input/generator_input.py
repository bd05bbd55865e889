"""Collects the input of a generator for a visit, and records what its result rests on.

`collect_input_rows` reads the rows in a transaction. `build_generator_input` builds the input from them without I/O:
with 200 visits it takes long enough to run in a thread, after the transaction has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.generators.registry import task_providing
from app.generators.result_use import ResultUse
from app.pipeline.graph import LABELING, SCREEN, generator_of_task, needs_of_task
from app.pipeline.input.earlier_visits import EarlierVisits, load_earlier_visits
from app.pipeline.input.homework import AgreedTasks, load_agreed_tasks
from app.pipeline.input.note_extraction import (
    extract_notes,
    extract_recommendations,
    parse_stored_evidence,
    words_of_danger,
)
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
    """What a generator is shown, the fingerprints of all words that it was built from, and the fingerprint of the
    earlier visits.
    """

    visit: Visit
    sources: Sources
    past: str | None = None

    @property
    def session_ids(self) -> set[UUID]:
        """The visits whose words the input contains."""
        return {UUID(session) for session in self.sources}


@dataclass(frozen=True, slots=True)
class CollectedInput:
    """The rows that a task's input is built from. `earlier` is None for a task without memory. `budget` is in tokens;
    `roles_failed`: the speakers could not be labelled.
    """

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
        """The audience of the result."""
        return generator_of_task(self.task).AUDIENCE

    @property
    def notes(self) -> tuple[Note, ...]:
        """The findings of the visit's other results."""
        screen = self.state.usable_result(SCREEN)
        return tuple(
            note for row in self.rows for note in extract_notes(self.audience, row, THIS_VISIT, screen, *self.rows)
        )

    @property
    def advice(self) -> tuple[Note, ...]:
        """The recommendations of the analysis, for a task that is shown them."""
        if not generator_of_task(self.task).ADVISED:
            return ()
        task = task_providing(ResultUse.ADVICE)
        return tuple(note for row in self.rows if row.task == task for note in extract_recommendations(row))

    @property
    def screen_words(self) -> tuple[Evidence, ...]:
        """The words that the visit's screen rests on; for a patient's page those about a danger alone."""
        screen = self.state.usable_result(SCREEN)
        if self.audience is not Audience.CLINICIAN:
            return tuple(words_of_danger(screen))
        return tuple(parse_stored_evidence(screen.evidence)) if screen else ()

    def trend(self, memory: Memory) -> Trend | None:
        """Return the trend of the mood scores, for a task that is shown it."""
        if self.earlier is None or not generator_of_task(self.task).SHOWS_TREND:
            return None
        return self.earlier.trend(memory, self.state.usable_result(task_providing(ResultUse.MOOD_SCORE)))


async def collect_input_rows(
    db: Db,
    state: VisitState,
    task: str,
    strategy: Strategy,
    context_tokens: int,
    completed_tasks: Sequence[str],
    disabled: frozenset[str] = frozenset(),
) -> CollectedInput:
    """Read the rows for a task about a visit, from that visit and earlier ones, except those of disabled tasks."""
    return CollectedInput(
        state=state,
        task=task,
        rows=_rows_needed(state, task, disabled),
        strategy=strategy,
        budget=round(context_tokens * PROMPT_SHARE),
        completed_tasks=completed_tasks,
        earlier=await load_earlier_visits(db, state, task, disabled) if generator_of_task(task).REMEMBERS else None,
        agreed=await load_agreed_tasks(db, state, disabled) if generator_of_task(task).LOOKS_BACK else AgreedTasks(),
        roles_failed=LABELING not in (task, *disabled) and not state.roles_are_known,
    )


def build_generator_input(collected: CollectedInput) -> GeneratorInput:
    """Build the input from the rows."""
    state, task, earlier = collected.state, collected.task, collected.earlier
    memory, remembered = Memory(), Sources()
    if earlier is not None:
        memory, remembered = earlier.build_memory(collected.audience, collected.strategy, collected.budget)
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
    """Return the fingerprint of the earlier visits that a result, and those it rests on, could remember. If one of
    those was made with other visits than exist now, its fingerprint is kept, and the result is stale from the
    beginning.
    """
    known = {row.past for row in rows if row.past is not None}
    other = known - {own}
    return min(other) if other else own


def _rows_needed(state: VisitState, task: str, disabled: frozenset[str]) -> list[Generation]:
    """Return the results of the same visit that a task needs or reads, if they are still valid. In another transcript,
    the words under a finding are elsewhere.
    """
    same_visit = [need for need in needs_of_task(task) if need.visit == "same" and not need.order_only]
    named = dict.fromkeys([*generator_of_task(task).READS, *(need.task for need in same_visit)])
    usable = (state.usable_result(name) for name in named if name not in (LABELING, *disabled))
    return [row for row in usable if row is not None]
