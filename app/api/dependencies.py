"""FastAPI dependencies: the application context, and when the request arrived."""

from typing import Annotated

from fastapi import Depends, Request

from app.pipeline.context import Context


async def _context(request: Request) -> Context:
    # A plain function would run in a thread, which costs more than the call.
    context: Context = request.app.state.context
    return context


ContextOf = Annotated[Context, Depends(_context)]


async def _came_at(request: Request) -> float:
    came_at: float = request.state.came_at
    return came_at


CameAt = Annotated[float, Depends(_came_at)]
"""When a request arrived, by this process's clock: it may have waited for the database since."""
