"""What is told of risk: the newest screen of each visit, and null where there is none."""

from kept import a_patient, a_result

from app.pipeline.screening import UNSCREENED, screens, states
from app.store.database import Database


async def test_each_visit_has_its_newest_screen(database: Database) -> None:
    patient, (first, second) = await a_patient(database, 1, 2)
    for state in ("not_assessed", "indeterminate"):
        await a_result(database, patient, second, "risk_screen", result={"state": state, "findings": []})
    async with database.snapshot() as db:
        told = await screens(db, patient)
        short = await states(db, patient, [second, first])
    assert told[first] == UNSCREENED
    assert told[second]["state"] == "indeterminate"
    assert short == [
        {"session_id": str(second), "state": "indeterminate", "stale": True},
        {"session_id": str(first), "state": None, "stale": False},
    ]


async def test_a_screen_without_a_result_says_why(database: Database) -> None:
    patient, (session,) = await a_patient(database, 1)
    await a_result(database, patient, session, "risk_screen", state="insufficient", result=None, reason="roles_unknown")
    async with database.snapshot() as db:
        told = (await screens(db, patient))[session]
    assert (told["state"], told["reason"]) == (None, "roles_unknown")
