"""A model's server without latency: answers every chat completion with one prepared answer, on loopback.

Run by the other benchmarks as a process of its own: `python -m benchmarks.upstream ANSWER.json`; prints its port.
"""

import asyncio
import json
import sys
from pathlib import Path

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


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]).read_text(encoding="utf-8")))
