"""Liveness and readiness of the process."""

import asyncio
from contextlib import suppress
from typing import Any

from fastapi.responses import JSONResponse

from app.api.costs import models_retiring_soon
from app.api.dependencies import ContextOf
from app.api.strict_route import make_strict_router
from app.errors import DatabaseUnavailable
from app.llm.model_config import today_in_utc
from app.pipeline.context import WORKER, Context
from app.store import claims
from app.store.migrations import head_revision

router = make_strict_router("health", limited=False, prefix="/health")
LOOKING_SECONDS = 5.0
"""Time limit of the database checks. Callers may give up after ten seconds."""


@router.get("/live")
async def live() -> dict[str, str]:
    """Return 200 while the process answers."""
    return {"status": "alive"}


@router.get("/ready", responses={503: {"description": "Something that work needs is not there"}})
async def ready(context: ContextOf) -> JSONResponse:
    """Check the database, the migrations and the worker. The state of the model is reported but never changes the
    status.
    """
    checks = await _checked(context)
    well = all(checks.values())
    body: dict[str, Any] = {
        "status": "ready" if well else "not_ready",
        "checks": checks,
        "engine": context.engine,
        "model_server": _model_server(context),
        "models_ending_soon": models_retiring_soon(today_in_utc()),
    }
    return JSONResponse(body, 200 if well else 503)


def _model_server(context: Context) -> dict[str, Any]:
    """Return what this process knows of the model's server."""
    server = context.endpoint.server
    moments = {"last_success_at": server.last_success_at, "last_failure_at": server.last_failure_at}
    told = {name: moment and moment.isoformat(timespec="seconds") for name, moment in moments.items()}
    return {"circuit": server.state, **told, "last_failure": server.last_failure}


async def _checked(context: Context) -> dict[str, bool]:
    """Run the checks. All of them fail if the database refuses connections or does not answer in time."""
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
        alive = await claims.executors_with_heartbeat(db, context.settings.worker_lease_seconds)
    return {"database": True, "migrations": True, "worker": any(name.startswith(WORKER) for name in alive)}
