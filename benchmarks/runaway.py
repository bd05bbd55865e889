"""How responsive the service stays while a model writes without end: python -m benchmarks.runaway

A model's server on loopback answers each request with 10 MB of server-sent events, white space as content. While
callers ask for prose from it one after another, /health/live is asked on connections of their own; printed are its p50
and p99 in that time and, in the same run before it, without any load, and their ratio.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from app.sample.visits import read_sample_visits
from benchmarks.processes import running, service

MEGABYTES = 10
PROBES, CALLERS = 2_000, 2
PAUSE = 0.002
EVENT = {
    "id": "x",
    "object": "chat.completion.chunk",
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": " "}}],
}


async def serve() -> None:
    """Answer every request with so many megabytes of events, until the process is ended."""
    event = f"data: {json.dumps(EVENT)}\n\n".encode()
    block = event * 200

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
        for _ in range(MEGABYTES * 1_000_000 // len(block)):
            writer.write(block)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def probe(address: str, count: int, until: asyncio.Event | None = None) -> list[float]:
    """The seconds of each of so many requests for /health/live, or of those until an event."""
    seconds: list[float] = []
    async with httpx.AsyncClient(base_url=address) as http:
        while len(seconds) < count and not (until and until.is_set()):
            begun = time.perf_counter()
            (await http.get("/health/live")).raise_for_status()
            seconds.append(time.perf_counter() - begun)
            await asyncio.sleep(PAUSE)
    return sorted(seconds)


async def ask(address: str, calls: int, done: asyncio.Event) -> list[str]:
    """Ask for the mood of a visit again and again, by so many callers at once; the reasons of the failures."""
    visit: dict[str, Any] = dict(read_sample_visits()[0].request_body)
    roles = {one["speaker"]: "patient" for one in visit["segments"]}
    roles[next(iter(roles))] = "therapist"
    async with httpx.AsyncClient(base_url=f"{address}/v1", timeout=120) as http:
        patient, session = uuid4(), uuid4()
        await http.put(f"/patients/{patient}", json={})
        await http.put(f"/patients/{patient}/sessions/{session}", json={**visit, "speaker_roles": roles})
        path = f"/sessions/{session}/mood?force=true"
        answers = await asyncio.gather(*(http.post(path) for _ in range(calls)))
    done.set()
    return [str(answer.json().get("reason")) for answer in answers]


async def measure(address: str) -> None:
    """Measure without load and with it, and print both."""
    idle = await probe(address, PROBES)
    done = asyncio.Event()
    loaded, reasons = await asyncio.gather(probe(address, 100_000, done), ask(address, CALLERS, done))
    for name, seconds in (("idle", idle), (f"{MEGABYTES} MB streaming in", loaded)):
        p50, p99 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.99)]
        print(f"{name:22} {len(seconds):6} requests   p50 {p50 * 1000:6.2f} ms   p99 {p99 * 1000:6.2f} ms")
    ratio = loaded[int(len(loaded) * 0.99)] / idle[int(len(idle) * 0.99)]
    print(f"p99 ratio {ratio:.2f} (wanted below 2); the calls ended as {', '.join(sorted(set(reasons)))}")


def main() -> None:
    """Start both processes, and measure."""
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
        return
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name, running("benchmarks.runaway", "serve") as model:
        folder = Path(name)
        folder.chmod(0o755)
        assert model.stdout is not None
        base_url = f"http://127.0.0.1:{int(model.stdout.readline())}/v1"
        with service(folder, "--no-worker", OPENAI_BASE_URL=base_url, OPENAI_MODEL="m") as (address, _):
            asyncio.run(measure(address))


if __name__ == "__main__":
    main()
