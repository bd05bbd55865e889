"""Who may call: bearers of a service key; without any key, this machine alone."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from unittest import mock
from uuid import uuid4

import httpx
from pydantic import SecretStr
from support.http_service import NOBODY, Service, is_problem, serve

from app.api.authentication import generate_key, hash_key
from app.main import create_app
from app.settings import Settings
from app.store import service_keys

Served = Callable[..., Any]
PATH = f"/v1/patients/{NOBODY}"


def bearing(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


async def stored(service: Service, name: str = "platform") -> str:
    key = generate_key()
    async with service.database.transaction() as db:
        await service_keys.insert_key(db, name, hash_key(key))
    return key


def test_a_key_is_256_random_bits_and_only_its_hash_is_kept() -> None:
    one, other = generate_key(), generate_key()

    assert one != other
    assert len(one.removeprefix("tb_")) >= 43
    assert hash_key(one) == hashlib.sha256(one.encode()).digest()


async def test_without_any_key_this_machine_is_answered(shared: Service) -> None:
    assert (await shared.http.get(PATH)).status_code == 404


async def from_afar(url: str, *hosts: str) -> list[httpx.Response]:
    """What an application without a key in its settings answers to callers of these addresses."""
    app, answers = create_app(Settings(), url), []
    async with app.router.lifespan_context(app):
        for host in hosts:
            transport = httpx.ASGITransport(app, client=(host, 5))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
                answers.append(await http.get(PATH))
    return answers


async def test_without_any_key_nobody_else_is(database_url: str) -> None:
    here, elsewhere = ("127.0.0.1", "127.8.9.1", "::1"), ("10.0.0.7", "::ffff:8.8.8.8", "nonsense")
    answers = dict(zip((*here, *elsewhere), await from_afar(database_url, *here, *elsewhere), strict=True))

    assert {host: answers[host].status_code for host in here} == dict.fromkeys(here, 404)
    for host in elsewhere:
        assert "No service key is configured" in is_problem(answers[host], 401, "unauthenticated")["detail"], host


async def test_a_key_of_the_settings_opens_and_nothing_else_does(start_second: Served) -> None:
    async with start_second(service_api_keys=[SecretStr("one"), SecretStr("other")]) as service:
        statuses = [(await service.http.get(PATH, headers=bearing(key))).status_code for key in ("one", "other")]
        assert statuses == [404, 404]
        for headers in (
            {},
            bearing("On"),
            bearing("ONE"),
            bearing("one,other"),
            {"authorization": "Basic b25lOm9uZQ=="},
            {"authorization": "one"},
            {"authorization": b"Bearer \xff\xfe"},
            {"x-api-key": "one"},
        ):
            answer = await service.http.get(PATH, headers=headers)
            is_problem(answer, 401, "unauthenticated")
            assert answer.headers["www-authenticate"] == "Bearer"


LOCKED = [
    ("PUT", PATH),
    ("DELETE", PATH),
    ("PUT", f"{PATH}/sessions/{NOBODY}"),
    ("POST", f"/v1/sessions/{NOBODY}/mood"),
    ("POST", f"/v1/sessions/{NOBODY}/runs"),
    ("GET", f"/v1/runs/{NOBODY}"),
    ("PATCH", f"/v1/generation-metadata/{NOBODY}"),
    ("GET", "/v1/costs"),
    ("GET", "/v1/tiers"),
]


async def test_every_route_is_locked_but_health(start_second: Served) -> None:
    async with start_second(service_api_keys=[SecretStr("one")]) as service:
        asked = [await service.http.request(method, path, json={}) for method, path in LOCKED]
        answers = dict(zip(LOCKED, [answer.status_code for answer in asked], strict=True))
        assert answers == dict.fromkeys(LOCKED, 401)
        is_problem(asked[0], 401, "unauthenticated")
        assert (await service.http.get("/health/ready")).status_code in {200, 503}
        assert (await service.http.get("/health/live")).status_code == 200


async def test_a_key_made_and_revoked_is_noticed(database_url: str) -> None:
    with mock.patch("app.api.authentication.REMEMBERED_SECONDS", -1.0):
        async with serve(database_url) as service:
            key = await stored(service)
            assert (await service.http.get(PATH)).status_code == 401
            assert (await service.http.get(PATH, headers=bearing(key))).status_code == 404
            other = await stored(service, "other")

            async with service.database.transaction() as db:
                assert await service_keys.revoke_keys(db, "platform") == 1

            assert (await service.http.get(PATH, headers=bearing(key))).status_code == 401
            assert (await service.http.get(PATH, headers=bearing(other))).status_code == 404


async def test_when_the_last_key_is_revoked_the_door_does_not_open(database_url: str) -> None:
    with mock.patch("app.api.authentication.REMEMBERED_SECONDS", -1.0):
        async with serve(database_url) as service:
            key = await stored(service)
            assert (await service.http.get(PATH, headers=bearing(key))).status_code == 404
            async with service.database.transaction() as db:
                await service_keys.revoke_keys(db, "platform")

            for headers in ({}, bearing(key)):
                is_problem(await service.http.get(PATH, headers=headers), 401, "unauthenticated")

    async with serve(database_url) as restarted:
        is_problem(await restarted.http.get(PATH), 401, "unauthenticated")
    (answer,) = await from_afar(database_url, "10.0.0.7")
    assert answer.status_code == 401


async def test_in_production_a_key_is_wanted_whoever_calls(start_service: Served) -> None:
    async with start_service(environment="production") as service:
        is_problem(await service.http.get(PATH), 401, "unauthenticated")


HOSTS = {
    "localhost": 404,
    "LOCALHOST:8000": 404,
    "127.0.0.1:8000": 404,
    "[::1]": 404,
    "::1": 404,
    "[::1]:8000": 404,
    "attacker.example": 401,
    "attacker.example:8000": 401,
    "localhost.attacker.example": 401,
    "localhost.": 401,
    "127.0.0.1.attacker.example": 401,
    "10.0.0.7:8000": 401,
    "[::2]:8000": 401,
    "localhost:8000:8000": 401,
    "": 401,
}


async def test_without_any_key_only_names_of_this_machine_are_answered(service: Service) -> None:
    statuses = {host: (await service.http.get(PATH, headers={"host": host})).status_code for host in HOSTS}
    assert statuses == HOSTS
    refused = await service.http.post(f"/v1/sessions/{NOBODY}/mood", headers={"host": "attacker.example"})
    assert "127.0.0.1" in is_problem(refused, 401, "unauthenticated")["detail"]
    assert (await service.http.get("/health/live", headers={"host": "attacker.example"})).status_code == 200


async def test_with_a_key_any_name_is_answered(start_service: Served) -> None:
    async with start_service(service_api_keys=[SecretStr("one")]) as service:
        answer = await service.http.get(PATH, headers={**bearing("one"), "host": "therabridge.example"})
        assert answer.status_code == 404


async def test_every_key_is_compared_in_constant_time(start_second: Served) -> None:
    keys = [SecretStr(f"key-{uuid4()}") for _ in range(3)]
    async with start_second(service_api_keys=keys) as service:
        with mock.patch("app.api.authentication.hmac.compare_digest", wraps=hmac.compare_digest) as compared:
            await service.http.get(PATH, headers=bearing(keys[0].get_secret_value()))
    assert compared.call_count == 3
