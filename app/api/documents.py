"""The versioned documents of a patient, and releasing a held version."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from app.api.dependencies import ContextOf
from app.api.pagination import Cursor, Limit, VersionNumber, invalid_cursor_error, paginate, parse_cursor
from app.api.release_request import ReleaseRequest, reason_of
from app.api.storable import DATABASE_INTEGER
from app.api.strict_route import make_strict_router
from app.errors import Held, InProgress, NotFound, NotYet
from app.generators.registry import generators_by_task
from app.generators.result_use import PatientDocument
from app.pipeline.context import Context
from app.pipeline.documents.release import release_version
from app.pipeline.documents.versioning import DOCUMENTS
from app.pipeline.execution.envelope import version_metadata
from app.pipeline.policy import check_task_enabled
from app.store import patients, runs, versions
from app.store.database import Db
from app.store.versions import Version

HOW_TO_RELEASE = "A version waits for a clinician. Release it with POST …/versions/{number}/release."
WITHOUT_ONE = "404 `not_yet`, or `in_progress` with the run."
WHILE_HELD = "404 `held` while it waits for release, unless a reviewer asks for it all the same."
RELEASE = "Let a version be shown, also when a later screen would hold it."
HeldToo = Annotated[bool, Query(description="Show it also while it is held: for whoever decides on its release.")]
Json = dict[str, Any]


def make_router() -> APIRouter:
    """Return the routes of all versioned documents."""
    router = make_strict_router("documents")
    for task, generator_class in generators_by_task().items():
        if generator_class.DOCUMENT is not None:
            _Routes(task, generator_class.DOCUMENT).add_to(router, f"/patients/{{patient_id}}/{generator_class.ROUTE}")
    return router


class _Routes:
    """Handlers for the routes of one document."""

    def __init__(self, task: str, declared: PatientDocument) -> None:
        self._task = task
        self._declared = declared
        self._document = DOCUMENTS[task]

    def add_to(self, router: APIRouter, path: str) -> None:
        """Add the document's routes. Operations are named after the document."""
        name, number = self._declared.name, "/versions/{number}"
        for method, end, handler, operation, description in (
            ("GET", "", self.read, f"read_{name}", f"The current {name}. {WITHOUT_ONE}"),
            ("GET", "/versions", self.list, f"list_{name}s", f"All versions of the {name}, newest first."),
            ("GET", number, self.read_version, f"read_{name}_version", f"One version of the {name}. {WHILE_HELD}"),
            ("POST", f"{number}/release", self.release, f"release_{name}_version", RELEASE),
        ):
            router.add_api_route(path + end, handler, methods=[method], name=operation, description=description)

    async def read(self, patient_id: UUID, context: ContextOf) -> Json:
        async with context.database.snapshot() as db:
            return self._body(await self._current(db, context, patient_id))

    async def list(self, patient_id: UUID, context: ContextOf, limit: Limit = 50, cursor: Cursor = None) -> Json:
        self._check(context)
        async with context.database.snapshot() as db:
            await patients.find_patient(db, patient_id)
            begin = parse_cursor(cursor, 1)
            if begin is not None and not (type(begin[0]) is int and 0 < begin[0] <= DATABASE_INTEGER):
                raise invalid_cursor_error()
            found = await versions.list_versions(db, self._document, patient_id, begin[0] if begin else None, limit + 1)
        return paginate([_item(version) for version in found], limit, [[version.number] for version in found])

    async def read_version(
        self, patient_id: UUID, number: VersionNumber, context: ContextOf, include_held: HeldToo = False
    ) -> Json:
        async with context.database.snapshot() as db:
            return self._body(await self._numbered(db, context, patient_id, number, include_held))

    async def release(
        self, patient_id: UUID, number: VersionNumber, context: ContextOf, body: ReleaseRequest | None = None
    ) -> Json:
        self._check(context)
        async with context.database.transaction() as db:
            await patients.find_patient(db, patient_id)
            await patients.lock_patient(db, patient_id)
            version = await self._numbered(db, context, patient_id, number, held_too=True)
            await release_version(db, context.logger, self._document, patient_id, version, reason_of(body))
        async with context.database.snapshot() as db:
            return self._body(await self._numbered(db, context, patient_id, number, held_too=False))

    def _check(self, context: Context) -> None:
        check_task_enabled(self._task, context.disabled)

    def _body(self, version: Version) -> Json:
        return {self._declared.field: version.data, "metadata": version_metadata(version)}

    async def _current(self, db: Db, context: Context, patient_id: UUID) -> Version:
        self._check(context)
        await patients.find_patient(db, patient_id)
        version = await versions.current_version(db, self._document, patient_id)
        if version is not None:
            return version
        if await versions.list_versions(db, self._document, patient_id, None, 1):
            raise Held(HOW_TO_RELEASE)
        under_way = await runs.active_runs_of_patient(db, patient_id)
        if under_way:
            raise InProgress("The first one is being generated.", run_id=str(under_way[0].id))
        raise NotYet("None has been generated yet.")

    async def _numbered(self, db: Db, context: Context, patient_id: UUID, number: int, held_too: bool) -> Version:
        self._check(context)
        await patients.find_patient(db, patient_id)
        known = 0 < number <= DATABASE_INTEGER
        version = await versions.find_version(db, self._document, patient_id, number) if known else None
        if version is None:
            raise NotFound("No such version.")
        if version.held and not held_too:
            raise Held(HOW_TO_RELEASE)
        return version


def _item(version: Version) -> dict[str, Any]:
    row = version.metadata
    item = {
        "version_number": version.number,
        "session_id": str(row.last_session_id) if row and row.last_session_id else None,
        "model_tier": row.model_tier if row else None,
        "created_at": version.created_at.isoformat() if version.created_at else None,
    }
    return {**item, "held": True} if version.held else item
