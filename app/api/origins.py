"""Which pages may call: those of this service and those of CORS_ORIGINS. Browsers tell which page it is."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import problems
from app.api.callers import GUARDED
from app.errors import CrossSite

ANY = "*"
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PORT = re.compile(r":\d{1,5}\Z")


class Origins:
    """Refuses what a page of another site sends, with 403, before anything else is looked at: a form of such a page
    needs nobody's leave to send a POST, and a name that it has resolve to this machine makes its reads look local.

    Pure ASGI. `allowed` are the origins of other sites that may call; `*` among them allows all.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(origin.lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(GUARDED) and not self._may_call(Headers(scope=scope)):
            refusal = CrossSite("Pages of other sites are not answered. Their origins may be listed in CORS_ORIGINS.")
            await problems.of(refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may_call(self, headers: Headers) -> bool:
        origins = headers.getlist("origin")
        if origins:
            return all(self._is_allowed(origin.lower(), headers.get("host", "").lower()) for origin in origins)
        # A link or an image of another site: browsers name no origin with it.
        return "cross-site" not in [site.strip().lower() for site in headers.getlist("sec-fetch-site")]

    def _is_allowed(self, origin: str, host: str) -> bool:
        return ANY in self._allowed or origin in self._allowed or _is_own(origin, host)


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is at the host and port that the request went to. The schemes are not compared: behind a
    proxy that ends TLS this service sees another one than the browser."""
    scheme, _, authority = origin.partition("://")
    if scheme not in _DEFAULT_PORTS or not host:
        return False
    return _with_port(authority, scheme) == _with_port(host, scheme)


def _with_port(authority: str, scheme: str) -> str:
    return authority if _PORT.search(authority) else f"{authority}:{_DEFAULT_PORTS[scheme]}"
