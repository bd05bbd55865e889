"""Models' servers on loopback, each run by other benchmarks as a process of its own, which prints its port.

`python -m benchmarks.upstream ANSWER.json` gives every chat completion one prepared answer, without latency.
`python -m benchmarks.upstream --offline LATENCY.json` is the offline engine, with seconds by task.
"""

import asyncio
import json
import sys
from pathlib import Path

import uvicorn

from app.offline.asgi import offline_app
from app.offline.fault_injection import FaultPlan
from app.serving import KEPT_SECONDS, open_listening_socket

USAGE = {"prompt_tokens": 2000, "completion_tokens": 200, "total_tokens": 2200}


def completion(answer: str) -> bytes:
    """A whole HTTP answer with one chat completion."""
    message = {"role": "assistant", "content": answer, "refusal": None}
    body = {
        "id": "chatcmpl-bench",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-5-nano",
        "service_tier": "default",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}],
        "usage": USAGE,
    }
    raw = json.dumps(body).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(raw)}\r\n\r\n"
    return head.encode() + raw


async def serve(answer: str) -> None:
    """Answer until the process is ended."""
    prepared = completion(answer)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            await reader.readexactly(_length(head))
            writer.write(prepared)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def serve_offline(latency: dict[str, float]) -> None:
    """Answer by the offline engine until the process is ended."""
    listening = open_listening_socket("127.0.0.1", 0)
    print(listening.getsockname()[1], flush=True)
    app = offline_app(FaultPlan(latency=latency))
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, timeout_keep_alive=KEPT_SECONDS)
    uvicorn.Server(config).run(sockets=[listening])


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)


if __name__ == "__main__":
    *mode, file = sys.argv[1:]
    given = Path(file).read_text(encoding="utf-8")
    if mode == ["--offline"]:
        serve_offline(json.loads(given))
    else:
        asyncio.run(serve(given))
