import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import openai
import pytest
import uvicorn
from openai import AsyncOpenAI, OpenAI

from app.offline.asgi import offline_app
from app.offline.fault_injection import Failure, Fault, FaultPlan

Asking = Callable[..., dict[str, Any]]


class Server(uvicorn.Server):
    """Says when it listens, so that nobody has to ask again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def start_service(conduct: FaultPlan | None = None) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(offline_app(conduct), lifespan="off", log_level="error", timeout_graceful_shutdown=1)
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert server.listens.wait(30)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def client(url: str) -> OpenAI:
    return OpenAI(base_url=url, api_key="none", max_retries=0)


def test_both_clients_are_answered_over_a_socket(asking: Asking) -> None:
    with start_service() as url, client(url) as reached:
        completion = reached.chat.completions.create(**asking())
        assert json.loads(completion.choices[0].message.content or "")["answer"]
        assert [model.id for model in reached.models.list()] == ["offline"]


async def test_a_stream_comes_over_a_socket_too(asking: Asking) -> None:
    with start_service() as url:
        async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as reached:
            stream: Any = await reached.chat.completions.create(**asking(stream=True))
            chunks = [chunk async for chunk in stream]
    assert len(chunks) > 3
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_the_first_piece_is_read_while_the_rest_is_held_back(asking: Asking) -> None:
    with start_service(FaultPlan(faults=[Fault.STALLS])) as url, client(url) as reached:
        stream: Any = reached.chat.completions.create(**asking(stream=True), timeout=30)
        assert next(iter(stream)).choices[0].delta.role == "assistant"
        stream.close()


def test_the_clients_timeout_ends_the_wait(asking: Asking) -> None:
    with (
        start_service(FaultPlan(latency={"": 3600})) as url,
        client(url) as reached,
        pytest.raises(openai.APITimeoutError),
    ):
        reached.chat.completions.create(**asking(), timeout=0.2)


def test_a_failure_comes_with_its_headers(asking: Asking) -> None:
    failing = FaultPlan(faults=[Failure(503, retry_after=2.5)])
    with start_service(failing) as url, client(url) as reached, pytest.raises(openai.InternalServerError) as raised:
        reached.chat.completions.create(**asking())
    assert raised.value.response.headers["retry-after"] == "2.5"
