"""Who may call: bearers of a service key; without any key, this machine alone."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any
from unittest import mock
from uuid import uuid4

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from support.http_service import NOBODY, Service, is_problem, serve
from support.tables import each_row

from app.api.callers import key_hash, new_key
from app.main import create_app
from app.settings import Settings
from app.store import service_keys
from app.store.database import Database

Served = Callable[..., Any]
PATH = f"/v1/patients/{NOBODY}"


def bearing(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


async def stored(service: Service, name: str = "platform") -> str:
    key = new_key()
    async with service.database.transaction() as db:
        await service_keys.add(db, name, key_hash(key))
    return key


def test_a_key_is_256_random_bits_and_only_its_hash_is_kept() -> None:
    one, other = new_key(), new_key()

    assert one != other
    assert len(one.removeprefix("tb_")) >= 43
    assert key_hash(one) == hashlib.sha256(one.encode()).digest()


async def test_without_any_key_this_machine_is_answered(shared: Service) -> None:
    assert (await shared.http.get(PATH)).status_code == 404


async def from_afar(app: FastAPI, host: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(host, 5))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://s") as http:
        return await http.get(PATH)


@each_row(
    ("host", "status"),
    [
        ("127.0.0.1", 404),
        ("127.8.9.1", 404),
        ("::1", 404),
        ("10.0.0.7", 401),
        ("::ffff:8.8.8.8", 401),
        ("nonsense", 401),
    ],
)
async def test_without_any_key_nobody_else_is(database_url: str, host: str, status: int) -> None:
    answer = await from_afar(create_app(Settings(), database_url), host)

    assert answer.status_code == status
    if status == 401:
        assert "No service key is configured" in is_problem(answer, 401, "unauthenticated")["detail"]


async def test_a_key_of_the_settings_opens_and_nothing_else_does(served: Served) -> None:
    async with served(service_api_keys=[SecretStr("one"), SecretStr("other")]) as service:
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


@each_row(
    ("method", "path"),
    [
        ("PUT", PATH),
        ("DELETE", PATH),
        ("PUT", f"{PATH}/sessions/{NOBODY}"),
        ("POST", f"/v1/sessions/{NOBODY}/mood"),
        ("POST", f"/v1/sessions/{NOBODY}/runs"),
        ("GET", f"/v1/runs/{NOBODY}"),
        ("PATCH", f"/v1/generation-metadata/{NOBODY}"),
        ("GET", "/v1/costs"),
        ("GET", "/v1/tiers"),
    ],
)
async def test_every_route_is_locked(served: Served, method: str, path: str) -> None:
    async with served(service_api_keys=[SecretStr("one")]) as service:
        is_problem(await service.http.request(method, path, json={}), 401, "unauthenticated")
        assert (await service.http.get("/health/ready")).status_code in {200, 503}
        assert (await service.http.get("/health/live")).status_code == 200


async def test_a_key_made_and_revoked_is_noticed(database_url: str) -> None:
    with mock.patch("app.api.callers.REMEMBERED_SECONDS", -1.0):
        async with serve(database_url) as service:
            key = await stored(service)
            assert (await service.http.get(PATH)).status_code == 401
            assert (await service.http.get(PATH, headers=bearing(key))).status_code == 404
            other = await stored(service, "other")

            async with service.database.transaction() as db:
                assert await service_keys.revoke(db, "platform") == 1

            assert (await service.http.get(PATH, headers=bearing(key))).status_code == 401
            assert (await service.http.get(PATH, headers=bearing(other))).status_code == 404


async def test_when_the_last_key_is_revoked_the_door_does_not_open(database_url: str) -> None:
    key = new_key()
    database = Database(database_url)
    async with database.transaction() as db:
        await service_keys.add(db, "platform", key_hash(key))
        await service_keys.revoke(db, "platform")
    await database.close()

    answer = await from_afar(create_app(Settings(), database_url), "10.0.0.7")

    assert answer.status_code == 401


async def test_every_key_is_compared_in_constant_time(served: Served) -> None:
    keys = [SecretStr(f"key-{uuid4()}") for _ in range(3)]
    async with served(service_api_keys=keys) as service:
        with mock.patch("app.api.callers.hmac.compare_digest", wraps=hmac.compare_digest) as compared:
            await service.http.get(PATH, headers=bearing(keys[0].get_secret_value()))
    assert compared.call_count == 3
