"""A process of the pipeline, without HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from sqlalchemy import text

from app.api.visit_schema import HandedVisit
from app.bootstrap import open_context
from app.offline.fault_injection import FaultPlan
from app.pipeline.context import Context
from app.pipeline.execution.task_executor import TaskResult, execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.runs.run_planner import RunRequest, plan_run
from app.settings import Settings
from app.store import patients, runs, visits
from app.store.models import Run
from support.held_answers import HeldAnswers
from support.http_service import ANALYSIS, offline_client
from support.sample_visits import visit


@dataclass
class PipelineProcess:
    """A process, and its engine."""

    context: Context
    engine: HeldAnswers

    @property
    def conduct(self) -> FaultPlan:
        """The engine's behaviour, and what it was asked."""
        return self.engine.conduct

    async def patient(self) -> UUID:
        """A new patient."""
        patient = uuid4()
        async with self.context.database.transaction() as db:
            await patients.register(db, patient)
        return patient

    async def visit(self, patient: UUID, number: int = 1, session: UUID | None = None, **more: Any) -> UUID:
        """A visit handed over, new unless `session` names one."""
        session = session or uuid4()
        stored = HandedVisit.model_validate(visit(number, **more)).stored(patient, session)
        async with self.context.database.transaction() as db:
            await visits.store_visit(db, stored)
        return session

    async def visited(self, *numbers: int, **more: Any) -> tuple[UUID, list[UUID]]:
        """A patient and their visits."""
        patient = await self.patient()
        return patient, [await self.visit(patient, number, **more) for number in numbers or (1,)]

    async def done(self, session: UUID, task: str, **more: Any) -> TaskResult:
        """A task performed for a caller."""
        return await execute_task(self.context, TaskRequest(session, task, **more))

    async def analysed(self, session: UUID) -> None:
        """Everything that a document needs."""
        for task in (*ANALYSIS, "session_insights"):
            await self.done(session, task)

    async def standing(self, session: UUID) -> VisitState:
        """What stands of a visit."""
        async with self.context.database.snapshot() as db:
            return await load_visit_state(db, session)

    async def planned(self, patient: UUID, session: UUID | None = None, **more: Any) -> Run:
        """A run for a wish."""
        async with self.context.database.transaction() as db:
            return await plan_run(db, self.context, RunRequest(patient, session, **more))

    async def steps(self, run_id: UUID) -> dict[tuple[UUID, str], Any]:
        """A run's steps."""
        async with self.context.database.snapshot() as db:
            return {(step.session_id, step.task): step for step in await runs.steps_of(db, run_id)}

    async def ended(self, run_id: UUID) -> str:
        """What a run comes to, once it has: somebody does it beside the test."""
        async with self.context.database.snapshot() as db:
            patient = (await runs.find(db, run_id)).patient_id
        async with self.context.broadcaster.subscribe(patient, run_id) as subscriber:
            while await subscriber.taken():
                pass
        return await self.status(run_id)

    async def status(self, run_id: UUID) -> str:
        """A run's status."""
        async with self.context.database.snapshot() as db:
            return (await runs.find(db, run_id)).status

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """What the database says, or the outcome of a change to it."""
        async with self.context.database.transaction() as db:
            result = await (await db.connection()).execute(text(query), values)
            return [dict(row._mapping) for row in result] if result.returns_rows else []

    async def asked(self) -> None:
        """Wait until the engine was asked something."""
        await self.engine.arrived()


@asynccontextmanager
async def running_pipeline(
    url: str, conduct: FaultPlan | None = None, works: bool = False, **changed: Any
) -> AsyncIterator[PipelineProcess]:
    """A process on a database; with `works` it does runs, which one at a time can in a process of tests."""
    engine = HeldAnswers(conduct)
    with mock.patch("app.bootstrap.build_async_client", lambda _: offline_client(engine)):
        opened = open_context(Settings(**changed), url, works=works)
        context = await opened.__aenter__()
    try:
        yield PipelineProcess(context, engine)
    finally:
        await opened.__aexit__(None, None, None)
