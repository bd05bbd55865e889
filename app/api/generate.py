"""One endpoint for each generator, made from what the generators declare."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from app.api.dependencies import ContextOf
from app.api.storable import Moment, Storable
from app.api.streaming_response import EVENT_STREAM, WantsEvents, stream_response
from app.api.strict_route import strict_router
from app.errors import Conflict
from app.generators.registry import Heir, generators
from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.documents.default_visit import latest_ready_visit
from app.pipeline.documents.note_versions import filed
from app.pipeline.execution.envelope import envelope
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
from app.pipeline.graph import NOTE
from app.pipeline.input.generator_input import JOURNEY
from app.pipeline.policy import check_made_here
from app.store import patients, visits
from app.therapy.memory import Strategy
from app.therapy.progress_note import DEFAULT_FORMAT, NoteFormat

MAX_TASKS = 50
TASK_CHARS = 300

TierAsked = Annotated[ModelTier | None, Query(description="Absent: the MODEL_TIER setting.")]
ModelAsked = Annotated[str | None, Query(description="One model for this call alone.", min_length=1, max_length=100)]
Forced = Annotated[bool, Query(description="Generate even when a stored result would do.")]
ForVisit = Annotated[UUID | None, Query(description="Absent: the latest visit whose results are there.")]
FormatAsked = Annotated[NoteFormat, Query(alias="format", description="How the note's sections are named and ordered.")]
StrategyAsked = Annotated[Strategy | None, Query(description="Absent: ROADMAP_COMPACTION_STRATEGY.")]


class CompletedTask(BaseModel):
    """One thing that the patient ticked off between visits."""

    model_config = ConfigDict(extra="forbid")
    text: Storable = Field(min_length=1, max_length=TASK_CHARS)
    completed_at: Moment | None = None


class BridgeRequest(BaseModel):
    """What the patient did between visits."""

    model_config = ConfigDict(extra="forbid")
    completed_tasks: list[CompletedTask] = Field(default_factory=list, max_length=MAX_TASKS)


Endpoint = Callable[..., Awaitable[Response]]
TOLD: dict[int | str, dict[str, Any]] = {200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}}}


def make_router() -> APIRouter:
    """The routes of all generators."""
    router = strict_router("generators", limited=False)
    for task, heir in generators().items():
        path = "/patients/{patient_id}/" if heir.declared.wave == 3 else "/sessions/{session_id}/"
        router.add_api_route(
            path + heir.ROUTE,
            _endpoint(task, heir),
            methods=["POST"],
            response_model=dict[str, Any],
            responses=TOLD if heir.declared.wave == 3 else None,
            operation_id=task,
            summary=(heir.__doc__ or task).strip().splitlines()[0],
        )
    return router


def _endpoint(task: str, heir: Heir) -> Endpoint:
    if task == NOTE:
        return _of_note
    if heir.declared.wave < 3:
        return _of_visit(task)
    return _of_patient_with_strategy(task) if task == JOURNEY else _of_patient_with_tasks(task)


def _of_visit(task: str) -> Endpoint:
    async def generate(
        session_id: UUID,
        context: ContextOf,
        model_tier: TierAsked = None,
        override_model: ModelAsked = None,
        force: Forced = False,
    ) -> Response:
        return await _performed(context, TaskRequest(session_id, task, model_tier, override_model, force=force))

    return generate


async def _of_note(
    session_id: UUID,
    context: ContextOf,
    note_format: FormatAsked = DEFAULT_FORMAT,
    model_tier: TierAsked = None,
    override_model: ModelAsked = None,
    force: Forced = False,
) -> Response:
    task_request = TaskRequest(session_id, NOTE, model_tier, override_model, force=force, note_format=note_format)
    done = await execute_task(context, task_request)
    await filed(context.database, done.row, note_format)
    told = await envelope(context.database, done, note_format)
    return Response(to_json(told), media_type="application/json")


def _of_patient_with_strategy(task: str) -> Endpoint:
    async def generate(
        patient_id: UUID,
        context: ContextOf,
        wants_events: WantsEvents,
        session_id: ForVisit = None,
        model_tier: TierAsked = None,
        override_model: ModelAsked = None,
        strategy: StrategyAsked = None,
        force: Forced = False,
    ) -> Response:
        visit = await _visit_for(context, patient_id, session_id, task)
        task_request = TaskRequest(visit, task, model_tier, override_model, strategy, force=force)
        return await (
            stream_response(context, patient_id, task_request) if wants_events else _performed(context, task_request)
        )

    return generate


def _of_patient_with_tasks(task: str) -> Endpoint:
    async def generate(
        patient_id: UUID,
        context: ContextOf,
        wants_events: WantsEvents,
        body: BridgeRequest | None = None,
        session_id: ForVisit = None,
        model_tier: TierAsked = None,
        override_model: ModelAsked = None,
        force: Forced = False,
    ) -> Response:
        visit = await _visit_for(context, patient_id, session_id, task)
        done = tuple(entry.text for entry in body.completed_tasks) if body else None
        task_request = TaskRequest(visit, task, model_tier, override_model, completed_tasks=done, force=force)
        return await (
            stream_response(context, patient_id, task_request) if wants_events else _performed(context, task_request)
        )

    return generate


async def _performed(context: Context, task_request: TaskRequest) -> Response:
    done = await execute_task(context, task_request)
    told = await envelope(context.database, done)
    # Written here, because the framework would walk through all of it first, to copy what is plain JSON already.
    return Response(to_json(told), media_type="application/json")


async def _visit_for(context: Context, patient_id: UUID, session_id: UUID | None, task: str) -> UUID:
    check_made_here(task, context.disabled)
    async with context.requests.admitted(), context.database.snapshot() as db:
        await patients.find(db, patient_id)
        if session_id is None:
            return await latest_ready_visit(db, patient_id, task)
        visit = await visits.find(db, session_id)
    if visit.patient_id != patient_id:
        raise Conflict("This session belongs to another patient.")
    return session_id
