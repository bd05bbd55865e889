"""The clinician's progress note of a visit, and its versions: as JSON, or as Markdown ready to be pasted."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, VersionNumber, not_made_here, paginate, parse_cursor
from app.api.storable import DATABASE_INTEGER
from app.api.strict_route import strict_router
from app.errors import InProgress, NotFound, NotYet
from app.generators.registry import provider_of
from app.generators.result_use import ResultUse
from app.pipeline.input.visit_state import VisitState, load_visit_state
from app.pipeline.policy import check_made_here
from app.store import progress_notes, runs
from app.store.database import Db
from app.store.progress_notes import Row
from app.therapy.note_text import markdown

router = strict_router("progress notes")
NOTE = provider_of(ResultUse.PROGRESS_NOTE)
MARKDOWN = "text/markdown"


def _wants_markdown(request: Request) -> bool:
    return MARKDOWN in request.headers.get("accept", "")


WantsMarkdown = Annotated[bool, Depends(_wants_markdown)]
Footnotes = Annotated[bool, Query(description="With text/markdown: the words and their times under each line.")]
READ: Mapping[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, MARKDOWN: {"schema": {"type": "string"}}}}
}


@router.get("/sessions/{session_id}/progress-note", responses=dict(READ), response_model=dict[str, Any])
async def read_progress_note(
    session_id: UUID, context: ContextOf, wants_markdown: WantsMarkdown, footnotes: Footnotes = False
) -> Response:
    """The note that was filed last. 404 `not_yet`, or `in_progress` with the run."""
    check_made_here(NOTE, context.disabled)
    async with context.database.snapshot() as db:
        state = await load_visit_state(db, session_id)
        row = await progress_notes.current_version(db, session_id)
        if row is None:
            await _refuse(db, state)
            raise NotYet("None has been generated yet.")
    return _answer(row, state, wants_markdown, footnotes)


@router.get("/sessions/{session_id}/progress-note/versions")
async def list_progress_notes(
    session_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """All versions of the note, newest first."""
    check_made_here(NOTE, context.disabled)
    begin = parse_cursor(cursor, 1)
    if begin is not None and not (type(begin[0]) is int and 0 < begin[0] <= DATABASE_INTEGER):
        raise not_made_here()
    async with context.database.snapshot() as db:
        await load_visit_state(db, session_id)
        found = await progress_notes.list_versions(db, session_id, begin[0] if begin else None, limit + 1)
    return paginate([_item(row) for row in found], limit, [[version.version_number] for version, _ in found])


@router.get(
    "/sessions/{session_id}/progress-note/versions/{number}", responses=dict(READ), response_model=dict[str, Any]
)
async def read_progress_note_version(
    session_id: UUID,
    number: VersionNumber,
    context: ContextOf,
    wants_markdown: WantsMarkdown,
    footnotes: Footnotes = False,
) -> Response:
    """One version of the note."""
    check_made_here(NOTE, context.disabled)
    async with context.database.snapshot() as db:
        state = await load_visit_state(db, session_id)
        known = 0 < number <= DATABASE_INTEGER
        row = await progress_notes.find_version(db, session_id, number) if known else None
    if row is None:
        raise NotFound("No such version.")
    return _answer(row, state, wants_markdown, footnotes)


async def _refuse(db: Db, state: VisitState) -> None:
    """Raises InProgress where a run of the patient's is to write the note."""
    for run in await runs.under_way(db, state.visit.patient_id):
        steps = await runs.steps_of(db, run.id)
        if any((step.session_id, step.task) == (state.visit.session_id, NOTE) for step in steps):
            raise InProgress("The first one is being generated.", run_id=str(run.id))


def _answer(row: Row, state: VisitState, wants_markdown: bool, footnotes: bool) -> Response:
    version, made = row
    if wants_markdown:
        words = version.evidence if footnotes else ()
        text = markdown(version.note, state.visit.session_date, words, state.ground.roles)
        return PlainTextResponse(text, media_type=MARKDOWN)
    metadata = {
        **_item(row),
        "generation_id": str(made.id),
        "model_used": made.model,
        "engine": made.engine,
        "stale": state.stale(made),
    }
    return JSONResponse({"note": version.note, "evidence": version.evidence, "metadata": metadata})


def _item(row: Row) -> dict[str, Any]:
    version, made = row
    return {
        "version_number": version.version_number,
        "session_id": str(version.session_id),
        "format": version.format,
        "model_tier": made.model_tier,
        "created_at": version.created_at.isoformat(),
    }
