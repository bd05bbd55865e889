"""Recovers the runs of dead processes: another process continues them."""

import logging

from app.pipeline.context import Context
from app.store import claims, runs

log = logging.getLogger(__name__)


async def recover_runs(context: Context) -> None:
    """Recover the runs of dead processes. One process at a time does this. Raises DatabaseUnavailable."""
    lease = context.settings.worker_lease_seconds
    async with context.database.transaction() as db:
        if not await claims.try_recovery_lock(db):
            return
        # One that was only paused may hold a row, and would until it wakes.
        await claims.terminate_connections(db, await claims.executors_without_heartbeat(db, lease))
        under_way = await runs.active_runs(db)
        taken = await context.jobs.recover_jobs(db, await claims.executors_with_heartbeat(db, lease), under_way)
    if taken:
        log.info("Recovered %d abandoned runs", taken)
