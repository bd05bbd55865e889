"""The parts of this process, as routes ask for them."""

from typing import Annotated

from fastapi import Depends, Request

from app.pipeline.parts import Parts


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]
