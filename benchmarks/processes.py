"""Processes that a benchmark measures: started, waited for, measured, ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

STARTED_WITHIN = 60.0


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m arguments…`, ended with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def upstream(answer: str, folder: Path) -> Iterator[str]:
    """The prepared model's server; its base URL."""
    file = folder / "answer.json"
    file.write_text(answer, encoding="utf-8")
    with running("benchmarks.upstream", str(file)) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"


@contextmanager
def service(folder: Path, *options: str, **environment: str) -> Iterator[tuple[str, int]]:
    """`therabridge serve` on an embedded database of its own; its address and process id."""
    port = free_port()
    kept = {"DATA_DIR": str(folder / "data"), "LOG_LEVEL": "WARNING", **environment}
    with running("app.cli", "serve", "--port", str(port), *options, **kept) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until_alive(address)
        yield address, process.pid


def wait_until_alive(address: str) -> None:
    """Wait for /health/live. Raises TimeoutError after a minute."""
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/health/live")
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"{address} did not come up")


def resident_megabytes(pid: int) -> float:
    """Memory that a process holds, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError("no VmRSS")
