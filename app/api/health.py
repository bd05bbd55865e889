"""Liveness and readiness of the process."""

import asyncio
from contextlib import suppress
from typing import Any

from fastapi.responses import JSONResponse

from app.api.costs import models_ending
from app.api.dependencies import ContextOf
from app.api.strict_route import strict_router
from app.errors import DatabaseUnavailable
from app.llm.model_config import today_in_utc
from app.pipeline.context import WORKER, Context
from app.store import claims
from app.store.migrations import head_revision

router = strict_router("health", limited=False, prefix="/health")
LOOKING_SECONDS = 5.0
"""Time limit of the database checks. Callers may give up after ten seconds."""


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/ready", responses={503: {"description": "Something that work needs is not there"}})
async def ready(context: ContextOf) -> JSONResponse:
    """Database, migrations and a worker are there. The model's state is told here and never decides the status."""
    checks = await _checked(context)
    well = all(checks.values())
    body: dict[str, Any] = {
        "status": "ready" if well else "not_ready",
        "checks": checks,
        "engine": context.engine,
        "models_ending_soon": models_ending(today_in_utc()),
    }
    return JSONResponse(body, 200 if well else 503)


async def _checked(context: Context) -> dict[str, bool]:
    """The checks; all of them fail where the database refuses, or does not answer in time."""
    checks = asyncio.create_task(_checks(context))
    answered, _ = await asyncio.wait({checks}, timeout=LOOKING_SECONDS)
    checks.cancel()  # not awaited: cancelling a stuck connection is as slow
    with suppress(DatabaseUnavailable):
        if answered:
            return checks.result()
    return {"database": False, "migrations": False, "worker": False}


async def _checks(context: Context) -> dict[str, bool]:
    at_head = await context.probe.revision() == head_revision()
    if not at_head:
        return {"database": True, "migrations": False, "worker": False}
    async with context.probe.snapshot() as db:
        alive = await claims.alive_executors(db, context.settings.worker_lease_seconds)
    return {"database": True, "migrations": True, "worker": any(name.startswith(WORKER) for name in alive)}
