"""One list of statuses, from which the table's constraint and the groups are made."""

from sqlalchemy import text

from app.store.database import Database
from app.store.step_status import STEP_STATUSES, StepGroup, status_check, statuses_in


def test_each_status_is_in_one_group() -> None:
    grouped = [status for group in StepGroup for status in statuses_in(group)]
    assert sorted(grouped) == sorted(STEP_STATUSES)
    assert statuses_in(StepGroup.BADLY) == ("failed", "skipped")


async def test_the_table_accepts_these_statuses_and_no_others(module_database: Database) -> None:
    definition = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'run_steps_status_check'"
    async with module_database.snapshot() as db:
        check = (await db.execute(text(definition))).scalar_one()
    assert [status for status in STEP_STATUSES if f"'{status}'" not in check] == []
    assert check.count("'") == 2 * len(STEP_STATUSES)
    assert status_check().count("'") == 2 * len(STEP_STATUSES)
