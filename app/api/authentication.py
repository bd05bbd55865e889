"""Authenticates callers by service key. While no key exists, only callers on this machine are allowed."""

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
class AcceptedKeys:
    """Hashes of the accepted keys, and whether requests must present one of them."""

    hashes: tuple[bytes, ...] = ()
    required: bool = True


class Keys:
    """Cache of the accepted keys."""

    def __init__(self) -> None:
        self._known = AcceptedKeys()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def current_keys(self, context: Context) -> AcceptedKeys:
        """Return the keys from the settings and the database, reading the database when the cache is old. Once a key
        has been stored, a key is required, even after every key was revoked. Raises DatabaseUnavailable.
        """
        if self._is_old():
            async with self._reading:  # one reads for all: concurrent requests would take every connection
                if self._is_old():
                    await self._read(context)
        return self._known

    @property
    def last_read_keys(self) -> AcceptedKeys:
        """Return the keys from the last read, without using the database."""
        return self._known

    def _is_old(self) -> bool:
        return time.monotonic() - self._read_at > REMEMBERED_SECONDS

    async def _read(self, context: Context) -> None:
        async with context.database.snapshot() as db:
            stored, ever_stored = await service_keys.active_key_hashes(db), await service_keys.has_any_key(db)
        named = [hash_key(key.get_secret_value()) for key in context.settings.service_api_keys]
        self._known = AcceptedKeys((*named, *stored), context.settings.key_required or ever_stored)
        self._read_at = time.monotonic()


def generate_key() -> str:
    """Return a new service key: 256 random bits."""
    return f"tb_{secrets.token_urlsafe(KEY_BYTES)}"


def hash_key(key: str) -> bytes:
    """Return the hash under which a key is stored. A plain digest is enough, since 256 random bits
    cannot be guessed.
    """
    return hashlib.sha256(key.encode()).digest()


class AuthenticationMiddleware:
    """Pure ASGI middleware that answers 401 to callers without access, before the request body is read.

    The page and the API description hold no data and need no key; the requests that the page sends do. While no key
    exists, all paths are open to callers on this machine only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(OPEN) and scope["method"] != "OPTIONS":
            try:
                await _authorise(Request(scope))
            except TheraBridgeError as refusal:
                await problems.error_response(refusal)(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _authorise(request: Request) -> None:
    """Check the caller's access. Raises Unauthenticated, DatabaseUnavailable."""
    known = await _accepted_keys(request)
    if not known.required:
        _check_is_local(request)
    elif request.url.path.startswith(GUARDED):
        _check_key(request, known)


async def _accepted_keys(request: Request) -> AcceptedKeys:
    """Return the accepted keys. The page is served without the database, so it gets the keys from the last read."""
    keys: Keys = request.app.state.keys
    try:
        return await keys.current_keys(request.app.state.context)
    except DatabaseUnavailable:
        if request.url.path.startswith(GUARDED):
            raise
        return keys.last_read_keys


def _check_key(request: Request, known: AcceptedKeys) -> None:
    kind, _, credentials = request.headers.get("authorization", "").partition(" ")
    offered = hash_key(credentials.strip()) if kind.lower() == "bearer" else b""
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
