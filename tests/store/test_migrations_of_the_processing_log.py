"""018: the function that writes the processing log, and never undoes what it is told of."""

from typing import Any
from uuid import UUID

import pytest
from support.platform_tables import create_platform, downgrade, fingerprints, run, upgrade, values
from support.sse_client import an_event
from support.stored_rows import add_patient
from support.tables import each_row

from app.store import event_log
from app.store.database import Database

FUNCTIONS = "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
RAISING = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
    "CREATE TRIGGER refuse BEFORE INSERT ON analysis_processing_log FOR EACH ROW EXECUTE FUNCTION refuse()",
)
BROKEN = {
    "renamed": ("ALTER TABLE analysis_processing_log RENAME TO put_away",),
    "dropped": ("DROP TABLE analysis_processing_log",),
    "refusing": RAISING,
    "checked": ("ALTER TABLE analysis_processing_log ADD CHECK (wave = 'none')",),
    "short of a column": ("ALTER TABLE analysis_processing_log DROP COLUMN retry_count",),
}


def an_entry(session: UUID, **changed: Any) -> dict[str, Any]:
    entry = {"session_id": session, "wave": "mood", "event": "MOOD_ANALYSIS", "status": "completed", "error": None}
    return {**entry, "retry_count": 2, "duration_ms": 1500, **changed}


async def told(database: Database, *changed: dict[str, Any]) -> tuple[UUID, UUID]:
    """A patient and a visit, with one event and its entries told."""
    patient, (session,) = await add_patient(database, 1)
    async with database.transaction() as db:
        entries = [an_entry(session, **changes) for changes in changed or ({},)]
        await event_log.append(db, patient, [an_event(session)], entries)
    return patient, session


async def events_of(database: Database, patient: UUID) -> list[int | None]:
    async with database.snapshot() as db:
        return [row.number for row in await event_log.events_after(db, patient, 0)]


async def test_what_ended_began_so_many_milliseconds_before(database: Database, database_url: str) -> None:
    await told(database)
    took = "SELECT (extract(epoch FROM completed_at - started_at) * 1000)::int FROM analysis_processing_log"
    assert await values(database_url, took) == [1500]
    assert await values(database_url, "SELECT processing_duration_ms FROM analysis_processing_log") == [1500]
    assert await values(database_url, "SELECT retry_count FROM analysis_processing_log") == [2]


async def test_what_is_only_begun_has_no_end(database: Database, database_url: str) -> None:
    await told(database, {"status": "started", "duration_ms": None})
    ended = "SELECT completed_at IS NULL AND processing_duration_ms IS NULL FROM analysis_processing_log"
    assert await values(database_url, ended) == [True]


@pytest.mark.parametrize("how", BROKEN)
async def test_a_broken_log_undoes_nothing(database: Database, database_url: str, how: str) -> None:
    await run(database_url, *BROKEN[how])
    patient, _ = await told(database)
    assert await events_of(database, patient) == [1]


@each_row("wrong", [{"event": "NOT_A_NAME"}, {"status": "begun"}, {"wave": "w" * 21}, {"session_id": UUID(int=1)}])
async def test_an_entry_that_the_log_refuses_undoes_nothing(
    database: Database, database_url: str, wrong: dict[str, Any]
) -> None:
    patient, _ = await told(database, wrong)
    assert await events_of(database, patient) == [1]
    assert await values(database_url, "SELECT count(*) FROM analysis_processing_log") == [0]


async def test_what_is_rolled_back_is_not_in_the_log(database: Database, database_url: str) -> None:
    patient, (session,) = await add_patient(database, 1)
    with pytest.raises(LookupError):
        async with database.transaction() as db:
            await event_log.append(db, patient, [an_event(session)], [an_entry(session)])
            raise LookupError
    assert await values(database_url, "SELECT count(*) FROM analysis_processing_log") == [0]


async def test_it_goes_and_comes_back_and_the_rows_stay(empty_database_url: str) -> None:
    url, shape = empty_database_url, "B"
    await create_platform(url, shape)
    await upgrade(url, "017")
    before = await fingerprints(url, shape)
    for move, revision, there in ((upgrade, "018", 1), (downgrade, "017", 0), (upgrade, "018", 1)):
        await move(url, revision)
        assert (await values(url, FUNCTIONS)).count("log_processing") == there
        assert await fingerprints(url, shape) == before


async def test_entries_of_the_log_outlive_the_function(database: Database, database_url: str) -> None:
    await told(database)
    await downgrade(database_url, "017")
    await upgrade(database_url, "head")
    await told(database)
    assert await values(database_url, "SELECT wave FROM analysis_processing_log") == ["mood", "mood"]
