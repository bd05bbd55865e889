"""Routes that take only what they know: no unknown or repeated query parameter, no key twice in a JSON object."""

import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.bodies import WITH_BODY
from app.errors import InvalidRequest

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def strict_router(*tags: str, **more: Any) -> APIRouter:
    """A router for the routes of a module."""
    return APIRouter(tags=list(tags), route_class=StrictRoute, **more)


class StrictRoute(APIRoute):
    """Refuses with 422 what a caller sends in vain, instead of leaving it out: it was meant to change the answer."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        known = sorted(_query_names(self.dependant))

        async def strictly(request: Request) -> Response:
            _check_query(request, known)
            if request.method not in WITH_BODY:
                return await handle(request)
            strict = _StrictRequest(request.scope, request.receive)
            await strict.check_body()
            return await handle(strict)

        return strictly


class _StrictRequest(Request):
    """Reads its JSON once, for the check and for the route."""

    _read: Any

    async def json(self) -> Any:
        if not hasattr(self, "_read"):
            self._read = json.loads(await self.body(), object_pairs_hook=_distinct)
        return self._read

    async def check_body(self) -> None:
        """Raises InvalidRequest when a key stands twice. What is no JSON is told by the route that wants some."""
        try:
            if await self.body():
                await self.json()
        except _Twice:
            message = "a key stands twice in one object"
            raise InvalidRequest("The body is ambiguous.", errors=[{"path": "/body", "message": message}]) from None
        except (ValueError, RecursionError):
            return


class _Twice(Exception):
    """A key stands twice in one object."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise _Twice
    return read


def _query_names(dependant: Dependant) -> set[str]:
    """What a route and all that it depends on read of the query."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_query_names, dependant.dependencies))


def _check_query(request: Request, known: Sequence[str]) -> None:
    """Raises InvalidRequest, which lists what is known and repeats nothing of what was sent."""
    given = [name for name, _ in request.query_params.multi_items()]
    listed = f"Known here: {', '.join(known)}." if known else "None is known here."
    if not set(given) <= set(known):
        error = {"path": "/query/*", "message": "not known"}
        raise InvalidRequest(f"A query parameter is not known. {listed}", errors=[error], known=list(known))
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        errors = [{"path": f"/query/{name}", "message": "stands there twice"} for name in twice]
        raise InvalidRequest("A query parameter stands there twice.", errors=errors, known=list(known))
