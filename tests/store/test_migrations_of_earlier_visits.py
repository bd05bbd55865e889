"""026: results from before 022 come to know of the earlier visits that were there when they were made."""

from support.platform_tables import downgrade, run, upgrade, values
from support.stored_rows import add_patient, add_result

from app.store import visits
from app.store.database import Database
from app.store.visits import fingerprint_of_past

PAST = "SELECT coalesce(past, 'unknown') FROM generations ORDER BY number"


async def test_a_visit_that_comes_late_is_told_from_those_that_were_there(
    database: Database, database_url: str
) -> None:
    patient, (first, second) = await add_patient(database, 1, 2)
    for session in (first, second):
        await add_result(database, patient, session, "deep_analysis")
    await add_result(database, patient, second, "mood_analysis")
    await downgrade(database_url, "025")
    await run(database_url, "UPDATE generations SET created_at = now() + interval '1 minute'")

    await upgrade(database_url, "head")
    known = [fingerprint_of_past([]), fingerprint_of_past([first]), "unknown"]
    assert await values(database_url, PAST) == known
    async with database.snapshot() as db:
        assert [ground.past for ground in (await visits.grounds(db, patient)).values()] == known[:2]

    await run(database_url, "UPDATE generations SET past = NULL")
    await downgrade(database_url, "025")
    await run(
        database_url,
        "UPDATE therapy_sessions SET created_at = now() + interval '1 hour' WHERE session_date ="
        " (SELECT min(session_date) FROM therapy_sessions)",
    )
    await upgrade(database_url, "head")
    assert await values(database_url, PAST) == [fingerprint_of_past([])] * 2 + ["unknown"]
