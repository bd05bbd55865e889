"""The commands as processes of their own, as an operator starts them."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from support.forked_process import forked

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class CompletedCommand:
    """How a process ended, and what it said."""

    code: int | None
    out: str
    err: str


async def run_to_end(folder: Path, *words: str, module: str = "app.cli", **environment: str) -> CompletedCommand:
    """Run `python -m module words` in a folder, with no more of an environment than is given."""
    with TemporaryDirectory() as name:
        out, err = Path(name, "out"), Path(name, "err")
        given = {"PATH": os.environ["PATH"], "COLUMNS": "120", "PLAY_RECORDED": "false", **environment}
        process = await forked(words, given, folder, out, err, module)
        return await asyncio.to_thread(_ended, process, out, err)


def _ended(process: BaseProcess, out: Path, err: Path) -> CompletedCommand:
    process.join()
    return CompletedCommand(process.exitcode, out.read_text(), err.read_text())


@dataclass(frozen=True)
class WebProcess:
    """A web process: where it answers, and the file that holds all it said."""

    process: BaseProcess
    address: str
    said: Path

    async def terminate(self) -> int | None:
        """SIGTERM, as an operator stops it; its exit code."""
        if self.process.pid is not None and self.process.exitcode is None:
            os.kill(self.process.pid, signal.SIGTERM)
        await asyncio.to_thread(self.process.join)
        return self.process.exitcode


@asynccontextmanager
async def web_process(folder: Path, url: str, *words: str) -> AsyncIterator[WebProcess]:
    """`therabridge serve` on a database; killed at the end of the block unless it ended before."""
    port = free_port()
    said = folder / f"{port}.txt"
    given = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "PLAY_RECORDED": "false"}
    process = await forked(["serve", "--port", str(port), *words], given, folder, said)
    address = f"http://127.0.0.1:{port}"
    try:
        await wait_until_answering(address)
        yield WebProcess(process, address, said)
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


async def wait_until_answering(address: str) -> None:
    """Wait until a web process answers."""
    async with httpx.AsyncClient() as http:
        while True:
            try:
                await http.get(f"{address}/health/live")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
