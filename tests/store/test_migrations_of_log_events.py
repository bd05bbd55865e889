"""016: what the platform's processing log accepts."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from support.platform_tables import config_on, create_platform, downgrade, run, upgrade, values

from alembic import command
from app.store.database import connect
from app.store.migrations import PROJECT, head_revision
from app.store.models import LogEvent

LABELS = "SELECT enumlabel::text FROM pg_enum ORDER BY enumsortorder"
LATER = """
from alembic import op

revision, down_revision = "later", "{}"


def upgrade():
    op.execute("CREATE TABLE later AS SELECT 'SESSION_BRIDGE_GENERATION'::\\"LogEvent\\"::text AS name")
"""
VISITS = "INSERT INTO therapy_sessions (patient_id, session_date) SELECT id, now() FROM patients LIMIT 1"
LOG = (
    "INSERT INTO analysis_processing_log (session_id, wave, event, status)"
    " SELECT id, '{wave}', '{event}', 'started' FROM therapy_sessions"
)


async def test_a_new_event_is_usable_on_a_live_platform(empty_database_url: str) -> None:
    url = empty_database_url
    await create_platform(url, "B")
    await run(url, VISITS)
    await upgrade(url, "head")
    await run(url, LOG.format(wave="your_journey", event="YOUR_JOURNEY_GENERATION"))
    assert await values(url, "SELECT wave FROM analysis_processing_log") == ["your_journey"]


async def test_a_later_migration_of_the_same_upgrade_may_use_a_new_event(
    empty_database_url: str, tmp_path: Path
) -> None:
    url = empty_database_url
    await create_platform(url, "B")
    (tmp_path / "later.py").write_text(LATER.format(head_revision()))

    def upgrade_with_it(connection: Connection) -> None:
        config = config_on(connection)
        config.set_main_option("version_locations", f"{PROJECT / 'alembic' / 'versions'}{os.pathsep}{tmp_path}")
        command.upgrade(config, "head")

    async with connect(url) as connection:
        await connection.run_sync(upgrade_with_it)
    assert await values(url, "SELECT name FROM later") == ["SESSION_BRIDGE_GENERATION"]


async def test_the_model_knows_every_event_of_the_database(database_url: str) -> None:
    assert await values(database_url, LABELS) == [event.value for event in LogEvent]


async def test_the_values_stay_when_016_goes(database_url: str) -> None:
    await downgrade(database_url, "015")
    assert await values(database_url, LABELS) == [event.value for event in LogEvent]
    await upgrade(database_url, "head")


async def test_the_waves_are_checked_again_when_016_goes(empty_database_url: str) -> None:
    url = empty_database_url
    await create_platform(url, "A")
    await upgrade(url, "head")
    await run(url, VISITS, LOG.format(wave="your_journey", event="START"))
    await downgrade(url, "015")
    assert await values(url, "SELECT wave FROM analysis_processing_log") == ["your_journey"]
    with pytest.raises(DBAPIError, match="check_wave"):
        await run(url, LOG.format(wave="session_bridge", event="START"))
    await run(url, LOG.format(wave="mood", event="START"))
    await upgrade(url, "head")
