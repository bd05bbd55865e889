"""One endpoint for each generator, made from what the generators declare."""

from collections.abc import Awaitable, Callable
from inspect import Parameter as SignatureParameter
from inspect import Signature
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
from app.generators.registry import Heir, generators, takes_parameter
from app.generators.result_use import Parameter
from app.llm.model_tier import ModelTier
from app.pipeline.context import Context
from app.pipeline.documents.default_visit import latest_ready_visit
from app.pipeline.documents.note_versions import ensure_filed
from app.pipeline.execution.envelope import envelope
from app.pipeline.execution.task_executor import execute_task
from app.pipeline.execution.task_request import TaskRequest
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
Values = dict[str, Any]
"""The arguments of one request, by parameter."""
STREAMED: dict[int | str, dict[str, Any]] = {200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}}}

OF_VISIT: tuple[tuple[str, Any], ...] = (("session_id", UUID), ("context", ContextOf))
OF_PATIENT = (("patient_id", UUID), ("context", ContextOf), ("wants_events", WantsEvents))
CHOICES: tuple[tuple[str, Any, Any], ...] = (
    ("model_tier", TierAsked, None),
    ("override_model", ModelAsked, None),
    ("force", Forced, False),
)
OWN: dict[Parameter, tuple[str, Any, Any]] = {
    Parameter.NOTE_FORMAT: ("note_format", FormatAsked, DEFAULT_FORMAT),
    Parameter.STRATEGY: ("strategy", StrategyAsked, None),
    Parameter.COMPLETED_TASKS: ("body", BridgeRequest | None, None),
}
"""Parameters that single generators declare: name, type and default."""


def make_router() -> APIRouter:
    """The routes of all generators."""
    router = strict_router("generators", limited=False)
    for task, heir in generators().items():
        of_patient = heir.declared.wave == 3
        router.add_api_route(
            ("/patients/{patient_id}/" if of_patient else "/sessions/{session_id}/") + heir.ROUTE,
            _endpoint(task, heir),
            methods=["POST"],
            response_model=dict[str, Any],
            responses=STREAMED if of_patient else None,
            operation_id=task,
            summary=(heir.__doc__ or task).strip().splitlines()[0],
        )
    return router


def _endpoint(task: str, heir: Heir) -> Endpoint:
    """A handler whose signature, from which FastAPI reads the parameters, is made from the declaration."""
    of_patient = heir.declared.wave == 3
    handle = _generate_for_patient if of_patient else _generate_for_visit

    async def generate(**values: Any) -> Response:
        return await handle(task, values)

    required = [_parameter(*each) for each in (OF_PATIENT if of_patient else OF_VISIT)]
    choices = [("session_id", ForVisit, None), *CHOICES] if of_patient else CHOICES
    optional = [_parameter(*each) for each in (*choices, *(OWN[parameter] for parameter in heir.PARAMETERS))]
    generate.__signature__ = Signature([*required, *optional])  # type: ignore[attr-defined] # inspect honours it
    return generate


def _parameter(name: str, kind: Any, default: Any = Signature.empty) -> SignatureParameter:
    return SignatureParameter(name, SignatureParameter.KEYWORD_ONLY, default=default, annotation=kind)


async def _generate_for_visit(task: str, values: Values) -> Response:
    return await _generated(values["context"], _task_request(values["session_id"], task, values))


async def _generate_for_patient(task: str, values: Values) -> Response:
    context, patient_id = values["context"], values["patient_id"]
    session_id = await _visit_for(context, patient_id, values["session_id"], task)
    task_request = _task_request(session_id, task, values)
    if values["wants_events"]:
        return await stream_response(context, patient_id, task_request)
    return await _generated(context, task_request)


def _task_request(session_id: UUID, task: str, values: Values) -> TaskRequest:
    body: BridgeRequest | None = values.get("body")
    return TaskRequest(
        session_id,
        task,
        values["model_tier"],
        values["override_model"],
        strategy=values.get("strategy"),
        completed_tasks=tuple(entry.text for entry in body.completed_tasks) if body else None,
        force=values["force"],
        note_format=values.get("note_format", DEFAULT_FORMAT),
    )


async def _generated(context: Context, task_request: TaskRequest) -> Response:
    done = await execute_task(context, task_request)
    note_format = task_request.note_format if takes_parameter(task_request.task, Parameter.NOTE_FORMAT) else None
    if note_format is not None:
        await ensure_filed(context.database, done.row, note_format)
    body = await envelope(context.database, done, note_format)
    # Serialised here: the framework would first copy all of it, which is plain JSON already.
    return Response(to_json(body), media_type="application/json")


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
