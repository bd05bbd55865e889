"""Authenticates callers by service key; while no key exists, only callers on this machine are allowed."""

import asyncio
import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import problems
from app.errors import DatabaseUnavailable, TheraBridgeError, Unauthenticated
from app.pipeline.context import Context
from app.store import service_keys

GUARDED = "/v1"
OPEN = "/health/"
"""Paths that need no key: monitoring has none, and reaches the service by another host name."""
KEY_BYTES = 32
REMEMBERED_SECONDS = 5.0
"""How long the active keys are cached, and so how long a revoked one may still be used."""

# For the API description alone: the check itself comes before routing.
described = HTTPBearer(auto_error=False, description="A service key: `therabridge keys create NAME`.")


LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
"""Host names by which a browser on this machine reaches this service. With DNS rebinding, the Host header holds the
other site's name."""
_PORT = re.compile(r":\d{1,5}\Z")


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """Hashes of the accepted keys, and whether a request has to present one of them."""

    hashes: tuple[bytes, ...] = ()
    required: bool = True


class Keys:
    """The accepted keys, cached and refreshed."""

    def __init__(self) -> None:
        self._known = KnownKeys()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def known(self, context: Context) -> KnownKeys:
        """The keys of the settings and of the database. Once a key was stored one is required, also when every
        one is revoked. Raises DatabaseUnavailable."""
        if self._is_old():
            async with self._reading:  # one reads for all: concurrent requests would take every connection
                if self._is_old():
                    await self._read(context)
        return self._known

    @property
    def last_known(self) -> KnownKeys:
        """The keys that were read last."""
        return self._known

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at > REMEMBERED_SECONDS

    async def _read(self, context: Context) -> None:
        async with context.database.snapshot() as db:
            stored, ever_stored = await service_keys.active_hashes(db), await service_keys.ever_stored(db)
        named = [key_hash(key.get_secret_value()) for key in context.settings.service_api_keys]
        self._known = KnownKeys((*named, *stored), context.settings.key_required or ever_stored)
        self._read_at = time.monotonic()


def new_key() -> str:
    """A service key: 256 random bits."""
    return f"tb_{secrets.token_urlsafe(KEY_BYTES)}"


def key_hash(key: str) -> bytes:
    """The stored hash of a key. A plain digest is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(key.encode()).digest()


class Callers:
    """Lets through whoever may call; everybody else gets 401 before anything of the request is read. The page and the
    description hold no data: a key is asked for by what they call. Without any key they are for this machine alone, as
    all else. Pure ASGI."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(OPEN) and scope["method"] != "OPTIONS":
            try:
                await _authorise(Request(scope))
            except TheraBridgeError as refusal:
                await problems.response_for(refusal)(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _authorise(request: Request) -> None:
    """Raises Unauthenticated, DatabaseUnavailable."""
    known = await _known(request)
    if not known.required:
        _check_is_local(request)
    elif request.url.path.startswith(GUARDED):
        _check_key(request, known)


async def _known(request: Request) -> KnownKeys:
    """The accepted keys; for the page, which is served without the database, those that were read last."""
    keys: Keys = request.app.state.keys
    try:
        return await keys.known(request.app.state.context)
    except DatabaseUnavailable:
        if request.url.path.startswith(GUARDED):
            raise
        return keys.last_known


def _check_key(request: Request, known: KnownKeys) -> None:
    kind, _, credentials = request.headers.get("authorization", "").partition(" ")
    offered = key_hash(credentials.strip()) if kind.lower() == "bearer" else b""
    # All are compared, so that the time taken reveals nothing.
    matches = [hmac.compare_digest(offered, each) for each in known.hashes]
    if not any(matches):
        raise Unauthenticated("Send a service key: Authorization: Bearer <key>. Keys: therabridge keys create NAME.")


def _check_is_local(request: Request) -> None:
    if not _is_local(request):
        raise Unauthenticated("No service key is configured, so only callers on this machine are answered.")
    hosts = request.headers.getlist("host")
    if not hosts or not all(_is_local_name(host.lower()) for host in hosts):
        raise Unauthenticated("No service key is configured, so only localhost, 127.0.0.1 and [::1] are answered.")


def _is_local_name(host: str) -> bool:
    return host in LOCAL_HOSTS or _PORT.sub("", host) in LOCAL_HOSTS


def _is_local(request: Request) -> bool:
    if request.client is None:
        return True  # a unix socket: file permissions decide
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
