"""Keeps this process registered as alive, and has abandoned runs recovered."""

import asyncio
import logging
import time

from app.errors import DatabaseUnavailable
from app.llm.model_tier import Grade
from app.pipeline.context import Context
from app.pipeline.runs.recovery import recover_runs
from app.store import claims, ledger, visits

log = logging.getLogger(__name__)

BEATS_PER_LEASE = 3
MAX_PAUSE = 10.0
"""Seconds between two looks at most, so that work is taken up within the lease and 15 s, however long that is."""
SETTLED_SECONDS = 5.0
"""Longer than a transaction takes: an older claim belongs to an attempt that was under way before we looked."""


async def register_executor(context: Context) -> None:
    """Make this process known, so that its claims count. Raises DatabaseUnavailable."""
    async with context.database.transaction() as db:
        await claims.record_heartbeat(db, context.executor)


async def run_heartbeat(context: Context) -> None:
    """Beat until cancelled; a database that is away is waited for."""
    lease, last, steady = context.settings.worker_lease_seconds, float("-inf"), 0.0
    while True:
        try:
            await _beat(context)
            now = time.monotonic()
            steady = steady if now - last < lease else now
            last = now
            # Others that were silent too, while the database was away, get a lease's time to beat again.
            if context.works and now - steady >= lease:
                await recover_runs(context)
        except DatabaseUnavailable as error:
            log.warning("%s Retrying.", error.detail)
        except Exception:  # whatever it was, a process that stops beating is taken for dead
            log.exception("Heartbeat failed. Retrying.")
        await asyncio.sleep(heartbeat_interval(lease))


def heartbeat_interval(lease: float) -> float:
    """Seconds from one beat to the next, with a lease of so many."""
    return min(lease / BEATS_PER_LEASE, MAX_PAUSE)


async def release_executor(context: Context) -> None:
    """Release what this process has claimed, at once."""
    try:
        async with context.database.transaction() as db:
            await claims.unregister_executor(db, context.executor)
    except DatabaseUnavailable:
        log.warning("Database unavailable; claims of this process expire with its lease.")


async def _beat(context: Context) -> None:
    async with context.database.transaction() as db:
        await claims.record_heartbeat(db, context.executor)
        # An attempt whose last commit was lost with the database left claims that would keep others waiting.
        await claims.release(db, context.executor, context.under_way, SETTLED_SECONDS)
        await ledger.close_left(db, context.executor, context.under_way, SETTLED_SECONDS)
        if context.works:
            await claims.forget_left(db)
            longest = max(grade.deadline(context.settings) for grade in Grade)
            await ledger.close_lost(db, longest + context.settings.worker_lease_seconds)
        erased = await visits.erased_among(db, context.inflight_calls.about)
    context.inflight_calls.cancel(erased)
