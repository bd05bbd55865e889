"""The parts of this process, and when a request came, as routes ask for them."""

from typing import Annotated

from fastapi import Depends, Request

from app.pipeline.context import Parts


async def _parts(request: Request) -> Parts:
    # A plain function would be run in a thread, for longer than all it does.
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]


async def _came_at(request: Request) -> float:
    came_at: float = request.state.came_at
    return came_at


CameAt = Annotated[float, Depends(_came_at)]
"""When a request came, by this process's clock: it may have waited for the database since."""
