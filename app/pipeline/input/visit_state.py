"""The state of a visit: transcript, roles, the current result of each task, and whether it is still valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.pipeline.graph import LABELING
from app.pipeline.input.current_results import current_results
from app.pipeline.input.staleness import is_stale, is_unfounded
from app.store import generations, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.visits import StoredVisit, VisitFingerprints


@dataclass(frozen=True)
class VisitState:
    """A visit at one moment: the current result of each task, and in `attempts` newer ones that are empty. `grounds`
    holds the fingerprints of every visit that one of the results rests on.
    """

    visit: StoredVisit
    grounds: Mapping[UUID, VisitFingerprints]
    results: Mapping[str, Generation]
    attempts: Mapping[str, Generation] = field(default_factory=dict)

    @property
    def ground(self) -> VisitFingerprints:
        """The fingerprints that this visit's own results rest on."""
        return self.grounds[self.visit.session_id]

    def stale(self, row: Generation) -> bool:
        """Return whether a result is stale."""
        return is_stale(row, self.grounds)

    def fresh_result(self, task: str) -> Generation | None:
        """Return the current result of a task if it is not stale."""
        row = self.results.get(task)
        return None if row is None or self.stale(row) else row

    def usable_result(self, task: str) -> Generation | None:
        """Return the current result of a task if the words under it are still there."""
        row = self.results.get(task)
        return None if row is None or is_unfounded(row, self.grounds) else row

    @property
    def roles_are_known(self) -> bool:
        """Whether the speakers were labelled, even if the labelling found nothing."""
        return self.visit.given_roles is not None or self.fresh_result(LABELING) is not None


async def load_visit_state(db: Db, session_id: UUID) -> VisitState:
    """Return the current state of a visit. Raises NotFound."""
    visit = await visits.find_visit(db, session_id)
    rows = await generations.newest_generations_of_visit(db, session_id)
    grounds = {session_id: visits.fingerprints_of_visit(visit, [row for row in rows if row.task == LABELING])}
    remembering = bool(visit.earlier) and any(row.past is not None for row in rows)
    if remembering or {source for row in rows for source in row.sources} - {str(session_id)}:
        grounds = await visits.fingerprints_of_patient(db, visit.patient_id)
    found = {task: each for (_, task), each in current_results(rows, grounds).items()}
    attempts = {task: each.attempt for task, each in found.items() if each.attempt is not None}
    return VisitState(visit, grounds, {task: each.row for task, each in found.items()}, attempts)
