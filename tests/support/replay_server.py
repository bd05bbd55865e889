"""A model server that answers each request with the bytes it was given for the request's path."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class ReplayServer:
    """`answer` maps the first part of a path to a raw HTTP response; `requests` are the bodies received."""

    answer: Callable[[str], bytes]
    requests: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    def url(self, name: str) -> str:
        """The base URL under which a name's answer is found."""
        return f"http://127.0.0.1:{self.port}/{name}/v1"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, and close the connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            name = head.split(" ", 2)[1].split("/")[1]
            length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), ":0")
            self.requests.append((name, await reader.readexactly(int(length.split(":")[1]))))
            writer.write(self.answer(name))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def http_response(status: int, content_type: str, body: str, headers: dict[str, str] | None = None) -> bytes:
    """A raw response that ends with its connection."""
    lines = [f"HTTP/1.1 {status} X", f"content-type: {content_type}", f"content-length: {len(body.encode())}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "connection: close", "", ""]).encode() + body.encode()


@asynccontextmanager
async def serving_answers(answer: Callable[[str], bytes]) -> AsyncIterator[ReplayServer]:
    """A server on a port of this machine for as long as the block lasts."""
    served = ReplayServer(answer)
    server = await asyncio.start_server(served.handle, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    async with server:
        yield served
