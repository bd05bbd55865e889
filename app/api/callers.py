"""Who may call: the bearers of a service key; without any key configured, callers on this machine."""

import hashlib
import hmac
import ipaddress
import secrets
import time
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.api.state import PartsOf
from app.errors import Unauthenticated
from app.pipeline.parts import Parts
from app.store import service_keys

KEY_BYTES = 32
REMEMBERED_SECONDS = 5.0
"""How long the living keys are remembered, and so how long a revoked one may still be used."""

_bearer = HTTPBearer(auto_error=False, description="A service key: `therabridge keys create NAME`.")


class Keys:
    """Hashes of the living keys, re-read from time to time."""

    def __init__(self) -> None:
        self._hashes: list[bytes] = []
        self._read_at = float("-inf")

    async def living(self, parts: Parts) -> list[bytes]:
        """Those of the settings and those of the database."""
        if time.monotonic() - self._read_at > REMEMBERED_SECONDS:
            async with parts.database.snapshot() as db:
                stored = await service_keys.hashes(db)
            named = [key_hash(key.get_secret_value()) for key in parts.settings.service_api_keys]
            self._hashes, self._read_at = [*named, *stored], time.monotonic()
        return self._hashes


def new_key() -> str:
    """A service key: 256 random bits."""
    return f"tb_{secrets.token_urlsafe(KEY_BYTES)}"


def key_hash(key: str) -> bytes:
    """What is kept of a key. A plain digest is enough: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(key.encode()).digest()


async def authorised(
    request: Request, parts: PartsOf, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """Raises Unauthenticated unless the caller may call."""
    living = await request.app.state.keys.living(parts)
    if not living:
        if not _is_local(request):
            raise Unauthenticated("No service key is configured, so only callers on this machine are answered.")
        return
    offered = key_hash(sent.credentials) if sent else b""
    # All are compared, so that the time taken says nothing of which one came close.
    matches = [hmac.compare_digest(offered, known) for known in living]
    if not any(matches):
        raise Unauthenticated("Send a service key: Authorization: Bearer <key>. Keys: therabridge keys create NAME.")


def _is_local(request: Request) -> bool:
    if request.client is None:
        return True  # a unix socket: the file system says who may
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
