"""Checks the origin of requests from browsers: this service's own, or one of CORS_ORIGINS."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api import problems
from app.api.authentication import GUARDED, OPEN
from app.errors import CrossSite

ANY = "*"
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PORT = re.compile(r":\d{1,5}\Z")


class OriginMiddleware:
    """Pure ASGI middleware that answers 403 to requests from pages of other sites, before anything else is checked.

    A form on another site can send a POST without permission, and a host name that resolves to this machine makes its
    requests look local. `allowed` lists the origins of other sites that may call; `*` allows all.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(origin.lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(OPEN) and not self._may_call(scope):
            refusal = CrossSite("Pages of other sites are not answered. Their origins may be listed in CORS_ORIGINS.")
            await problems.error_response(refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may_call(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if origins:
            own = _own(scope["scheme"], headers)
            return all(self._is_allowed(origin.lower(), own) for origin in origins)
        # A link or an image of another site: browsers name no origin with it.
        is_cross = "cross-site" in [site.strip().lower() for site in headers.getlist("sec-fetch-site")]
        return not is_cross or _follows_a_link(scope, headers)

    def _is_allowed(self, origin: str, own: str | None) -> bool:
        return ANY in self._allowed or origin in self._allowed or (own is not None and _whole(origin) == own)


def _own(scheme: str, headers: Headers) -> str | None:
    """Return this service's origin as the caller sees it. A proxy that terminates TLS names the original scheme in a
    header; a page of another site cannot set that header without a preflight request.
    """
    forwarded, host = headers.get("x-forwarded-proto"), headers.get("host", "").lower()
    return _whole(f"{(forwarded or scheme).split(',')[0].strip().lower()}://{host}") if host else None


def _follows_a_link(scope: Scope, headers: Headers) -> bool:
    """Return whether the request is a navigation from another site's page. The page holds no data and
    cannot be framed.
    """
    navigates = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return navigates and scope["method"] in {"GET", "HEAD"} and not scope["path"].startswith(GUARDED)


def _whole(origin: str) -> str | None:
    """Return an origin including its port, or None if it is not a web origin."""
    scheme, _, authority = origin.partition("://")
    return f"{scheme}://{_with_port(authority, scheme)}" if scheme in _DEFAULT_PORTS else None


def _with_port(authority: str, scheme: str) -> str:
    return authority if _PORT.search(authority) else f"{authority}:{_DEFAULT_PORTS[scheme]}"
