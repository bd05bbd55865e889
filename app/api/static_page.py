"""Serves the web page: static files from app/web, and what it has to know of the generators. No key is needed."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json
from starlette.staticfiles import StaticFiles

from app.generators.registry import generators
from app.llm.model_tier import ModelTier

router = APIRouter(include_in_schema=False)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""By suffix. The system's own table differs from machine to machine, and browsers refuse a module of another type."""


class PageFiles(StaticFiles):
    """The files of the installed package, with the page's headers."""

    def file_response(self, full_path: Any, *arguments: Any, **named: Any) -> Response:
        response = super().file_response(full_path, *arguments, **named)
        response.headers.update(HEADERS)
        if response.status_code == 200:
            response.headers["Content-Type"] = f"{TYPES[Path(full_path).suffix]}; charset=utf-8"
        return response


FILES = PageFiles(packages=[("app", "web")])


@router.api_route("/", methods=["GET", "HEAD"])
async def serve_page(request: Request) -> Response:
    """The page itself."""
    return await FILES.get_response("index.html", request.scope)


@router.api_route("/web/tasks.js", methods=["GET", "HEAD"])
async def serve_tasks_module() -> Response:
    """The JavaScript module that tells the page which tasks and tiers there are."""
    return Response(_tasks_module(), headers=HEADERS, media_type=TYPES[".js"])


@router.api_route("/web/{name}", methods=["GET", "HEAD"])
async def serve_asset(request: Request, name: str) -> Response:
    """A style sheet, script or picture of the page."""
    return await FILES.get_response(name, request.scope)


@cache
def _tasks_module() -> bytes:
    tasks, tiers = to_json(task_declarations()).decode(), to_json(list(ModelTier)).decode()
    return f"export const TASKS = {tasks};\nexport const TIERS = {tiers};\n".encode()


def task_declarations() -> dict[str, dict[str, Any]]:
    """What the page has to know of each task, from its generator's declaration."""
    return {
        task: {
            "wave": heir.declared.wave,
            "name": heir.declared.label,
            "event": heir.declared.event,
            "provides": heir.PROVIDES,
            "route": heir.ROUTE,
            "document": heir.DOCUMENT,
        }
        for task, heir in generators().items()
    }
