"""The state of a visit: transcript, roles, the current result of each task, and whether each is still valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.pipeline.graph import LABELING
from app.pipeline.input.current_results import current_results
from app.pipeline.input.staleness import is_stale, is_unfounded
from app.store import generations, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.visits import Ground, StoredVisit


@dataclass(frozen=True)
class VisitState:
    """A visit at one moment: the result of each task that counts, and in `attempts` newer ones that came to nothing.
    `grounds` cover every visit that one of its results rests on."""

    visit: StoredVisit
    grounds: Mapping[UUID, Ground]
    results: Mapping[str, Generation]
    attempts: Mapping[str, Generation] = field(default_factory=dict)

    @property
    def ground(self) -> Ground:
        """What this visit's own results rest on."""
        return self.grounds[self.visit.session_id]

    def stale(self, row: Generation) -> bool:
        """Whether a result no longer rests on what is there."""
        return is_stale(row, self.grounds)

    def holds(self, task: str) -> Generation | None:
        """The result of a task that counts, if it is not stale."""
        row = self.results.get(task)
        return None if row is None or self.stale(row) else row

    def usable(self, task: str) -> Generation | None:
        """The result of a task that counts, if the words under it are still there."""
        row = self.results.get(task)
        return None if row is None or is_unfounded(row, self.grounds) else row

    @property
    def roles_are_known(self) -> bool:
        """Whether the speakers were labelled, even if the labelling found nothing."""
        return self.visit.given_roles is not None or self.holds(LABELING) is not None


async def load_visit_state(db: Db, session_id: UUID) -> VisitState:
    """The state of a visit now. Raises NotFound."""
    visit = await visits.find(db, session_id)
    rows = await generations.newest_of_visit(db, session_id)
    grounds = {session_id: visits.ground_of(visit, [row for row in rows if row.task == LABELING])}
    remembering = bool(visit.earlier) and any(row.past is not None for row in rows)
    if remembering or {source for row in rows for source in row.sources} - {str(session_id)}:
        grounds = await visits.grounds(db, visit.patient_id)
    found = {task: each for (_, task), each in current_results(rows, grounds).items()}
    attempts = {task: each.attempt for task, each in found.items() if each.attempt is not None}
    return VisitState(visit, grounds, {task: each.row for task, each in found.items()}, attempts)
