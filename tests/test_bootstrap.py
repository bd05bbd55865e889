"""The parts of a process, and what production asks for."""

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from support.sse_client import tell
from support.stored_rows import add_patient

from app.bootstrap import (
    AccessPolicy,
    DatabaseLocation,
    at_place,
    check_origins,
    check_production,
    check_ready,
    direct_url,
    open_context,
    read_access,
)
from app.errors import DatabaseUnavailable, Misconfigured
from app.settings import Settings
from app.store import claims, service_keys
from app.store.database import Database

NOWHERE = "postgresql://u:zwiebel@127.0.0.1:1/none"


async def test_a_process_is_known_as_alive_while_its_parts_are_open(database_url: str, database: Database) -> None:
    async with open_context(Settings(), database_url, works=False) as context:
        async with database.snapshot() as db:
            assert await claims.alive_executors(db, 30) == {context.executor}
        assert context.executor.startswith("web:")
    async with database.snapshot() as db:
        assert await claims.alive_executors(db, 30) == set()


async def test_a_database_that_is_away_is_said_without_its_password() -> None:
    with pytest.raises(DatabaseUnavailable) as away:
        async with open_context(Settings(), NOWHERE, works=True):
            pass
    assert "zwiebel" not in away.value.detail


def test_a_named_database_is_used_as_it_is() -> None:
    settings = Settings.model_validate({"database_url": "postgres://h/d", "database_direct_url": "postgresql://d/d"})
    with at_place(settings) as place:
        assert (place.url, place.server) == ("postgresql://h/d", None)
    assert direct_url(settings, place) == "postgresql://d/d"
    assert direct_url(Settings(), DatabaseLocation("postgresql://h/d")) == "postgresql://h/d"


def test_production_wants_a_database() -> None:
    with pytest.raises(Misconfigured, match="DATABASE_URL"), at_place(Settings(environment="production")):
        pass


async def test_production_wants_a_model_and_a_key(database_url: str, database: Database) -> None:
    offline = Settings(environment="production")
    keyless = Settings(environment="production", openai_api_key=SecretStr("k"))
    with pytest.raises(Misconfigured, match="OPENAI_API_KEY"):
        await check_production(offline, database_url)
    with pytest.raises(Misconfigured, match="keys create"):
        await check_production(keyless, database_url)
    await check_production(keyless.model_copy(update={"service_api_keys": [SecretStr("s")]}), database_url)
    async with database.transaction() as db:
        await service_keys.add(db, "platform", b"hash")
    await check_production(keyless, database_url)
    await check_production(Settings(), NOWHERE)


async def test_a_key_is_required_once_one_was_stored_or_set(database_url: str, database: Database) -> None:
    assert await read_access(Settings(), database_url) == AccessPolicy(key_required=False, usable_key=False)
    assert await read_access(Settings(environment="production"), database_url) == AccessPolicy(True, False)
    assert await read_access(Settings(service_api_keys=[SecretStr("s")]), database_url) == AccessPolicy(True, True)
    async with database.transaction() as db:
        await service_keys.add(db, "platform", b"hash")
    assert await read_access(Settings(), database_url) == AccessPolicy(key_required=True, usable_key=True)
    async with database.transaction() as db:
        await service_keys.revoke(db, "platform")
    assert await read_access(Settings(), database_url) == AccessPolicy(key_required=True, usable_key=False)


async def test_events_are_listened_for_past_the_pooler(database_url: str, database: Database) -> None:
    direct = Settings.model_validate({"database_direct_url": f"{database_url}&application_name=direct"})
    async with open_context(direct, database_url, works=False) as context:
        patient, (session,) = await add_patient(database, 1)
        async with context.broadcaster.subscribe(patient) as subscriber:
            await tell(database, patient, session)
            assert [frame.number for frame in await subscriber.taken()] == [1]
            assert await listening_as(database, "direct") == 1
    assert await listening_as(database, "direct") == 0


async def listening_as(database: Database, name: str) -> int:
    listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    async with database.snapshot() as db:
        return int(await db.scalar(text(listening), {"name": name}) or 0)


async def test_an_artifact_that_nobody_makes_stops_a_process_before_it_begins(database_url: str) -> None:
    with pytest.raises(Misconfigured, match="DISABLED_ARTIFACTS: moods is none of"):
        await check_ready(Settings(disabled_artifacts=["moods"]), DatabaseLocation(database_url))


def test_pages_of_every_site_may_call_only_where_a_key_is_needed() -> None:
    every = Settings(cors_origins=["*"])
    with pytest.raises(Misconfigured, match="CORS_ORIGINS=\\* needs a service key"):
        check_origins(every, AccessPolicy(key_required=False, usable_key=False))
    check_origins(every, AccessPolicy(key_required=True, usable_key=False))
    check_origins(Settings(cors_origins=["https://a.example"]), AccessPolicy(key_required=False, usable_key=False))
