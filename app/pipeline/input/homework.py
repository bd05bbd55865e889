"""The tasks agreed in earlier visits, for generators that look back on them."""

from dataclasses import dataclass

from app.generators.registry import task_providing
from app.generators.result_use import ResultUse
from app.pipeline.input.earlier_visits import earlier_sessions
from app.pipeline.input.note_extraction import extract_agreed_tasks
from app.pipeline.input.risk_state import current_screen
from app.pipeline.input.staleness import Sources, is_unfounded
from app.pipeline.input.visit_state import VisitState
from app.store import generations, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.memory import date_notes
from app.therapy.sharing.audience import Audience
from app.therapy.visit import Note

MAX_VISITS_BACK = 3  # homework stays open over visits that agreed nothing; what is older is not asked about


@dataclass(frozen=True, slots=True)
class AgreedTasks:
    """The number of earlier visits, and the tasks agreed in the nearest one for which they are known: the row that
    lists them, how many visits ago, and that visit's screen.
    """

    earlier_visits: int = 0
    row: Generation | None = None
    visits_ago: int = 0
    screen: Generation | None = None

    def notes(self, audience: Audience) -> tuple[Note, ...]:
        """Return the agreed tasks as notes for an audience."""
        if self.row is None:
            return ()
        return date_notes(extract_agreed_tasks(self.row, "", audience, self.screen), self.visits_ago)

    @property
    def sources(self) -> Sources:
        """Return the sources they rest on."""
        return self.row.sources if self.row else {}


async def load_agreed_tasks(db: Db, state: VisitState, disabled: frozenset[str]) -> AgreedTasks:
    """Read the tasks agreed in the nearest recent visit that has any."""
    task = task_providing(ResultUse.AGREED_TASKS)
    grounds = await visits.fingerprints_of_patient(db, state.visit.patient_id)
    sessions = earlier_sessions(grounds, state)
    for ago, session in enumerate(sessions[:MAX_VISITS_BACK], 1):
        row = await generations.find_generation_by_properties(db, session, task, {}, {}, state="success")
        if row is None or is_unfounded(row, grounds) or task in disabled:
            continue
        if extract_agreed_tasks(row, "", Audience.CLINICIAN, None):
            return AgreedTasks(len(sessions), row, ago, await current_screen(db, session, grounds))
    return AgreedTasks(len(sessions))
