"""What stands of a visit: its words, its roles, the newest result of each task, and whether those still hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.pipeline.graph import LABELING
from app.pipeline.staleness import is_stale, is_unfounded
from app.store import generations, visits
from app.store.database import Db
from app.store.models import Generation
from app.store.visits import Ground, StoredVisit


@dataclass(frozen=True)
class Standing:
    """A visit at one moment. `grounds` cover every visit that one of its results rests on."""

    visit: StoredVisit
    grounds: Mapping[UUID, Ground]
    results: Mapping[str, Generation]

    @property
    def ground(self) -> Ground:
        """What this visit's own results rest on."""
        return self.grounds[self.visit.session_id]

    def stale(self, row: Generation) -> bool:
        """Whether a result no longer rests on what is there."""
        return is_stale(row, self.grounds)

    def holds(self, task: str) -> Generation | None:
        """The newest result of a task, if it is not stale."""
        row = self.results.get(task)
        return None if row is None or self.stale(row) else row

    def usable(self, task: str) -> Generation | None:
        """The newest result of a task, if the words under it are still there."""
        row = self.results.get(task)
        return None if row is None or is_unfounded(row, self.grounds) else row

    @property
    def roles_are_known(self) -> bool:
        """Whether it is settled who is who, even if only in that it cannot be told."""
        return self.visit.given_roles is not None or self.holds(LABELING) is not None


async def look(db: Db, session_id: UUID) -> Standing:
    """What stands of a visit now. Raises NotFound."""
    visit = await visits.find(db, session_id)
    results = await generations.newest_of_visit(db, session_id)
    labelled = results.get(LABELING)
    grounds = {session_id: visits.ground_of(visit, labelled.result if labelled else None)}
    rest_on = {source for row in results.values() for source in row.sources}
    if rest_on - {str(session_id)}:
        grounds = await visits.grounds(db, visit.patient_id)
    return Standing(visit, grounds, results)
