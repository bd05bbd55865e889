"""The two documents of a patient, their versions, and letting a held one be shown."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, VersionNumber, not_made_here, page, place
from app.api.storable import DATABASE_INTEGER
from app.api.strict_route import strict_router
from app.errors import Held, InProgress, NotFound, NotYet
from app.pipeline.context import Context
from app.pipeline.documents.release import release
from app.pipeline.documents.versioning import task_of
from app.pipeline.execution.envelope import version_metadata
from app.pipeline.policy import check_made_here
from app.store import patients, runs, versions
from app.store.database import Db
from app.store.versions import SESSION_BRIDGE, YOUR_JOURNEY, Document, Version

router = strict_router("documents")
HOW_TO_RELEASE = "A version waits for a clinician. Release it with POST …/versions/{number}/release."
HeldToo = Annotated[bool, Query(description="Show it also while it is held: for whoever decides on its release.")]


@router.get("/patients/{patient_id}/your-journey")
async def read_journey(patient_id: UUID, context: ContextOf) -> dict[str, Any]:
    """The current journey. 404 `not_yet`, or `in_progress` with the run."""
    async with context.database.snapshot() as db:
        return _shown("roadmap", await _current(db, context, YOUR_JOURNEY, patient_id))


@router.get("/patients/{patient_id}/your-journey/versions")
async def list_journeys(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """All versions of the journey, newest first."""
    async with context.database.snapshot() as db:
        return await _listed(db, context, YOUR_JOURNEY, patient_id, limit, cursor)


@router.get("/patients/{patient_id}/your-journey/versions/{number}")
async def read_journey_version(
    patient_id: UUID, number: VersionNumber, context: ContextOf, include_held: HeldToo = False
) -> dict[str, Any]:
    """One version of the journey. 404 `held` while it waits for release, unless a reviewer asks for it all the same."""
    async with context.database.snapshot() as db:
        return _shown("roadmap", await _numbered(db, context, YOUR_JOURNEY, patient_id, number, include_held))


@router.post("/patients/{patient_id}/your-journey/versions/{number}/release")
async def release_journey_version(patient_id: UUID, number: VersionNumber, context: ContextOf) -> dict[str, Any]:
    """Let a version be shown, also when a later screen would hold it."""
    return _shown("roadmap", await _released(context, YOUR_JOURNEY, patient_id, number))


@router.get("/patients/{patient_id}/session-bridge")
async def read_bridge(patient_id: UUID, context: ContextOf) -> dict[str, Any]:
    """The current bridge. 404 `not_yet`, or `in_progress` with the run."""
    async with context.database.snapshot() as db:
        return _shown("bridge", await _current(db, context, SESSION_BRIDGE, patient_id))


@router.get("/patients/{patient_id}/session-bridge/versions")
async def list_bridges(
    patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None
) -> dict[str, Any]:
    """All versions of the bridge, newest first."""
    async with context.database.snapshot() as db:
        return await _listed(db, context, SESSION_BRIDGE, patient_id, limit, cursor)


@router.get("/patients/{patient_id}/session-bridge/versions/{number}")
async def read_bridge_version(
    patient_id: UUID, number: VersionNumber, context: ContextOf, include_held: HeldToo = False
) -> dict[str, Any]:
    """One version of the bridge. 404 `held` while it waits for release, unless a reviewer asks for it all the same."""
    async with context.database.snapshot() as db:
        return _shown("bridge", await _numbered(db, context, SESSION_BRIDGE, patient_id, number, include_held))


@router.post("/patients/{patient_id}/session-bridge/versions/{number}/release")
async def release_bridge_version(patient_id: UUID, number: VersionNumber, context: ContextOf) -> dict[str, Any]:
    """Let a version be shown, also when a later screen would hold it."""
    return _shown("bridge", await _released(context, SESSION_BRIDGE, patient_id, number))


def _shown(name: str, version: Version) -> dict[str, Any]:
    return {name: version.data, "metadata": version_metadata(version)}


async def _current(db: Db, context: Context, document: Document, patient_id: UUID) -> Version:
    check_made_here(task_of(document), context.disabled)
    await patients.find(db, patient_id)
    version = await versions.current(db, document, patient_id)
    if version is not None:
        return version
    if await versions.listed(db, document, patient_id, None, 1):
        raise Held(HOW_TO_RELEASE)
    under_way = await runs.under_way(db, patient_id)
    if under_way:
        raise InProgress("The first one is being generated.", run_id=str(under_way[0].id))
    raise NotYet("None has been generated yet.")


async def _numbered(
    db: Db, context: Context, document: Document, patient_id: UUID, number: int, held_too: bool
) -> Version:
    check_made_here(task_of(document), context.disabled)
    await patients.find(db, patient_id)
    known = 0 < number <= DATABASE_INTEGER
    version = await versions.numbered(db, document, patient_id, number) if known else None
    if version is None:
        raise NotFound("No such version.")
    if version.held and not held_too:
        raise Held(HOW_TO_RELEASE)
    return version


async def _released(context: Context, document: Document, patient_id: UUID, number: int) -> Version:
    check_made_here(task_of(document), context.disabled)
    async with context.database.transaction() as db:
        await patients.find(db, patient_id)
        await patients.lock(db, patient_id)
        version = await _numbered(db, context, document, patient_id, number, held_too=True)
        await release(db, context.logger, document, patient_id, version)
    async with context.database.snapshot() as db:
        return await _numbered(db, context, document, patient_id, number, held_too=False)


async def _listed(
    db: Db, context: Context, document: Document, patient_id: UUID, limit: int, cursor: str | None
) -> dict[str, Any]:
    check_made_here(task_of(document), context.disabled)
    await patients.find(db, patient_id)
    begin = place(cursor, 1)
    if begin is not None and not (type(begin[0]) is int and 0 < begin[0] <= DATABASE_INTEGER):
        raise not_made_here()
    found = await versions.listed(db, document, patient_id, begin[0] if begin else None, limit + 1)
    return page([_item(version) for version in found], limit, [[version.number] for version in found])


def _item(version: Version) -> dict[str, Any]:
    row = version.metadata
    told = {
        "version_number": version.number,
        "session_id": str(row.last_session_id) if row and row.last_session_id else None,
        "model_tier": row.model_tier if row else None,
        "created_at": version.created_at.isoformat() if version.created_at else None,
    }
    return {**told, "held": True} if version.held else told
