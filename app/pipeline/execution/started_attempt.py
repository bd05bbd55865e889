"""An attempt that has begun: its patient, its request and its input."""

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
    """One attempt. Its id identifies the claim, the ledger rows and the result. `state` is the visit's state at the
    beginning.
    """

    context: Context
    task_request: TaskRequest
    id: UUID
    state: VisitState
    collected: CollectedInput
    generator_input: GeneratorInput = field(init=False)
    """Assembled once the attempt has begun."""
    earlier_calls: int = 0
    """Model calls of earlier attempts at the same step of a run."""
    speaks_of_danger: bool | None = None
    """Whether plain code finds danger in a document's visit; asked only where no screen says so."""

    @property
    def calls_left(self) -> int:
        """The number of calls that this attempt may make."""
        return max(1, self.context.settings.max_calls_per_step - self.earlier_calls)

    @property
    def patient_id(self) -> UUID:
        """The patient of the visit."""
        return self.state.visit.patient_id

    async def check(self, db: Db) -> None:
        """Check that the work still belongs to this attempt. Raises StepTakenOver, ClaimLost."""
        if self.task_request.attempt is not None:
            await step_state.check_step(db, self.task_request.attempt)
        await check_claim(db, self.task_request, self.id)
