"""Routes with strict input: no unknown or repeated query parameter, no duplicate key in a JSON object, no body where
none is read, ids and numbers in their canonical spelling."""

import json
import re
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.body_limit import is_json
from app.errors import InvalidRequest, UnsupportedMediaType
from app.pipeline.context import Context

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_SPELLINGS = {
    UUID: (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE), "a UUID is expected"),
    int: (re.compile(r"0|-?[1-9][0-9]*"), "a whole number in plain digits is expected"),
}
"""Canonical spellings. pydantic also accepts urn:uuid:…, {…}, 1_0, 5.0 and +5."""


def strict_router(*tags: str, limited: bool = True, **more: Any) -> APIRouter:
    """A router for the routes of a module. `limited`: their handlers share the database with a bounded number of
    others; not for those that wait for a model, and for those that use no database."""
    return APIRouter(tags=list(tags), route_class=LimitedRoute if limited else StrictRoute, **more)


class StrictRoute(APIRoute):
    """Refuses with 422 what a caller sends in vain, instead of ignoring it: it was meant to change the result."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        known = sorted(_query_names(self.dependant))
        spelled = dict(_spellings(self.dependant))

        async def strictly(request: Request) -> Response:
            _check_query(request, known)
            _check_spelling(request, spelled)
            strict = _StrictRequest(request.scope, request.receive)
            if self.body_field is None:
                await strict.check_empty()
            else:
                await strict.check_body()
            return await handle(strict)

        return strictly


class LimitedRoute(StrictRoute):
    """A strict route whose handler waits until few enough others use the database."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def in_turn(request: Request) -> Response:
            context: Context = request.app.state.context
            request.state.came_at = time.monotonic()
            async with context.requests.admitted():
                return await handle(request)

        return in_turn


class _StrictRequest(Request):
    """A request whose JSON is parsed once, for the check and for the route."""

    _read: Any

    async def json(self) -> Any:
        if not hasattr(self, "_read"):
            self._read = json.loads(await self.body(), object_pairs_hook=_distinct)
        return self._read

    async def check_empty(self) -> None:
        """Raises InvalidRequest when there is a body."""
        if await self.body():
            errors = [{"path": "/body", "message": "none is read here"}]
            raise InvalidRequest("This route takes no body; options stand in the query.", errors=errors)

    async def check_body(self) -> None:
        """Raises UnsupportedMediaType, and InvalidRequest for a duplicate key. A body that is not valid
        JSON is reported by the route that requires one."""
        if not await self.body():
            return
        if not is_json(self.headers.get("content-type", "")):
            raise UnsupportedMediaType("Send the body as application/json.")
        try:
            await self.json()
        except _Twice:
            message = "a key stands twice in one object"
            raise InvalidRequest("The body is ambiguous.", errors=[{"path": "/body", "message": message}]) from None
        except (ValueError, RecursionError):
            return


class _Twice(Exception):
    """An object has a duplicate key."""


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise _Twice
    return read


def _query_names(dependant: Dependant) -> set[str]:
    """The query parameters of a route and its dependencies."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_query_names, dependant.dependencies))


def _check_query(request: Request, known: Sequence[str]) -> None:
    """Raises InvalidRequest, which lists the known names and repeats nothing of the request."""
    given = [name for name, _ in request.query_params.multi_items()]
    listed = f"Known here: {', '.join(known)}." if known else "None is known here."
    if not set(given) <= set(known):
        error = {"path": "/query/*", "message": "not known"}
        raise InvalidRequest(f"A query parameter is not known. {listed}", errors=[error], known=list(known))
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        errors = [{"path": f"/query/{name}", "message": "stands there twice"} for name in twice]
        raise InvalidRequest("A query parameter stands there twice.", errors=errors, known=list(known))


def _spellings(dependant: Dependant) -> Iterator[tuple[tuple[str, str], type]]:
    """The path and query parameters of a route and its dependencies: location and type. Another
    spelling of a number in a path is not found, as the handler reports."""
    paths: tuple[Any, set[type]] = (dependant.path_params, {UUID})
    queries: tuple[Any, set[type]] = (dependant.query_params, {UUID, int})
    for place, (fields, kinds) in {"path": paths, "query": queries}.items():
        for field in fields:
            annotation = field.field_info.annotation
            for kind in kinds & {annotation, *get_args(annotation)}:
                yield (place, field.alias), kind
    for dependency in dependant.dependencies:
        yield from _spellings(dependency)


def _check_spelling(request: Request, spelled: dict[tuple[str, str], type]) -> None:
    """Raises InvalidRequest where an id or a number is written in an unusual way."""
    given = {"path": request.path_params, "query": request.query_params}
    errors = []
    for (place, name), kind in spelled.items():
        pattern, message = _SPELLINGS[kind]
        value = given[place].get(name)
        if value is not None and not pattern.fullmatch(str(value)):
            errors.append({"path": f"/{place}/{name}", "message": message})
    if errors:
        raise InvalidRequest("The request does not fit; see errors.", errors=errors)
