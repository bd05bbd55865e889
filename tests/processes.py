"""The commands as processes of their own, as an operator starts them."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

STARTED_WITHIN = 60.0
PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it said."""

    code: int | None
    out: str
    err: str


async def command(folder: Path, *words: str, module: str = "app.cli", **environment: str) -> Ended:
    """Run `python -m module words` in a folder, with no more of an environment than is given."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "COLUMNS": "120", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


@asynccontextmanager
async def web_process(folder: Path, url: str, *words: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`therabridge serve` on a database, and its address; killed at the end of the block unless it ended before."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", "serve", "--port", str(port), *words),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "DATABASE_URL": url},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await answering(address)
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def answering(address: str) -> None:
    """Wait until a web process answers."""
    async with asyncio.timeout(STARTED_WITHIN), httpx.AsyncClient() as http:
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
