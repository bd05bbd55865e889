"""The web application as a whole."""

import httpx
from support.http_service import NOBODY

from app import __version__
from app.main import create_app
from app.settings import Settings

SOMEWHERE = "postgresql://nowhere/none"
ORIGIN = "https://a.example"


def test_every_route_but_health_asks_for_a_key() -> None:
    paths = create_app(Settings(), SOMEWHERE).openapi()["paths"]
    for path, methods in paths.items():
        for told in methods.values():
            assert bool(told.get("security")) is path.startswith("/v1/"), path
    assert create_app(Settings(), SOMEWHERE).version == __version__


async def test_browsers_of_named_origins_may_call_and_others_may_not(database_url: str) -> None:
    app = create_app(Settings.model_validate({"cors_origins": ORIGIN}), database_url)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as http,
    ):
        allowed = {}
        for origin in (ORIGIN, "https://evil.example"):
            answer = await http.get(f"/v1/patients/{NOBODY}", headers={"origin": origin})
            allowed[origin] = answer.headers.get("access-control-allow-origin")
    assert allowed == {ORIGIN: ORIGIN, "https://evil.example": None}
