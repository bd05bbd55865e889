"""The model that processes of tests ask: the offline engine on a socket, which remembers who asked what."""

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from app.offline.asgi import Receive, Send, offline_app
from app.offline.fault_injection import FaultPlan
from app.serving import KEPT_SECONDS, open_listening_socket


@dataclass
class Hesitant(FaultPlan):
    """A conduct whose answers take a random time, in seconds."""

    shortest: float = 0.1
    longest: float = 0.3

    def seconds(self, task: str) -> float:
        """How long this one takes."""
        return random.uniform(self.shortest, self.longest)


@dataclass
class ReceivedRequest:
    """One call: whose, for which task, and whether the caller stayed for the answer's end, None meanwhile."""

    process: str
    task: str
    stayed: bool | None = None


@dataclass
class Upstream:
    """The engine. `conduct` may be changed at any moment, `of` holds the conducts for requests with certain words."""

    conduct: FaultPlan = field(default_factory=FaultPlan)
    of: dict[bytes, FaultPlan] = field(default_factory=dict)
    calls: list[ReceivedRequest] = field(default_factory=list)
    port: int = 0

    def url(self, process: str) -> str:
        """Where a process finds it."""
        return f"http://127.0.0.1:{self.port}/{process}/v1"

    @property
    def tasks(self) -> Counter[str]:
        """How often each task was asked."""
        return Counter(call.task for call in self.calls)

    def in_flight(self, process: str) -> list[ReceivedRequest]:
        """Calls of a process that are not over."""
        return [call for call in self.calls if call.process == process and call.stayed is None]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        _, process, path = scope["path"].split("/", 2)
        body = await _body(receive)
        if body is None:
            return
        call = ReceivedRequest(process, json.loads(body)["response_format"]["json_schema"]["name"])
        self.calls.append(call)
        sent = [{"type": "http.request", "body": body}]
        conduct = next((conduct for words, conduct in self.of.items() if words in body), self.conduct)

        async def replayed() -> Any:
            return sent.pop() if sent else await receive()

        async def watched(message: Any) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                call.stayed = True

        try:
            await offline_app(conduct)({**scope, "path": f"/{path}"}, replayed, watched)
        finally:
            call.stayed = bool(call.stayed)


async def _body(receive: Receive) -> bytes | None:
    """What is asked; None when the caller is gone before it has said so."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


@contextmanager
def serving_upstream(conduct: FaultPlan | None = None) -> Iterator[Upstream]:
    """An engine that answers on a thread of its own for as long as the block lasts."""
    upstream = Upstream(conduct or FaultPlan())
    listening = open_listening_socket("127.0.0.1", 0)
    upstream.port = listening.getsockname()[1]
    config = uvicorn.Config(
        upstream, lifespan="off", log_level="error", timeout_graceful_shutdown=1, timeout_keep_alive=KEPT_SECONDS
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield upstream
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
