"""Versions are numbered without gaps and never replaced; the pointer follows the order of visits."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from support.stored_rows import add_patient, add_result

from app.store import patients, versions
from app.store.database import Database
from app.store.versions import SESSION_BRIDGE, YOUR_JOURNEY, Document

DOCUMENTS = pytest.mark.parametrize("document", [YOUR_JOURNEY, SESSION_BRIDGE], ids=["journey", "bridge"])


async def added(database: Database, document: Document, patient: UUID, session: UUID, **held: str) -> int:
    async with database.transaction() as db:
        await patients.lock(db, patient)
        facts: dict[str, Any] = {"model_used": "m", "last_session_id": session}
        version = await versions.add(db, document, patient, {"summary": "s"}, facts)
        await versions.point_forward(db, document, patient)
        assert version.metadata is not None
        metadata = version.metadata.id
    sources = {str(session): "f", **held}
    await add_result(database, patient, session, "roadmap_generation", sources=sources, generation_metadata_id=metadata)
    return version.number


async def current(database: Database, document: Document, patient: UUID) -> int | None:
    async with database.snapshot() as db:
        version = await versions.current_version(db, document, patient)
        return version.number if version else None


@DOCUMENTS
async def test_many_at_once_are_numbered_without_a_gap(module_database: Database, document: Document) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    numbers = await asyncio.gather(*(added(module_database, document, patient, session) for _ in range(8)))
    assert sorted(numbers) == list(range(1, 9))
    assert await current(module_database, document, patient) == 8


@DOCUMENTS
async def test_the_pointer_moves_forward_only(module_database: Database, document: Document) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    shown = []
    for session in (second, first, second):
        await added(module_database, document, patient, session)
        shown.append(await current(module_database, document, patient))
    assert shown == [1, 1, 3]


@DOCUMENTS
async def test_erasing_takes_what_was_made_from_a_visit(module_database: Database, document: Document) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    await added(module_database, document, patient, first)
    await added(module_database, document, patient, second)
    await added(module_database, document, patient, second, **{str(first): "f"})
    async with module_database.transaction() as db:
        await versions.erase_made_from(db, document, patient, first)
        await versions.point_forward(db, document, patient)
        left = await versions.list_versions(db, document, patient, None, 9)
        assert [version.number for version in left] == [2]
    assert await current(module_database, document, patient) == 2


@DOCUMENTS
async def test_versions_are_listed_below_a_number(module_database: Database, document: Document) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    for _ in range(4):
        await added(module_database, document, patient, session)
    async with module_database.snapshot() as db:
        assert [version.number for version in await versions.list_versions(db, document, patient, 4, 2)] == [3, 2]
        assert await versions.find_version(db, document, patient, 9) is None
