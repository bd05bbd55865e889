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


class Origins:
    """Refuses what a page of another site sends, with 403, before anything else is looked at: a form of such a page
    needs nobody's leave to send a POST, and a name that it has resolve to this machine makes its reads look local.

    Pure ASGI. `allowed` are the origins of other sites that may call; `*` among them allows all.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(origin.lower() for origin in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(OPEN) and not self._may_call(scope):
            refusal = CrossSite("Pages of other sites are not answered. Their origins may be listed in CORS_ORIGINS.")
            await problems.response_for(refusal)(scope, receive, send)
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
    """This service's origin, as whoever asks sees it. A proxy that ends TLS names the scheme it was asked with; a page
    of another site cannot, without being asked first whether it may."""
    forwarded, host = headers.get("x-forwarded-proto"), headers.get("host", "").lower()
    return _whole(f"{(forwarded or scheme).split(',')[0].strip().lower()}://{host}") if host else None


def _follows_a_link(scope: Scope, headers: Headers) -> bool:
    """Whether somebody comes to the page from another site's. It holds no data, and shows itself in no frame."""
    navigates = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return navigates and scope["method"] in {"GET", "HEAD"} and not scope["path"].startswith(GUARDED)


def _whole(origin: str) -> str | None:
    """An origin with its port; None for what is none of the web."""
    scheme, _, authority = origin.partition("://")
    return f"{scheme}://{_with_port(authority, scheme)}" if scheme in _DEFAULT_PORTS else None


def _with_port(authority: str, scheme: str) -> str:
    return authority if _PORT.search(authority) else f"{authority}:{_DEFAULT_PORTS[scheme]}"
