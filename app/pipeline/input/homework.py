"""What was agreed in the visits before, for a generator that looks back on it."""

from dataclasses import dataclass

from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.input.earlier_visits import earlier_sessions
from app.pipeline.input.note_extraction import agreed_task_notes
from app.pipeline.input.risk_state import screen_of
from app.pipeline.input.staleness import Sources, is_unfounded
from app.pipeline.input.visit_state import VisitState
from app.store import generations, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.memory import notes_as_of
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Note

MAX_VISITS_BACK = 3  # homework stays open over visits that agreed nothing; what is older is not asked about


@dataclass(frozen=True, slots=True)
class AgreedTasks:
    """How many visits came before, and what was agreed in the nearest of which that is known: the row that says it,
    how many visits ago, and that visit's screen."""

    earlier_visits: int = 0
    row: Generation | None = None
    visits_ago: int = 0
    screen: Generation | None = None

    def notes(self, audience: Audience) -> tuple[Note, ...]:
        """What was agreed, for an audience."""
        if self.row is None:
            return ()
        return notes_as_of(agreed_task_notes(self.row, "", audience, self.screen), self.visits_ago)

    @property
    def sources(self) -> Sources:
        """The words that it rests on."""
        return self.row.sources if self.row else {}


async def load_agreed_tasks(db: Db, state: VisitState, disabled: frozenset[str]) -> AgreedTasks:
    """What was agreed in the nearest of the last visits in which anything was."""
    task = provider_of(ResultUse.AGREED_TASKS)
    grounds = await visits.grounds(db, state.visit.patient_id)
    sessions = earlier_sessions(grounds, state)
    for ago, session in enumerate(sessions[:MAX_VISITS_BACK], 1):
        row = await generations.made_alike(db, session, task, {}, {}, state="success")
        if row is None or is_unfounded(row, grounds) or task in disabled:
            continue
        if agreed_task_notes(row, "", Audience.CLINICIAN, None):
            return AgreedTasks(len(sessions), row, ago, await screen_of(db, session, grounds))
    return AgreedTasks(len(sessions))
