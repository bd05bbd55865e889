"""Limits the size of request bodies. Pure ASGI, so that streaming routes keep streaming."""

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem_response

MAX_BYTES = 2 * 1024 * 1024
MAX_DRAINED = 8 * 1024 * 1024
"""An answer sent while the caller still sends resets the connection, so a body too large is read up to here."""
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose bodies are read. The body of any other method is limited all the same."""


class BodyLimit:
    """Refuses bodies over 2 MiB with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _may_have_body(scope):
            await self._app(scope, receive, send)
            return
        try:
            body = await _read(receive)
        except ClientDisconnect:
            return  # a truncated body may be valid JSON, but is not what the caller meant
        if body is None:
            refusal = problem_response(413, "too_large", f"A body has at most {MAX_BYTES} bytes.")
            await refusal(scope, receive, send)
        else:
            await self._app(scope, _replay(body, receive), send)


def _may_have_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    announced = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
    return announced or scope["method"] in WITH_BODY


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large. Raises ClientDisconnect when it broke off."""
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= MAX_DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MAX_BYTES:
            parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts) if size <= MAX_BYTES else None


def _replay(body: bytes, receive: Receive) -> Receive:
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again


def is_json(content_type: str) -> bool:
    """Whether a content type is JSON's."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
