"""Serves the web application on a port until it is stopped."""

import asyncio
import secrets
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress

import httpx
import uvicorn
from pydantic import SecretStr

from app.bootstrap import (
    AccessPolicy,
    DatabaseLocation,
    check_origins,
    check_ready_to_start,
    load_recordings,
    locate_database,
    read_access,
)
from app.errors import Misconfigured
from app.main import create_app
from app.offline.recorded import NOTICE
from app.pipeline.context import Context
from app.settings import Settings
from app.store.embedded import exit_on_sigterm

SHUTDOWN_SECONDS = 12
"""How long callers are waited for. With what runs get after that, a process has ended within 25 seconds."""
ANSWERING_SECONDS = SHUTDOWN_SECONDS - 2
"""How long what callers wait for may go on. Then they are told that it will not come, in the two seconds left."""
SWITCH_SECONDS = 0.001
"""How long a thread that computes may keep the loop waiting; Python's own is 5 ms."""
KEPT_SECONDS = 75
"""How long a connection that nobody uses is kept: longer than callers (5 s) and balancers (60 s) keep theirs, or they
would ask on one that is being closed."""
PATIENCE = 600.0
"""Seconds that a command of ours waits for an answer of its own server."""


class Server(uvicorn.Server):
    """Server that ends the application's open streams when it stops; otherwise it would wait for them."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then shut down."""
        self._end_streams()
        await super().shutdown(sockets)


def serve_until_stopped(settings: Settings, host: str, port: int, *, executes_runs: bool) -> None:
    """Serve until SIGINT or SIGTERM. Raises Misconfigured, DatabaseUnavailable before it starts to listen."""
    exit_on_sigterm()
    sys.setswitchinterval(SWITCH_SECONDS)
    with open_listening_socket(host, port) as listening, locate_database(settings) as place:
        access = asyncio.run(_checked(settings, place))
        sys.stderr.write(f"{_banner(settings, access)}Listening on http://{host}:{port}\n")
        server = _server(settings, place.url, executes_runs=executes_runs)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


@asynccontextmanager
async def serve_in_background(
    settings: Settings, url: str, listening: socket.socket, *, executes_runs: bool = True
) -> AsyncIterator[uvicorn.Server]:
    """Serve the application next to other work of this event loop."""
    # Lines for each request would run across the screen that watches.
    server = _server(settings, url, executes_runs=executes_runs, access_log=False)
    served = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not served.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.02)
    try:
        yield server
    finally:
        server.should_exit = True
        await served


@asynccontextmanager
async def serve_on_private_socket(settings: Settings, url: str) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the application on a socket that no other user can reach, and provide a client for it."""
    key = secrets.token_urlsafe()
    keyed = settings.model_copy(update={"service_api_keys": [SecretStr(key)]})
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/therabridge.sock"
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        transport = httpx.AsyncHTTPTransport(uds=path)
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            serve_in_background(keyed, url, listening),
            httpx.AsyncClient(
                transport=transport, base_url="http://private", headers=headers, timeout=PATIENCE
            ) as http,
        ):
            yield http


def open_listening_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket. Raises Misconfigured if the port is taken or the address is not one
    of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The protocol is named so that the event loop switches Nagle's algorithm off: it costs 40 ms an answer.
        with ExitStack() as stack:
            listening = stack.enter_context(socket.socket(family, kind, protocol or socket.IPPROTO_TCP))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            stack.pop_all()
    except OSError as error:
        raise Misconfigured(f"Cannot listen on {host}:{port} ({error.strerror}); choose another with --port.") from None
    return listening


def _server(settings: Settings, url: str, *, executes_runs: bool, access_log: bool = True) -> Server:
    app = create_app(settings, url, executes_runs=executes_runs)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=access_log,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=KEPT_SECONDS,
        server_header=False,
    )

    def end_streams() -> None:
        context: Context = app.state.context  # which is there once the application has started
        context.jobs.stop()
        context.broadcaster.end_streams()
        asyncio.get_running_loop().call_later(ANSWERING_SECONDS, context.inflight_calls.cancel_for_callers)

    return Server(config, end_streams)


async def _checked(settings: Settings, place: DatabaseLocation) -> AccessPolicy:
    await check_ready_to_start(settings, place)
    access = await read_access(settings, place.url)
    check_origins(settings, access)
    return access


def _banner(settings: Settings, access: AccessPolicy) -> str:
    engine = f"Engine: {settings.engine}, default tier: {settings.model_tier}.\n"
    if load_recordings(settings) is not None:
        engine = f"{NOTICE} The built-in engine answers about everybody else.\n"
    elif settings.engine == "offline":
        engine = "No model is configured: the built-in offline engine answers, free of cost. A model: OPENAI_API_KEY.\n"
    return engine + _who_is_answered(access)


def _who_is_answered(access: AccessPolicy) -> str:
    if not access.key_required:
        return "No service key is configured: only callers on this machine are answered.\n"
    if not access.usable_key:
        return "Every service key was revoked, so nobody is answered: therabridge keys create NAME.\n"
    return ""
