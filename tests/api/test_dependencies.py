"""Routes work with the parts of the process that serves them."""

from starlette.applications import Starlette
from starlette.requests import Request

from app.api.dependencies import _context


async def test_the_parts_are_those_of_the_application() -> None:
    app = Starlette()
    app.state.context = object()
    assert await _context(Request({"type": "http", "app": app})) is app.state.context
