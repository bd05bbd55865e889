"""Keeps this process known as alive, and takes up runs that nobody works on."""

import asyncio
import logging
from uuid import UUID

from app.errors import DatabaseUnavailable
from app.llm.model_tier import Grade
from app.pipeline.parts import Parts
from app.pipeline.working import work
from app.store import claims, ledger, runs

log = logging.getLogger(__name__)

BEATS_PER_LEASE = 3
LONGEST_CALL = max(grade.deadline for grade in Grade)


async def begin(parts: Parts) -> None:
    """Make this process known, so that its claims count. Raises DatabaseUnavailable."""
    async with parts.database.transaction() as db:
        await claims.seen(db, parts.executor)


async def take_care(parts: Parts) -> None:
    """Beat until cancelled; a database that is away is waited for."""
    while True:
        try:
            await _beat(parts)
        except DatabaseUnavailable as error:
            log.warning("%s Trying again.", error.detail)
        except Exception:  # whatever it was, a process that stops beating is taken for dead
            log.exception("The beat failed. Trying again.")
        await asyncio.sleep(parts.settings.worker_lease_seconds / BEATS_PER_LEASE)


async def leave(parts: Parts) -> None:
    """Say goodbye: what this process had claimed is free at once."""
    try:
        async with parts.database.transaction() as db:
            await claims.gone(db, parts.executor)
    except DatabaseUnavailable:
        log.warning("The database is away; this process's claims end with its lease.")


async def _beat(parts: Parts) -> None:
    await _break_off_cancelled(parts)
    async with parts.database.transaction() as db:
        await claims.seen(db, parts.executor)
        if not parts.works:
            return
        await ledger.close_lost(db, LONGEST_CALL + parts.settings.worker_lease_seconds)
        others = await claims.alive(db, parts.settings.worker_lease_seconds) - {parts.executor}
        found = [run.id for run in await runs.orphaned(db, others)]
        for run_id in found:
            await runs.change(db, run_id, executor=parts.executor)
    for run_id in found:
        parts.background.start(f"run:{run_id}", work(parts, run_id))


async def _break_off_cancelled(parts: Parts) -> None:
    """Stop work on runs that another process cancelled or erased."""
    at_work = parts.background.names
    async with parts.database.snapshot() as db:
        over = [name for name in at_work if await runs.is_cancelled(db, UUID(name.removeprefix("run:")))]
    for name in over:
        await parts.background.cancel(name)
