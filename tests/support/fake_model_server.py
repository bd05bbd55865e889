"""A model server on a socket that knows some dialects and not others, and answers one small question."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from support.replay_server import http_response

Json = dict[str, Any]
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = {"days": [{"code": code, "is_weekend": code.startswith("S")} for code in CODES]}
PROSE = "Monday is the first day."
USAGE = {"prompt_tokens": 50, "completion_tokens": 80, "total_tokens": 130}


@dataclass
class FakeModelServer:
    """`knows` are the dialects in which it keeps to the schema; in any other it writes prose. `errors` are error
    messages by path; `native` are bodies of paths outside of /v1."""

    knows: tuple[str, ...] = ("json_schema", "json_object", "plain", "responses")
    models: tuple[str, ...] | None = ("local",)
    only_these: bool = False
    listed: Json = field(default_factory=dict)
    native: dict[str, Json] = field(default_factory=dict)
    usage: Json | None = field(default_factory=lambda: USAGE)
    streams: bool = True
    refuses: tuple[str, ...] = ()
    error: tuple[int, str] | None = None
    requests: list[Json] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, and close the connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split(" ", 2)[1]
            length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ":0")
            body = await reader.readexactly(int(length.split(":")[1]))
            writer.write(self._answer(path, json.loads(body) if body else {}))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str, request: Json) -> bytes:
        if path == "/v1/models" and self.models is not None:
            return _json({"object": "list", "data": [{"id": name, **self.listed} for name in self.models]})
        if path in self.native:
            return _json(self.native[path])
        if path == "/v1/responses" and "responses" in self.knows and not self.error:
            self.requests.append(request)
            return self._respond(request)
        if path != "/v1/chat/completions":
            return _failed(404, "File Not Found")
        self.requests.append(request)
        return self._complete(request)

    def _respond(self, request: Json) -> bytes:
        part = {"type": "output_text", "text": json.dumps(WEEK)}
        usage = self.usage and {"input_tokens": 50, "output_tokens": 80}
        response: Json = {"object": "response", "status": "completed", "model": request["model"], "usage": usage}
        response["output"] = [{"type": "message", "content": [part]}]
        if not (request.get("stream") and self.streams):
            return _json(response)
        deltas: list[Json] = [
            {"type": "response.output_text.delta", "delta": piece} for piece in json.dumps(WEEK).split()
        ]
        events = [*deltas, {"type": "response.completed", "response": response}]
        return http_response(200, "text/event-stream", "".join(_event(one) for one in events))

    def _complete(self, request: Json) -> bytes:
        if self.error:
            return _failed(*self.error)
        if self.only_these and request["model"] not in (self.models or ()):
            return _failed(404, f"The model `{request['model']}` does not exist.")
        if refused := next((name for name in self.refuses if name in request), None):
            return _failed(400, f"Unsupported parameter: '{refused}'")
        text = json.dumps(WEEK) if dialect_of(request) in self.knows else PROSE
        if not (request.get("stream") and self.streams):
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            return _json({"model": request["model"], "choices": [choice], "usage": self.usage})
        return http_response(200, "text/event-stream", "".join(self._events(text)))

    def _events(self, text: str) -> Iterator[str]:
        for start in range(0, len(text), 20):
            yield _event({"choices": [{"index": 0, "delta": {"content": text[start : start + 20]}}]})
        yield _event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": self.usage})
        yield "data: [DONE]\n\n"


def dialect_of(request: Json) -> str:
    """The dialect in which a request asks for JSON."""
    if "input" in request:
        return "responses"
    return str(request.get("response_format", {}).get("type", "plain"))


@asynccontextmanager
async def serving(server: FakeModelServer) -> AsyncIterator[FakeModelServer]:
    """The server on a port of this machine for as long as the block lasts."""
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


def _json(body: Json) -> bytes:
    return http_response(200, "application/json", json.dumps(body))


def _failed(status: int, message: str) -> bytes:
    return http_response(status, "application/json", json.dumps({"error": {"message": message}}))


def _event(data: Json) -> str:
    return f"data: {json.dumps(data)}\n\n"
