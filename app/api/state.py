"""The parts of this process, as routes ask for them."""

from typing import Annotated

from fastapi import Depends, Request

from app.pipeline.parts import Parts


async def _parts(request: Request) -> Parts:
    # A plain function would be run in a thread, for longer than all it does.
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]
