"""A stored result as callers receive it."""

from collections.abc import Sequence
from typing import Any

from app.llm.prices import decimal_string
from app.offline.recorded import NOTICE
from app.pipeline.documents.versioning import DOCUMENTS
from app.pipeline.execution.outcome import TaskResult
from app.pipeline.graph import NOTE
from app.pipeline.input.visit_state import VisitState
from app.store import progress_notes, versions
from app.store.database import Database, Db
from app.store.models import Generation, GenerationMetadata
from app.store.versions import Version
from app.therapy.progress_note import NoteFormat

Json = dict[str, Any]

HELD = "held"
"""The reason for which a document is there and not shown: it waits for a clinician to release it."""


async def envelope(database: Database, done: TaskResult, note_format: NoteFormat | None = None) -> Json:
    """Return the envelope of one result, with its version if it has any; for a progress note, the
    version in a format.
    """
    body = _envelope(done)
    if done.row.task not in (*DOCUMENTS, NOTE):
        return body
    async with database.snapshot() as db:
        return body | await _version(db, done.row, note_format)


async def envelopes(
    db: Db, state: VisitState, tasks: Sequence[str], *, held_too: bool = False
) -> dict[str, Json | None]:
    """Return the envelope of the current result of each task, or null. The text of a held letter is included only on
    request.
    """
    body: dict[str, Json | None] = dict.fromkeys(tasks)
    for task in tasks:
        if (row := state.results.get(task)) is not None:
            done = TaskResult(row, state, reused=True, last_attempt=state.attempts.get(task))
            body[task] = _envelope(done, held_too=held_too) | await _version(db, row)
    return body


def version_metadata(version: Version) -> Json:
    """Return what a document's card shows about its version. It is read from the metadata row alone, so that edits show
    at once. Versions written by the platform have no such row; their own notes are used.
    """
    row = version.metadata
    if row is None:
        legacy = version.legacy or {}
        names = ("sessions_analyzed", "total_sessions", "model_used", "compaction_strategy", "last_session_id")
        times = ("generation_timestamp", "generation_duration_ms")
        body = {name: legacy.get(name) for name in (*names, *times)} | {"model_tier": None, "id": None}
        return {**body, "version_number": version.number}
    return {
        "id": str(row.id),
        "sessions_analyzed": row.sessions_analyzed,
        "total_sessions": row.total_sessions,
        "model_used": row.model_used,
        "model_tier": row.model_tier,
        "generation_timestamp": row.generation_timestamp and row.generation_timestamp.isoformat(),
        "generation_duration_ms": row.generation_duration_ms,
        "compaction_strategy": row.compaction_strategy,
        "last_session_id": row.last_session_id and str(row.last_session_id),
        "version_number": version.number,
        **_release(row),
    }


def _envelope(done: TaskResult, *, held_too: bool = False) -> Json:
    row, attempt = done.row, done.last_attempt
    waits: Json = {"result": None, "reason": HELD, "evidence": []} if row.is_held and not held_too else {}
    return {
        "task": row.task,
        "patient_id": str(row.patient_id),
        "session_id": str(row.session_id),
        "reused": done.reused,
        "stale": done.state.stale(row),
        "result": row.result,
        "reason": row.reason,
        "evidence": row.evidence,
        "dropped": row.dropped,
        "prerequisites": [_prerequisite(first) for first in done.prerequisites],
        "memory": row.memory,
        "last_attempt": attempt and {"reason": attempt.reason, "generation": _generation(attempt)},
        "generation": _generation(row),
        **_release(row),
        **waits,
    }


def _release(row: Generation | GenerationMetadata) -> Json:
    """Return when and why a held letter or version was released; nothing for others."""
    if row.released_at is None:
        return {}
    return {"released_at": row.released_at.isoformat(), "release_reason": row.release_reason}


async def _version(db: Db, row: Generation, note_format: NoteFormat | None = None) -> Json:
    """Return the additional fields of an envelope whose result has versions."""
    return await (_note(db, row, note_format) if row.task == NOTE else _document(db, row))


async def _note(db: Db, row: Generation, note_format: NoteFormat | None) -> Json:
    """Return the newest version of the note, or the one in a format."""
    version = await progress_notes.version_of_generation(db, row.id, note_format)
    if version is None:
        return {"version_number": None}
    return {"version_number": version.version_number, "result": version.note, "evidence": version.evidence}


async def _document(db: Db, row: Generation) -> Json:
    document = DOCUMENTS.get(row.task)
    if document is None:
        return {}
    if row.generation_metadata_id is None:
        return {"version_number": None, "generation_metadata": None}
    version = await versions.version_of_metadata(db, document, row.generation_metadata_id)
    if version is None:
        return {"version_number": None, "generation_metadata": None}
    body = {"version_number": version.number, "generation_metadata": version_metadata(version)}
    return {**body, "result": None, "reason": HELD, "evidence": []} if version.held else body


def _prerequisite(done: TaskResult) -> Json:
    return {"task": done.row.task, "state": done.row.state, "reused": done.reused, "generation": _generation(done.row)}


def _generation(row: Generation) -> Json:
    return {
        "id": str(row.id),
        "model": row.model,
        "model_asked": row.model_asked,
        "model_tier": row.model_tier,
        "engine": row.engine,
        "notice": NOTICE if row.engine == "recorded" else None,
        "reasoning_effort": row.reasoning_effort,
        "service_tier": row.service_tier,
        "prompt_version": row.prompt_version,
        "attempts": row.attempts,
        "duration_ms": row.duration_ms,
        "cost_usd": None if row.cost_usd is None else decimal_string(row.cost_usd),
        "created_at": row.created_at.isoformat(),
        "usage": {
            "input_tokens": row.input_tokens,
            "cached_input_tokens": row.cached_input_tokens,
            "output_tokens": row.output_tokens,
            "reasoning_tokens": row.reasoning_tokens,
        },
    }
