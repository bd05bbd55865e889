"""The offline engine on a socket: `uvicorn app.offline.asgi:app`, for clients that cannot be given a transport."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from app.offline.engine import route_request
from app.offline.fault_injection import FaultPlan

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def offline_app(conduct: FaultPlan | None = None) -> App:
    """Return an ASGI application that answers with the offline engine. It has no lifespan."""

    async def answered(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError("The offline engine speaks HTTP alone.")
        body, begun = await _body(receive), time.monotonic()
        answer = await asyncio.to_thread(route_request, scope["method"], scope["path"], body, conduct)
        headers = {"content-type": answer.content_type, **answer.headers}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        ahead = time.monotonic() - begun  # what the answer took to make is part of its latency
        for pause, piece in answer.pieces:
            ahead -= pause
            if ahead < 0 and pause and await _client_disconnected(receive, -ahead):
                return
            ahead = max(0.0, ahead)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return answered


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _client_disconnected(receive: Receive, pause: float) -> bool:
    """Wait for the pause. Return True at once if the client disconnects during it."""
    try:
        async with asyncio.timeout(pause):
            await receive()
    except TimeoutError:
        return False
    return True


app = offline_app()
