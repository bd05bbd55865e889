"""Keeps this process registered as alive, and recovers abandoned runs."""

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
    """Register this process, so that its claims count. Raises DatabaseUnavailable."""
    async with context.database.transaction() as db:
        await claims.record_heartbeat(db, context.executor)


async def run_heartbeat(context: Context) -> None:
    """Send heartbeats until cancelled. Waits for an unavailable database."""
    lease, last, steady = context.settings.worker_lease_seconds, float("-inf"), 0.0
    while True:
        try:
            await _beat(context)
            now = time.monotonic()
            steady = steady if now - last < lease else now
            last = now
            # Others that were silent too, while the database was away, get a lease's time to beat again.
            if context.executes_runs and now - steady >= lease:
                await recover_runs(context)
        except DatabaseUnavailable as error:
            log.warning("%s Retrying.", error.detail)
        except Exception:  # whatever it was, a process that stops beating is taken for dead
            log.exception("Heartbeat failed. Retrying.")
        await asyncio.sleep(heartbeat_interval(lease))


def heartbeat_interval(lease: float) -> float:
    """Return the seconds between heartbeats for a lease in seconds."""
    return min(lease / BEATS_PER_LEASE, MAX_PAUSE)


async def release_executor(context: Context) -> None:
    """Release everything that this process has claimed."""
    try:
        async with context.database.transaction() as db:
            await claims.unregister_executor(db, context.executor)
    except DatabaseUnavailable:
        log.warning("Database unavailable; claims of this process expire with its lease.")


async def _beat(context: Context) -> None:
    async with context.database.transaction() as db:
        await claims.record_heartbeat(db, context.executor)
        # An attempt whose last commit was lost with the database left claims that would keep others waiting.
        await claims.delete_claims_of_executor(db, context.executor, context.under_way, SETTLED_SECONDS)
        await ledger.close_calls_of_executor(db, context.executor, context.under_way, SETTLED_SECONDS)
        if context.executes_runs:
            await claims.delete_abandoned_claims(db)
            longest = max(grade.deadline(context.settings) for grade in Grade)
            await ledger.close_calls_of_dead_processes(db, longest + context.settings.worker_lease_seconds)
        erased = await visits.find_erased_visits(db, context.inflight_calls.session_ids)
    context.inflight_calls.cancel(erased)
