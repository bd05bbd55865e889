"""Recovers runs whose processes are dead: another process takes them up."""

import logging

from app.pipeline.context import Context
from app.store import claims, runs

log = logging.getLogger(__name__)


async def recover_runs(context: Context) -> None:
    """Let runs be done whose processes are dead, one process at a time. Raises DatabaseUnavailable."""
    lease = context.settings.worker_lease_seconds
    async with context.database.transaction() as db:
        if not await claims.may_take_up(db):
            return
        # One that was only paused may hold a row, and would until it wakes.
        await claims.disconnect(db, await claims.silent_executors(db, lease))
        under_way = await runs.all_under_way(db)
        taken = await context.jobs.take_up(db, await claims.alive_executors(db, lease), under_way)
    if taken:
        log.info("Recovered %d abandoned runs", taken)
