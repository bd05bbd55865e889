"""Serves the web page: static files from app/web. They hold no data, so no key is needed."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from fastapi import APIRouter, Request, Response

from app.errors import NotFound

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
"""By ending. The system's own table differs from machine to machine, and a module of another type is not run."""


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file of the page. `etag` is its content's digest, quoted as in the header."""

    content: bytes
    media_type: str
    etag: str


@lru_cache(maxsize=1)
def web_files() -> dict[str, WebFile]:
    """All files of the page by name, read once from the installed package, about 40 kB."""
    found = (files("app") / "web").iterdir()
    return {file.name: _web_file(file.name, file.read_bytes()) for file in found if _type(file.name)}


@router.api_route("/", methods=["GET", "HEAD"])
async def page(request: Request) -> Response:
    """The page itself."""
    return _answer(request, "index.html")


@router.api_route("/web/{name}", methods=["GET", "HEAD"])
async def part(request: Request, name: str) -> Response:
    """What the page is made of."""
    return _answer(request, name)


def _answer(request: Request, name: str) -> Response:
    file = web_files().get(name)
    if file is None:
        raise NotFound("The page has no such file.")
    headers = {**HEADERS, "ETag": file.etag}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {file.etag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.media_type)


def _web_file(name: str, content: bytes) -> WebFile:
    digest = hashlib.sha256(content).hexdigest()[:32]
    return WebFile(content, f"{_type(name)}; charset=utf-8", f'"{digest}"')


def _type(name: str) -> str | None:
    return TYPES.get(f".{name.rpartition('.')[2]}")
