"""Pages of other sites are refused, with keys and without; callers that are no page are not concerned."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from support.http_service import NOBODY, Service, is_problem
from support.tables import each_row

Served = Callable[..., Any]
PATH = f"/v1/patients/{NOBODY}"
FRIEND, STRANGER = "https://app.example", "https://attacker.example"
CROSS = {"sec-fetch-site": "cross-site"}


def from_(origin: str, **more: str) -> dict[str, str]:
    return {"origin": origin, **{name.replace("_", "-"): value for name, value in more.items()}}


async def statuses(service: Service, cases: dict[str, dict[str, str]], **more: str) -> dict[str, int]:
    return {name: (await service.http.get(PATH, headers={**more, **case})).status_code for name, case in cases.items()}


async def test_pages_of_other_sites_are_refused(service: Service) -> None:
    own = str(service.http.base_url).rstrip("/")
    port = service.http.base_url.port
    allowed = {
        "no page": {},
        "this service's own": from_(own, sec_fetch_site="same-origin"),
        "its own behind TLS": from_("https://127.0.0.1", host="127.0.0.1", x_forwarded_proto="https"),
        "its own at the default port": from_("http://127.0.0.1", host="127.0.0.1:80"),
        "its own over IPv6": from_("http://[::1]:8000", host="[::1]:8000"),
        "typed into the address line": {"sec-fetch-site": "none"},
        "a script of its own": {"sec-fetch-site": "same-origin"},
    }
    refused = {
        "another site": from_(STRANGER),
        "another site that says it is cross-site": from_(STRANGER, sec_fetch_site="cross-site"),
        "another site that says it is not": from_(STRANGER, sec_fetch_site="same-origin"),
        "a sandboxed frame or a local file": from_("null"),
        "another port of this machine": from_(f"http://127.0.0.1:{(port or 0) + 1}"),
        "the same port under another name": from_(f"http://localhost:{port}"),
        "its own name as the beginning of another": from_(f"{own}.attacker.example"),
        "a scheme of no page": from_(own.replace("http", "ftp")),
        "TLS, which nobody speaks here": from_("https://127.0.0.1", host="127.0.0.1"),
        "no TLS where there is some": from_("http://127.0.0.1", host="127.0.0.1", x_forwarded_proto="https"),
        "no scheme of the web": from_("http://127.0.0.1", host="127.0.0.1", x_forwarded_proto="ftp"),
        "IPv6 at another port": from_("http://[::1]:8001", host="[::1]:8000"),
        "nothing": from_(""),
        "a link of another site": CROSS,
        "the same in capitals": {"sec-fetch-site": "Cross-Site"},
    }
    assert await statuses(service, allowed) == dict.fromkeys(allowed, 404)
    assert await statuses(service, refused) == dict.fromkeys(refused, 403)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_whatever_they_send_is_refused_before_it_is_read(service: Service, method: str) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await service.http.request(method, PATH, headers={**from_(STRANGER), **form}, content=b"a=1")
    is_problem(answer, 403, "cross_site")
    assert "access-control-allow-origin" not in answer.headers


async def test_a_form_of_another_site_starts_nothing(service: Service) -> None:
    patient, session = await service.visited()
    for path in (f"/v1/sessions/{session}/mood", f"/v1/sessions/{session}/runs", f"/v1/patients/{patient}/runs"):
        is_problem(await service.http.post(path, headers={**from_(STRANGER), **CROSS}), 403, "cross_site")
    assert (service.asked, await service.count("runs")) == (0, 0)


async def test_a_name_that_leads_to_this_machine_reads_nothing(service: Service) -> None:
    rebound = from_("http://attacker.example:8000", host="attacker.example:8000", sec_fetch_site="same-origin")
    is_problem(await service.http.get(PATH, headers=rebound), 401, "unauthenticated")


async def test_with_a_key_the_rules_are_the_same(start_service: Served) -> None:
    key = {"authorization": "Bearer one"}
    async with start_service(service_api_keys=[SecretStr("one")]) as service:
        own = str(service.http.base_url).rstrip("/")
        cases = {"own": from_(own), "no page": {}, "stranger": from_(STRANGER), "null": from_("null"), "link": CROSS}
        assert list((await statuses(service, cases, **key)).values()) == [404, 404, 403, 403, 403]


async def test_named_origins_may_call(start_service: Served) -> None:
    async with start_service(cors_origins=[FRIEND]) as service:
        asked = await service.http.get(PATH, headers={**from_(FRIEND), **CROSS})
        preflight = {"access-control-request-method": "PATCH", "access-control-request-headers": "if-match"}
        allowed = await service.http.options(PATH, headers={**from_(FRIEND), **CROSS, **preflight})
        stranger = await service.http.options(PATH, headers={**from_(STRANGER), **preflight})
        link = await service.http.get(PATH, headers=CROSS)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (404, FRIEND)
    assert "etag" in asked.headers["access-control-expose-headers"].lower()
    assert (allowed.status_code, "PATCH" in allowed.headers["access-control-allow-methods"]) == (200, True)
    is_problem(stranger, 403, "cross_site")
    is_problem(link, 403, "cross_site")


async def test_every_origin_may_be_named_at_once(start_service: Served) -> None:
    async with start_service(cors_origins=["*"]) as service:
        assert (await service.http.get(PATH, headers=from_(STRANGER))).status_code == 404


async def test_a_browser_may_send_every_header_that_is_read(start_service: Served) -> None:
    names = ("accept", "authorization", "content-type", "idempotency-key", "if-match", "last-event-id")
    asked = {"access-control-request-method": "POST", "access-control-request-headers": ",".join(names)}
    async with start_service(cors_origins=[FRIEND]) as service:
        assert (await service.http.options(PATH, headers={**from_(FRIEND), **asked})).status_code == 200


PAGES = ("/", "/web/page.js", "/docs", "/openapi.json")


@each_row("path", PAGES)
async def test_the_page_and_the_description_are_no_more_open_than_the_rest(shared: Service, path: str) -> None:
    statuses = {
        "own": (await shared.http.get(path)).status_code,
        "stranger": (await shared.http.get(path, headers=from_(STRANGER))).status_code,
        "embedded": (await shared.http.get(path, headers=CROSS)).status_code,
        "rebound": (await shared.http.get(path, headers={"host": "attacker.example"})).status_code,
    }
    assert statuses == {"own": 200, "stranger": 403, "embedded": 403, "rebound": 401}


async def test_with_a_key_the_page_is_there_for_whoever_has_to_enter_it(start_service: Served) -> None:
    async with start_service(service_api_keys=[SecretStr("one")]) as service:
        for path in PAGES:
            assert (await service.http.get(path, headers={"host": "bridge.example"})).status_code == 200
            assert (await service.http.get(path, headers=from_(STRANGER))).status_code == 403


async def test_a_link_leads_to_the_page_and_health_is_open(shared: Service) -> None:
    link = {**CROSS, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert (await shared.http.get("/", headers=link)).status_code == 200
    assert (await shared.http.get("/", headers={**link, "sec-fetch-dest": "iframe"})).status_code == 403
    is_problem(await shared.http.get(PATH, headers=link), 403, "cross_site")
    assert (await shared.http.get("/health/live", headers={**CROSS, "host": "watch.example"})).status_code == 200
