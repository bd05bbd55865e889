"""The web process with a slow offline engine, on a port of its own: `python -m support.slow_server PORT SECONDS`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import gettempdir
from unittest import mock

import httpx

from app.llm.clients import AsyncOpenAI
from app.llm.tokens import count_tokens
from app.offline.fault_injection import FaultPlan
from app.offline.recorded import Recordings
from app.offline.transport import OfflineTransport
from app.serving import serve_until_stopped
from app.settings import Settings
from support.command_process import free_port
from support.forked_process import forked
from support.http_service import offline_client

DOCUMENTS = ("roadmap_generation", "session_bridge_generation")


@dataclass
class SlowServer:
    """A process that serves one database at one address, also when it is started again. `seconds` is how long an
    answer of its engine takes; a document takes six times as long."""

    url: str
    seconds: float
    port: int
    plays: bool = False
    process: BaseProcess | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.url,
            "PLAY_RECORDED": str(self.plays).lower(),
            "WORKER_LEASE_SECONDS": "30",
            "LOG_LEVEL": "ERROR",
        }
        words = [str(self.port), str(self.seconds)]
        nowhere = Path(os.devnull)
        self.process = await forked(words, environment, Path(gettempdir()), nowhere, module="support.slow_server")
        async with httpx.AsyncClient(base_url=self.address) as http:
            while not await _answers(http):  # noqa: ASYNC110 - another process sets no event
                await asyncio.sleep(0.1)

    async def stop(self) -> int | None:
        """Tell it to stop, as an operator does; its exit code."""
        if self.process is None:
            return None
        if self.process.pid is not None and self.process.exitcode is None:
            os.kill(self.process.pid, signal.SIGTERM)
        await asyncio.to_thread(self.process.join)
        return self.process.exitcode


@asynccontextmanager
async def slow_server(url: str, seconds: float, *, plays: bool = False) -> AsyncIterator[SlowServer]:
    """One that has been started on a port of its own, and is stopped at the end whatever happens. With `plays`, it
    plays what is recorded."""
    server = SlowServer(url, seconds, free_port(), plays)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()


async def _answers(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/health/live")).is_success
    except httpx.TransportError:
        return False


def _serve(port: int, seconds: float) -> None:
    latency = {"": seconds, **dict.fromkeys(DOCUMENTS, 6 * seconds)}
    plan = FaultPlan(latency=latency)

    def client(recordings: Recordings | None) -> AsyncOpenAI:
        return offline_client(OfflineTransport(plan, recordings, count_tokens))

    with (
        mock.patch("app.bootstrap.build_async_client", lambda _: client(None)),
        mock.patch("app.bootstrap.build_playing_client", client),
    ):
        serve_until_stopped(Settings(), "127.0.0.1", port, works=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), float(sys.argv[2]))
