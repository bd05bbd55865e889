"""Whether the process lives, and whether it is ready to be sent work."""

from unittest import mock

import pytest
from sqlalchemy import text
from support.http_service import Service


@pytest.fixture(autouse=True)
def however_busy_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.health.LOOKING_SECONDS", 3600.0)


async def test_a_process_that_answers_is_alive(shared: Service) -> None:
    answer = await shared.http.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_with_database_migrations_and_a_worker_it_is_ready(shared: Service) -> None:
    await shared.work.begin()
    answer = await shared.http.get("/health/ready")
    body = answer.json()
    assert answer.status_code == 200
    assert body["status"] == "ready"
    assert body["checks"] == {"database": True, "migrations": True, "worker": True}
    assert body["engine"] == "offline"
    assert isinstance(body["models_ending_soon"], list)


async def test_a_database_at_another_migration_is_not_ready(service: Service) -> None:
    await service.execute("UPDATE alembic_version SET version_num = '013'")
    answer = await service.http.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "migrations": False, "worker": False}


async def test_a_worker_silent_for_a_lease_is_no_worker(service: Service) -> None:
    await service.execute("UPDATE executors SET seen_at = seen_at - interval '1 hour'")
    answer = await service.http.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["worker"]) == (503, False)


async def test_a_database_that_does_not_answer_in_time_is_not_ready(service: Service) -> None:
    async with service.database.transaction() as db:
        await db.execute(text("LOCK TABLE executors"))
        with mock.patch("app.api.health.LOOKING_SECONDS", 0.0):
            answer = await service.http.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, False)
    assert (await service.http.get("/health/ready")).json()["checks"]["database"]
