"""A bare HTTP/1.1 caller on one connection: a library's own milliseconds would be counted as the service's."""

import asyncio
from types import TracebackType


class Caller:
    """POSTs without a body to one host, one after another. `async with` closes it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def __aenter__(self) -> "Caller":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._writer.close()

    async def post(self, path: str) -> bytes:
        """The answer's body. Raises RuntimeError unless it is a 200."""
        self._writer.write(f"POST {path} HTTP/1.1\r\nhost: {self._host}\r\ncontent-length: 0\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
        body = await self._reader.readexactly(int(lines[b"content-length"]))
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.split(b"\r\n")[0].decode())
        return body
