"""The way from an openai client to the offline engine: one httpx2 transport for both kinds of client.

httpx2's own ASGITransport gathers the whole body first, ignores timeouts and cannot serve a client that blocks.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator

import httpx2

from app.offline.completion import estimated_tokens
from app.offline.engine import OfflineAnswer, Piece, serve
from app.offline.fault_injection import FaultPlan
from app.offline.recorded import RecordedAnswers, Recordings, play_recording


class OfflineTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers requests by the offline engine, piece by piece, within the client's read timeout; where a request is for
    the recorded engine, by what is recorded, whose tokens `count` counts."""

    def __init__(
        self,
        conduct: FaultPlan | None = None,
        recordings: Recordings | None = None,
        count: Callable[[str], int] = estimated_tokens,
    ) -> None:
        self._conduct = conduct
        self._recordings = recordings or RecordedAnswers()
        self._count = count

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return _response(self._answer(request.method, request.url.path, request.read()), request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        # A visit of two hours takes up to 0.2 s to read: too long for the event loop.
        body = await request.aread()
        answer = await asyncio.to_thread(self._answer, request.method, request.url.path, body)
        return _response(answer, request)

    def _answer(self, method: str, path: str, body: bytes) -> OfflineAnswer:
        played = play_recording(body, self._recordings, self._count, self._conduct)
        return played or serve(method, path, body, self._conduct)


class Script(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that comes in pieces, each after its pause. A pause longer than `patience` is a ReadTimeout."""

    def __init__(self, pieces: Iterable[Piece], patience: float | None) -> None:
        self._pieces = pieces
        self._patience = patience

    def __iter__(self) -> Iterator[bytes]:
        for pause, piece in self._pieces:
            time.sleep(self._waited(pause))
            self._check(pause)
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for pause, piece in self._pieces:
            await asyncio.sleep(self._waited(pause))
            self._check(pause)
            yield piece

    def _waited(self, pause: float) -> float:
        return pause if self._patience is None else min(pause, self._patience)

    def _check(self, pause: float) -> None:
        if self._patience is not None and pause > self._patience:
            raise httpx2.ReadTimeout("The offline engine took longer than the client waits.")


def _response(answer: OfflineAnswer, request: httpx2.Request) -> httpx2.Response:
    patience = request.extensions.get("timeout", {}).get("read")
    headers = {"content-type": answer.content_type, **answer.headers}
    return httpx2.Response(answer.status, headers=headers, stream=Script(answer.pieces, patience), request=request)
