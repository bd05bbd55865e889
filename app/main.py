"""The web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app import __version__
from app.api import (
    costs,
    documents,
    events,
    generate,
    health,
    letters,
    lists,
    metadata,
    patients,
    problems,
    progress_notes,
    risk,
    runs,
    static_page,
    techniques,
    timeline,
)
from app.api.authentication import AuthenticationMiddleware, Keys, described
from app.api.body_limit import BodyLimitMiddleware
from app.api.origins import OriginMiddleware
from app.bootstrap import open_service_context
from app.settings import Settings

DESCRIPTION = (
    "Takes diarised transcripts of therapy visits and answers with typed generations, each tied to the words it rests"
    " on. Errors are application/problem+json."
)


def create_app(settings: Settings, database_url: str, *, executes_runs: bool = True) -> FastAPI:
    """Return the web application for a database. With `executes_runs` it also executes runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_service_context(settings, database_url, executes_runs=executes_runs) as context:
            app.state.context = context
            yield

    app = FastAPI(title="TheraBridge AI", version=__version__, description=DESCRIPTION, lifespan=lifespan)
    app.state.keys = Keys()
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(AuthenticationMiddleware)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            allow_headers=["Accept", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID"],
            expose_headers=["ETag", "Location", "Retry-After"],
        )
    app.add_middleware(OriginMiddleware, allowed=settings.cors_origins)
    app.router.routes.extend(_all_routes().routes)
    problems.install_error_handlers(app)
    return app


@cache
def _all_routes() -> APIRouter:
    """Return all routes. They are built once per process: they hold no state of an application, and building them is
    slow.
    """
    every = APIRouter()
    for router in (health.router, _v1(), static_page.router):
        every.include_router(router)
    return every


def _v1() -> APIRouter:
    v1 = APIRouter(prefix="/v1", dependencies=[Depends(described)])
    made = (
        patients.router,
        lists.router,
        generate.make_router(),
        documents.make_router(),
        metadata.router,
        letters.make_router(),
        progress_notes.router,
    )
    for router in (*made, timeline.router, risk.router, runs.router, events.router, costs.router, techniques.router):
        v1.include_router(router)
    return v1
