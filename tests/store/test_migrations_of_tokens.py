"""023: tokens that nobody counted are null; the older shape has 0 for them."""

from support.platform_tables import downgrade, run, upgrade, values
from support.stored_rows import add_patient, add_result

from app.store.database import Database

TOKENS = "SELECT coalesce(input_tokens::text, 'unknown') FROM generations"


async def test_unknown_tokens_are_0_only_where_null_cannot_be_kept(database: Database, database_url: str) -> None:
    patient, (session,) = await add_patient(database, 1)
    await add_result(database, patient, session)
    await run(database_url, "UPDATE generations SET input_tokens = NULL")

    assert await values(database_url, TOKENS) == ["unknown"]
    await downgrade(database_url, "020")
    assert await values(database_url, TOKENS) == ["0"]
    await upgrade(database_url, "head")
    await run(database_url, "UPDATE generations SET input_tokens = NULL")
    assert await values(database_url, TOKENS) == ["unknown"]
