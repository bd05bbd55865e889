"""Processes of the service on one database, as many as a test wants, and the model that all of them ask.

Each runs a command as an operator starts it.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from support.command_process import free_port, wait_until_answering
from support.forked_process import forked
from support.model_server import Upstream


@dataclass
class FleetProcess:
    """A process of the fleet. `name` is what the upstream knows it by, `out` holds all that it printed."""

    name: str
    process: BaseProcess
    out: Path
    address: str

    @property
    def executor(self) -> str | None:
        """What the database knows a worker by, once it works."""
        words = self.out.read_text().split() if self.out.exists() else []
        return next((word for word in words if word.startswith("worker:")), None)

    async def working(self) -> str:
        """Wait until a worker works; its executor."""
        while (executor := self.executor) is None:
            assert self.process.is_alive(), self.out.read_text()
            await asyncio.sleep(0.02)
        return executor

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.process.pid is not None and self.process.exitcode is None:
            os.kill(self.process.pid, number)

    async def ended(self) -> int | None:
        """Its exit code, once it has ended."""
        await asyncio.to_thread(self.process.join)
        return self.process.exitcode

    async def kill(self) -> None:
        """kill -9."""
        self.signal(signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int | None:
        """SIGTERM, as an operator stops it; its exit code."""
        self.signal(signal.SIGTERM)
        return await self.ended()


@dataclass
class ProcessFleet:
    """All processes on one database. `settings` are the environment of every one of them."""

    url: str
    folder: Path
    upstream: Upstream
    settings: dict[str, str]
    members: list[FleetProcess] = field(default_factory=list)

    async def worker(self, **settings: str) -> FleetProcess:
        """Another worker; it may not work yet."""
        return await self._started(["worker"], "", settings)

    async def web(self, *words: str, **settings: str) -> FleetProcess:
        """Another web process, which answers."""
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        member = await self._started(["serve", "--port", str(port), *words], address, settings)
        await wait_until_answering(address)
        return member

    async def close(self) -> None:
        """Kill every process that is left."""
        for member in self.members:
            await member.kill()

    async def _started(self, words: Sequence[str], address: str, settings: dict[str, str]) -> FleetProcess:
        name = f"process{len(self.members)}"
        out = self.folder / f"{name}.txt"
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.url,
            "OPENAI_API_KEY": "x",
            "OPENAI_BASE_URL": self.upstream.url(name),
            **self.settings,
            **settings,
        }
        process = await forked(words, environment, self.folder, out)
        self.members.append(FleetProcess(name, process, out, address))
        return self.members[-1]


@asynccontextmanager
async def running_fleet(url: str, folder: Path, upstream: Upstream, **settings: str) -> AsyncIterator[ProcessFleet]:
    """A fleet on a database, without any process yet; whatever is left of it is killed at the end of the block."""
    quick = {"WORKER_LEASE_SECONDS": "30", "WORKER_POLL_SECONDS": "0.1", "LOG_LEVEL": "WARNING"}
    started = ProcessFleet(url, folder, upstream, {**quick, **settings})
    try:
        yield started
    finally:
        await started.close()
