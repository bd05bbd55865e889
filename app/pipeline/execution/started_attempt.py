"""An attempt that has begun: whose it is, what it was asked for, and what it is made from."""

from dataclasses import dataclass, field
from uuid import UUID

from app.pipeline.context import Context
from app.pipeline.execution import step_state
from app.pipeline.execution.attempt_claim import check_claim
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.generator_input import CollectedInput, GeneratorInput
from app.pipeline.input.visit_state import VisitState
from app.store.database import Db


@dataclass
class StartedAttempt:
    """One attempt, under whose id the claim, the ledger lines and the result are stored. `state` is the visit's when it
    began."""

    context: Context
    task_request: TaskRequest
    id: UUID
    state: VisitState
    collected: CollectedInput
    generator_input: GeneratorInput = field(init=False)
    """Assembled once the attempt has begun."""
    speaks_of_danger: bool | None = None
    """Whether plain code finds danger in a document's visit; asked only where no screen says so."""

    @property
    def patient_id(self) -> UUID:
        """Whose visit it is."""
        return self.state.visit.patient_id

    async def check(self, db: Db) -> None:
        """Check that the work is still this attempt's. Raises StepTakenOver, ClaimLost."""
        if self.task_request.attempt is not None:
            await step_state.check_step(db, self.task_request.attempt)
        await check_claim(db, self.task_request, self.id)
